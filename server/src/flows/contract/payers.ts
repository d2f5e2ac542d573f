import { contract, id } from '@isp/values/wire';
import { z } from 'zod';
import { Account } from '../../crm/contract.ts';

export const SetPayer = contract({
  summary:
    'Have another account pay for one: from its next document on its lines stand on that account’s invoices, which owes them. What was issued stays where it is.',
  input: z.strictObject({ id, payer_id: id }),
  reply: Account,
});
export type SetPayer = z.output<typeof SetPayer.input>;

export const DropPayer = contract({
  summary: 'Have an account pay for itself again, from its next document on',
  input: z.strictObject({ id }),
  reply: Account,
});

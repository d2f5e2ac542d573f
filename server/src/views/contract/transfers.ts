import { contract, id, listing, pageOf } from '@isp/values/wire';
import { z } from 'zod';
import { Transfer } from '../../subscriptions/contract/transfers.ts';

/** A transfer, as its list shows it. */
export const TransferRow = z.object({
  ...Transfer.shape,
  plan_name: z.string(),
  account_name: z.string(),
  to_account_name: z.string(),
  state: z.enum(['planned', 'done', 'taken back']),
});
export type TransferRow = z.output<typeof TransferRow>;

export const ListTransfers = contract({
  summary: 'Subscriptions that go to another account, or went, newest first',
  input: z.strictObject({
    ...listing,
    /** Of the account that had it, or of the one that gets it. */
    account_id: id.optional(),
    subscription_id: id.optional(),
    state: z.enum(['planned', 'done', 'taken back']).optional(),
  }),
  reply: pageOf(TransferRow),
});
export type ListTransfers = z.output<typeof ListTransfers.input>;

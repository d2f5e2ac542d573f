import { contract } from '@isp/values/wire';
import { z } from 'zod';
import { Charge, chargeFields } from '../../billing/contract/charges.ts';

export const ChargeAccount = contract({
  summary:
    'Charge an account once, for a plan that is sold so or for what is written: the next bill that is made takes it, or make the bill now',
  status: 201,
  input: z.strictObject(chargeFields),
  reply: Charge,
});
export type ChargeAccount = z.output<typeof ChargeAccount.input>;

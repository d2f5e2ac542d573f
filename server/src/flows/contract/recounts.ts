import { contract, day, id } from '@isp/values/wire';
import { z } from 'zod';

export const RecountUsage = contract({
  summary:
    'Have the billed use of a subscription rated again from a day on, after records were put right: what is more is on its next invoice, what is less on a credit note',
  input: z.strictObject({ id, from_on: day }),
  reply: z.object({ id, from_on: day, usage_to: day, next_bill_on: day.nullable() }),
});
export type RecountUsage = z.output<typeof RecountUsage.input>;

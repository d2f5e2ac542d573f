import { contract, id, line } from '@isp/values/wire';
import { z } from 'zod';
import { AvailablePlan } from '../../tariffs/contract.ts';

export const ShowAvailability = contract({
  summary: 'What can be sold at an address, or at an account’s: every plan on sale, those that are available first',
  input: z
    .strictObject({
      account_id: id.optional(),
      country: z
        .string()
        .regex(/^[A-Z]{2}$/, 'write a two-letter ISO 3166 code such as "DE"')
        .optional(),
      postal_code: line(20).optional(),
      city: line(100).optional(),
    })
    .refine(
      ({ account_id, country, postal_code, city }) =>
        account_id === undefined ? country !== undefined : (country ?? postal_code ?? city) === undefined,
      'say an account, or an address with its country',
    ),
  reply: z.object({ items: z.array(AvailablePlan) }),
});
export type ShowAvailability = z.output<typeof ShowAvailability.input>;
export type Availability = z.output<typeof ShowAvailability.reply>;

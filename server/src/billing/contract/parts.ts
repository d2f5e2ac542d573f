import { id, minor } from '@isp/values/wire';
import { z } from 'zod';

export const Recipient = z.object({
  account_number: z.string(),
  name: z.string(),
  street: z.string().nullable(),
  postal_code: z.string().nullable(),
  city: z.string().nullable(),
  region: z.string().optional(),
  country: z.string(),
  tax_id: z.string().nullable(),
});

/** Lines of an invoice that are of one account, with their sums: that which pays it, or one that it pays for, as it was named on the day of issue. */
export const InvoicePart = z.object({
  for_account_id: id,
  recipient: Recipient,
  first_line: z.int(),
  last_line: z.int(),
  net_minor: minor,
  discount_minor: minor,
  tax_minor: minor,
  gross_minor: minor,
});
export type InvoicePart = z.output<typeof InvoicePart>;

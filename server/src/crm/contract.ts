import { contract, currency, email, id, instant, line, listing, pageOf, text, zone } from '@isp/values/wire';
import { z } from 'zod';

export * from './contract/quotes.ts';

const country = z.string().regex(/^[A-Z]{2}$/, 'write a two-letter ISO 3166 code such as "DE"');

/** What a person may write on an account. */
const fields = {
  kind: z.enum(['person', 'company']),
  name: line(200),
  email: email.nullable(),
  phone: line(40).nullable(),
  street: line(200).nullable(),
  postal_code: line(20).nullable(),
  city: line(100).nullable(),
  /** State or province, as rules of tax groups name it: "QC". */
  region: line(20).nullable(),
  country,
  tax_id: line(40).nullable(),
  zone,
  locale: z.string().regex(/^[a-z]{2}(-[A-Z]{2})?$/, 'write a locale such as "en" or "de-DE"'),
};

export const Account = z.object({
  id,
  number: z.string(),
  ...fields,
  currency,
  legal_entity_id: id,
  /** The account on whose invoices its lines stand, and who owes them; null: its own. */
  payer_id: id.nullable(),
  state: z.enum(['active', 'closed']),
  created_at: instant,
});
export type Account = z.output<typeof Account>;

export const Note = z.object({ account_id: id, id, body: z.string(), author: z.string(), created_at: instant });
export type Note = z.output<typeof Note>;

export const GetAccount = contract({
  summary: 'One account',
  input: z.strictObject({ id, fields: listing.fields }),
  reply: Account,
});

export const CreateAccount = contract({
  summary: 'Open an account. Country, zone, locale and currency default to the legal entity’s.',
  status: 201,
  input: z.strictObject({
    ...fields,
    kind: fields.kind.default('person'),
    email: fields.email.default(null),
    phone: fields.phone.default(null),
    street: fields.street.default(null),
    postal_code: fields.postal_code.default(null),
    city: fields.city.default(null),
    region: fields.region.default(null),
    country: country.optional(),
    tax_id: fields.tax_id.default(null),
    zone: zone.optional(),
    locale: fields.locale.default('en'),
    currency: currency.optional(),
    legal_entity_id: id.optional(),
  }),
  reply: Account,
});
export type CreateAccount = z.output<typeof CreateAccount.input>;

export const UpdateAccount = contract({
  summary: 'Change an account’s particulars; what is left out stays',
  input: z.strictObject({ id, ...z.object(fields).partial().shape }),
  reply: Account,
});
export type UpdateAccount = z.output<typeof UpdateAccount.input>;

export const CloseAccount = contract({
  summary: 'Close an account that has no running subscription',
  input: z.strictObject({ id }),
  reply: Account,
});

export const AddNote = contract({
  summary: 'Write a note on an account',
  status: 201,
  input: z.strictObject({ account_id: id, body: text(5000).pipe(z.string().min(1)) }),
  reply: Note,
});

export const ListNotes = contract({
  summary: 'Notes of an account, newest first',
  input: z.strictObject({ ...listing, account_id: id }),
  reply: pageOf(Note),
});

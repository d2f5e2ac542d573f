import type { StoredCredit, StoredLine } from '../billing/index.ts';
import { sql } from '../kernel/db.ts';

type Tax = StoredCredit['taxes'][number];

export type AsText<T, K extends keyof T> = Omit<T, K> & Readonly<Record<K, string>>;
/** A tax with its amounts as text, as JSON holds them exactly. */
export type TaxRow<T extends Tax> = AsText<T, 'base_minor' | 'tax_minor'>;
export type LineTaxRow = TaxRow<StoredLine['taxes'][number]>;
type CreditTaxRow = TaxRow<Tax>;

/** The taxes of line `l` of invoice `i`, with their names and rates, in the document's order. */
export const LINE_TAXES = sql`coalesce((select jsonb_agg(jsonb_build_object('code', e.tax->>'tax_code', 'name', e.tax->>'name', 'rate_percent', e.tax->>'percent',
    'base_minor', coalesce(t.base_minor, l.net_minor)::text, 'tax_minor', coalesce(t.tax_minor, l.tax_minor)::text) order by e.n)
  from jsonb_array_elements(i.taxes) with ordinality as e (tax, n)
  left join billing.line_tax t on t.account_id = l.account_id and t.invoice_id = l.invoice_id and t.line_no = l.line_no and t.tax_code = e.tax->>'tax_code'
  where e.tax->>'tax_code' = l.tax_code or t.tax_no is not null), '[]')`;

/** The taxes of credit `c`, where it is of several; null otherwise. */
export const CREDIT_TAXES = sql`(select jsonb_agg(jsonb_build_object('code', t.tax_code, 'base_minor', t.base_minor::text, 'tax_minor', t.tax_minor::text)) from billing.line_credit_tax t
  where t.account_id = c.account_id and t.invoice_id = c.invoice_id and t.invoice_line_no = c.invoice_line_no and t.credit_no = c.credit_no)`;

export const taxOf = <T extends CreditTaxRow>(tax: T) => ({
  ...tax,
  base_minor: BigInt(tax.base_minor),
  tax_minor: BigInt(tax.tax_minor),
});

/** What a credit was, and its taxes: those it keeps, or the one of its line. */
export const creditAmounts = (
  row: Readonly<Record<'net_minor' | 'tax_minor' | 'gross_minor', string>> & {
    readonly taxes: readonly CreditTaxRow[] | null;
  },
  { tax_code }: Pick<StoredLine, 'tax_code'>,
) => {
  const [net_minor, tax_minor, gross_minor] = [BigInt(row.net_minor), BigInt(row.tax_minor), BigInt(row.gross_minor)];
  const own = tax_code === null ? [] : [{ code: tax_code, base_minor: net_minor, tax_minor }];
  return { net_minor, tax_minor, gross_minor, taxes: row.taxes?.map(taxOf) ?? own };
};

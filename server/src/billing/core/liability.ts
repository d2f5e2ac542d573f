import type { Day } from '@isp/values';
import type { BillingCatalogue, Served } from './billable.ts';
import { exemptionOn } from './exemption.ts';
import { taxesAt } from './tax-terms.ts';

/** The taxes on a line. `exempt_codes` are those that would be on it, were the account not exempt. */
export interface LineTaxes {
  /** The tax, or with several of them the group, as the line keeps it; null without any. */
  readonly tax_code: string | null;
  readonly tax_inclusive: boolean;
  readonly tax_codes: readonly string[];
  readonly exempt_codes: readonly string[];
}

/** What the taxes of an account's lines depend on. */
export interface Liability {
  readonly account: Pick<Served, 'exemptions' | 'recipient'>;
  readonly catalogue: BillingCatalogue;
  /** The day of the document: its tax point. */
  readonly on: Day;
}

const NONE: readonly string[] = [];
const UNTAXED: LineTaxes = { tax_code: null, tax_inclusive: false, tax_codes: NONE, exempt_codes: NONE };

const codesOf = (code: string, { account, catalogue }: Liability): readonly string[] => {
  const group = catalogue.groups.get(code);
  return group === undefined ? [code] : taxesAt(group, account.recipient);
};

/** The taxes on lines of a plan that names a tax or group, for an account on a day. An inclusive price stays what it is without the tax, too: all of it is net then. */
export const lineTaxes = (code: string | null, of: Liability): LineTaxes => {
  if (code === null) return UNTAXED;
  const { account, catalogue, on } = of;
  const inclusive = (catalogue.groups.get(code) ?? catalogue.taxes.get(code))?.inclusive ?? false;
  const all = codesOf(code, of);
  const isExempt = (tax: string) => exemptionOn(account.exemptions, tax, on) !== undefined;
  const exempt_codes = account.exemptions.length === 0 ? NONE : all.filter(isExempt);
  const tax_codes = exempt_codes.length === 0 ? all : all.filter((tax) => !exempt_codes.includes(tax));
  const tax_code = tax_codes.length > 1 ? code : (tax_codes[0] ?? null);
  return { tax_code, tax_inclusive: inclusive, tax_codes, exempt_codes };
};

/** The code among those of some prices that the catalogue has neither a tax nor a group for. */
export const unknownTax = (
  codes: readonly (string | null)[],
  { groups, taxes }: BillingCatalogue,
): string | undefined => codes.find((code): code is string => code !== null && !taxes.has(code) && !groups.has(code));

import type { ListTaxExemptions, ListTaxes, ListTaxGroups } from '@isp/server/contract/billing';
import { addDays, parseDay } from '@isp/values';
import type { Row } from '../api/contract.ts';
import { dayText } from '../kit/format.ts';
import { locale } from '../kit/locale.ts';
import { percentText } from './line-words.ts';

export type Tax = Row<typeof ListTaxes>;
export type TaxGroup = Row<typeof ListTaxGroups>;
export type Exemption = Row<typeof ListTaxExemptions>;

const countryNames = new Intl.DisplayNames(locale, { type: 'region' });

/** Changes of a tax's rate that are still to come. */
export const changesAhead = ({ rates }: Pick<Tax, 'rates'>, today: string) =>
  rates.flatMap(({ effective_from, percent }) =>
    effective_from === null || effective_from <= today ? [] : [{ effective_from, percent }],
  );

/** A change of a rate: `21 % from 1 Jan 2027`. */
export const changeText = ({ effective_from, percent }: { effective_from: string; percent: string }): string =>
  `${percentText(percent)} from ${dayText(effective_from)}`;

/** Taxes in the order they are charged: `GST 5 %, then QST 9.975 % on all before`; a code that is no tax stands as it is. */
export const chargedText = (codes: readonly string[], taxes: readonly Tax[]): string => {
  const parts = codes.map((code, i) => {
    const tax = taxes.find((each) => each.code === code);
    if (tax === undefined) return code;
    const name = tax.name.includes('%') ? tax.name : `${tax.name} ${percentText(tax.percent)}`;
    return tax.compound && i > 0 ? `${name} on the net and the taxes before` : name;
  });
  return parts.length === 0 ? 'no tax' : parts.join(', ');
};

/** Where a rule holds: `Canada, QC`, `United States, TX, postal codes 787…`. */
export const placeText = ({
  country,
  region,
  postal_prefix,
}: {
  readonly country: string;
  readonly region?: string | null | undefined;
  readonly postal_prefix?: string | null | undefined;
}): string =>
  [countryNames.of(country) ?? country, region, postal_prefix && `postal codes ${postal_prefix}…`]
    .filter(Boolean)
    .join(', ');

const GROUNDS = { certificate: 'certificate', 'reverse-charge': 'reverse charge', other: '' } as const;

/** How an exemption stands on a day. */
export const exemptionState = (
  { from_on, to_on }: Pick<Exemption, 'from_on' | 'to_on'>,
  today: string,
): 'running' | 'planned' | 'over' => {
  if (to_on !== null && (to_on <= today || to_on === from_on)) return 'over';
  return from_on > today ? 'planned' : 'running';
};

const lastDay = (end: string): string => {
  const day = parseDay(end);
  return dayText(day === undefined ? end : addDays(day, -1));
};

/** Why an account is exempt, and from when to when: `certificate 4711: school, from 1 Jan 2026 to 31 Dec 2026`. */
export const exemptionSentence = (of: Exemption): string => {
  const ground = [GROUNDS[of.kind], of.certificate].filter(Boolean).join(' ');
  const why = [ground, of.reason].filter(Boolean).join(': ');
  if (of.to_on === of.from_on) return `${why}, ended before it began`;
  return `${why}, from ${dayText(of.from_on)} ${of.to_on === null ? 'for good' : `to ${lastDay(of.to_on)}`}`;
};

import type { CreateArea, ListAreas } from '@isp/server/contract/tariffs';
import type { Input, Row } from '../api/contract.ts';

export type Area = Row<typeof ListAreas>;
type Rule = Area['rules'][number];

/** A rule as it is typed: `258*` is a beginning, `25800-25899` a range. */
export type RuleValues = { country: string | null; postal: string; city: string };

export const newRule = (country: string | null): RuleValues => ({ country, postal: '', city: '' });

const postalOf = (text: string): Pick<Rule, 'postal_prefix' | 'postal_from' | 'postal_to'> => {
  const typed = text.trim();
  const nothing = { postal_prefix: null, postal_from: null, postal_to: null };
  if (typed === '') return nothing;
  const [from, to, ...rest] = typed.split(/\s*[–]\s*|\s+to\s+|(?<=\d)\s*-\s*(?=\d)/);
  if (from && to && rest.length === 0) return { ...nothing, postal_from: from.trim(), postal_to: to.trim() };
  return { ...nothing, postal_prefix: typed.replace(/\*$/, '').trim() };
};

/** What was typed of an area, as its rules. */
export const rulesOf = (rules: readonly RuleValues[]): NonNullable<Input<typeof CreateArea>['rules']> =>
  rules.map(({ country, postal, city }) => ({
    country: country ?? '',
    ...postalOf(postal),
    city: city.trim() || null,
  }));

/** A rule, to be typed over. */
export const typedRule = ({ country, postal_prefix, postal_from, postal_to, city }: Rule): RuleValues => ({
  country,
  postal: postal_from === null ? (postal_prefix ?? '') : `${postal_from}–${postal_to}`,
  city: city ?? '',
});

/** A rule in words: `DE 258…, Husum`. */
export const ruleText = ({ country, postal_prefix, postal_from, postal_to, city }: Rule): string => {
  const postal =
    postal_prefix === null ? (postal_from === null ? '' : ` ${postal_from}–${postal_to}`) : ` ${postal_prefix}…`;
  return `${country}${postal}${city === null ? '' : `, ${city}`}`;
};

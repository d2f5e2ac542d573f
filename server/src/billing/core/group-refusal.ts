import { orderOfTaxes } from './billable.ts';
import type { TaxGroup } from './tax-terms.ts';

/** Why a group of taxes cannot be beside the others; `undefined` when it can. */
export const groupRefusal = (
  group: Pick<TaxGroup, 'code' | 'taxes' | 'rules'>,
  codes: readonly string[],
  others: readonly Pick<TaxGroup, 'taxes' | 'rules'>[],
): string | undefined => {
  for (const list of [group.taxes, ...group.rules.map(({ taxes }) => taxes)]) {
    const unknown = list.find((code) => !codes.includes(code));
    if (unknown !== undefined) return `there is no tax ${unknown}`;
    const twice = list.find((code, i) => list.indexOf(code) !== i);
    if (twice !== undefined) return `it has ${twice} twice`;
  }
  if (orderOfTaxes(codes, [group]) === undefined) return 'its lists have the same taxes in different orders';
  if (orderOfTaxes(codes, [group, ...others]) === undefined)
    return 'another group has the same taxes in a different order';
  return undefined;
};

import type { ShowQuote } from '@isp/server/contract/flows';
import type { Reply } from '../../api/contract.ts';
import { dayText, moneyText } from '../../kit/format.ts';

export type Quote = Reply<typeof ShowQuote>;
export type Offer = NonNullable<Quote['offer']>;
type Bill = Offer['bills'][number];

/** Bills in a row that come to the same. */
interface Run {
  readonly from: string;
  readonly to: string;
  readonly count: number;
  readonly gross_minor: number;
}

/** The bills after the first, those that come to the same in a row as one. */
export const laterBills = (bills: readonly Pick<Bill, 'on' | 'gross_minor'>[]): Run[] => {
  const runs: Run[] = [];
  for (const { on, gross_minor } of bills.slice(1)) {
    const last = runs.at(-1);
    if (last?.gross_minor === gross_minor) runs[runs.length - 1] = { ...last, to: on, count: last.count + 1 };
    else runs.push({ from: on, to: on, count: 1, gross_minor });
  }
  return runs;
};

/** When bills in a row come: `1 Jan 2027`, or `1 Jan 2027 – 1 Nov 2027, 11 bills`. */
export const runText = ({ from, to, count }: Run): string =>
  count === 1 ? dayText(from) : `${dayText(from)} – ${dayText(to)}, ${count} bills`;

/** How a service is bound, and what leaving costs: `24 months, until 15 Mar 2028. Leaving earlier costs €115.00 at most.` */
export const boundText = (
  { contract_months, price_guarantee, to_on, most_minor }: NonNullable<Offer['services'][number]['contract']>,
  currency: string,
): string => {
  const term = `${contract_months === 1 ? '1 month' : `${contract_months} months`}, up to ${dayText(to_on)}`;
  const price = price_guarantee ? ', at a guaranteed price' : '';
  return `${term}${price}. Leaving earlier costs ${most_minor === 0 ? 'nothing' : `${moneyText(most_minor, currency)} at most`}.`;
};

/** What a quote is called. */
export const quoteName = ({ number }: Pick<Quote, 'number'>): string =>
  number === null ? 'Draft of a quote' : `Quote ${number}`;

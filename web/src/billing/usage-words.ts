import type { LineSources } from '@isp/server/contract/views';
import { parseDecimal } from '@isp/values';
import type { Reply } from '../api/contract.ts';
import { bytesText, countText, dayText, moneyText, unitPriceText } from '../kit/format.ts';
import { locale } from '../kit/locale.ts';

export type Sources = Reply<typeof LineSources>;
export type SourceLine = Sources['lines'][number];

/** `1 session`, `1,204 sessions`. */
export const sessionsText = (n: number): string => (n === 1 ? '1 session' : `${countText(n)} sessions`);

/** Octets to the last one, and as people say it: `130,000,000,000 octets (130 GB)`. */
export const octetsText = (octets: number): string =>
  octets < 1000 ? `${countText(octets)} octets` : `${countText(octets)} octets (${bytesText(octets)})`;

interface Proof {
  readonly word: string;
  readonly tone: 'good' | 'bad' | 'idle';
  readonly text: string;
}

const moreOrLess = ({ rated, now }: Sources): string => {
  const change = now.octets - rated.octets;
  if (change === 0) return 'the same octets, of other sessions';
  return `${octetsText(Math.abs(change))} ${change > 0 ? 'more' : 'less'}`;
};

const lateText = ({ late }: Sources): string =>
  late.sessions === 0 ? '' : ` ${octetsText(late.octets)} of ${sessionsText(late.sessions)} came after the bill.`;

/** Whether the records prove a line, in a word and a sentence. */
export const proofOf = (sources: Sources): Proof => {
  const { state, rated, recounted } = sources;
  const total = `${octetsText(rated.octets)} of ${sessionsText(rated.sessions)}`;
  if (state === 'proven')
    return { word: 'proven', tone: 'good', text: `The records still come to ${total}; the check sum is the same.` };
  if (state === 'kept-no-longer')
    return {
      word: 'kept no longer',
      tone: 'idle',
      text: `${total} were rated. The records were deleted for their age; the check sum over them stays.`,
    };
  if (state === 'reckoned')
    return {
      word: 'reckoned with',
      tone: 'good',
      text: `${total} were rated here. Since then the records say ${moreOrLess(sources)}; the period was rated again by all of them on ${dayText(recounted?.as_of ?? '')}.${lateText(sources)}`,
    };
  return {
    word: 'differs',
    tone: 'bad',
    text: `${total} were rated. The records now say ${moreOrLess(sources)}.${lateText(sources)}${sources.is_pending ? ' The next bill run rates the period again.' : ''}`,
  };
};

const NINE_DIGITS = new Intl.NumberFormat(locale, { maximumFractionDigits: 9 });

const quantityText = (quantity: string): string => {
  const exact = parseDecimal(quantity);
  return exact === undefined ? quantity : NINE_DIGITS.format(exact as string as Intl.StringNumericLiteral);
};

const unitText = ({ rating }: Sources): string => bytesText(rating.unit_octets).replace(/^1 /, '');

type Row = readonly [label: string, value: string];

/** How the amount of a line came about, a row a step. */
export const arithmeticOf = (sources: Sources, line: SourceLine): Row[] => {
  const { rating, rated, before, currency } = sources;
  const money = (minor: number) => moneyText(minor, currency);
  const price = `${quantityText(line.quantity)} ${unitText(sources)} × ${unitPriceText(line.unit_price_minor, currency)}`;
  const used: Row[] = [
    ['Used', octetsText(rated.octets)],
    ...(before === null ? [] : [['Known before', octetsText(before.octets)] as const]),
    ['Included', octetsText(rating.included_octets)],
    ...rating.rolled_over.map(
      ({ of, octets, used_octets }): Row => [
        `Rolled over from ${dayText(of)}`,
        `${octetsText(octets)}, ${octetsText(used_octets)} of it used`,
      ],
    ),
  ];
  if (rating.rated_minor === null || rating.before_minor === null)
    return [...used, ['Beyond it', octetsText(rating.billed_octets)], [price, money(line.amount_minor)]];
  const step = rating.model === 'graduated' ? `Step ${line.tier + 1} costs` : 'All of it costs';
  return [
    ...used,
    [step, money(rating.rated_minor)],
    ['Billed before', money(-rating.before_minor)],
    ['This line', money(line.amount_minor)],
  ];
};

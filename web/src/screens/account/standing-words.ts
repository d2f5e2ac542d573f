import type { GetSubscription } from '@isp/server/contract/subscriptions';
import type { Reply } from '../../api/contract.ts';
import { dayText, moneyText } from '../../kit/format.ts';
import { countedName } from './counted-text.ts';

export type Subscription = Reply<typeof GetSubscription>;
export type Segment = Subscription['segments'][number];
type Days = Pick<Subscription['pauses'][number], 'from_on' | 'to_on'>;

/** Something that holds or is planned, and can be ended or taken back. */
export interface Standing {
  readonly kind: 'pause' | 'change' | 'end';
  /** The day it began or begins. */
  readonly on: string;
  readonly text: string;
  /** Set when it is of a price change, which is taken back for all that it hits. */
  readonly price_change_id?: string;
}

/** Segments in the order they hold in. */
export const inOrder = (segments: readonly Segment[]): Segment[] =>
  [...segments].sort((a, b) => a.from_on.localeCompare(b.from_on) || a.from_second - b.from_second);

/** A pause in words, as seen on a day. */
export const pauseText = ({ from_on, to_on }: Days, today: string): string => {
  if (from_on > today) return `Pause from ${dayText(from_on)}${to_on === null ? '' : ` until ${dayText(to_on)}`}`;
  return to_on === null ? `Paused since ${dayText(from_on)}` : `Paused until ${dayText(to_on)}`;
};

/** The pause that holds on a day, else the next one that is planned. */
export const pauseAhead = ({ pauses }: Pick<Subscription, 'pauses'>, today: string) =>
  pauses
    .filter(({ from_on, to_on }) => to_on === null || (to_on > today && to_on > from_on))
    .sort((a, b) => a.from_on.localeCompare(b.from_on))[0];

/** What changes from one segment to the next. */
export const changeText = (
  before: Segment | undefined,
  segment: Segment,
  words: { readonly planName: (id: string) => string; readonly currency: string },
): string => {
  const name = countedName(segment.quantity, words.planName(segment.plan_id));
  const price = moneyText(segment.price_minor, words.currency);
  if (before?.plan_id !== segment.plan_id) return `${name} at ${price}`;
  if (before.quantity !== segment.quantity)
    return `${name}${before.price_minor === segment.price_minor ? '' : ` at ${price}`}`;
  if (before.price_minor !== segment.price_minor || before.own_price !== segment.own_price)
    return `${name} now at ${price}${segment.own_price ? ', its own price' : ''}`;
  return before.anchor_day === segment.anchor_day && before.anchor_on === segment.anchor_on
    ? `${name} by version ${segment.plan_version}`
    : `Periods of ${name} begin on day ${segment.anchor_day}`;
};

/** What an end costs: `, which costs €120.00 by its contract`. */
const feeText = ({ end_fee_minor, end_fee_waived, currency }: Subscription): string => {
  if (end_fee_minor === null) return '';
  const fee = moneyText(end_fee_minor, currency);
  return end_fee_waived === null
    ? `, which costs ${fee} by its contract`
    : `; ${fee} by its contract are not charged: ${end_fee_waived}`;
};

const planned = (subscription: Subscription, today: string, planName: (id: string) => string): Standing[] => {
  const { currency } = subscription;
  const segments = inOrder(subscription.segments);
  return segments.flatMap((segment, at) =>
    at === 0 || segment.from_on <= today
      ? []
      : [
          {
            kind: 'change' as const,
            on: segment.from_on,
            text: `From ${dayText(segment.from_on)}: ${changeText(segments[at - 1], segment, { planName, currency })}${segment.price_change_id === null ? '' : ', by a price change'}`,
            ...(segment.price_change_id === null ? {} : { price_change_id: segment.price_change_id }),
          },
        ],
  );
};

/** What holds a subscription back or is planned for it, by day; of one that has ended, nothing. That it goes to another account is told apart. */
export const standingsOf = (
  subscription: Subscription,
  today: string,
  planName: (id: string) => string,
): readonly Standing[] => {
  if (subscription.state === 'ended') return [];
  const pauses = subscription.pauses
    .filter(({ from_on, to_on }) => to_on === null || (to_on > today && to_on > from_on))
    .map((pause) => ({ kind: 'pause' as const, on: pause.from_on, text: pauseText(pause, today) }));
  const { ended_on, transferred_to } = subscription;
  const end =
    ended_on === null || transferred_to !== null
      ? []
      : [{ kind: 'end' as const, on: ended_on, text: `Ends on ${dayText(ended_on)}${feeText(subscription)}` }];
  return [...pauses, ...planned(subscription, today, planName), ...end].sort((a, b) => a.on.localeCompare(b.on));
};

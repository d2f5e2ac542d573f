import type { GetBillRun, ListHoldPolicies } from '@isp/server/contract/billing';
import type { ListBillFindings } from '@isp/server/contract/views';
import type { Reply, Row } from '../api/contract.ts';
import { countText, durationText, moneyText } from '../kit/format.ts';
import { locale } from '../kit/locale.ts';

export type BillRunPage = Reply<typeof GetBillRun>;
export type ClassSum = BillRunPage['classes'][number];
export type ClassName = ClassSum['class'];
export type Finding = Row<typeof ListBillFindings>;
export type HoldPolicy = Row<typeof ListHoldPolicies>;

/** In the order they are shown: what may be held first, the most telling first. */
export const CLASSES = [
  'outlier',
  'negative',
  'zero',
  'up',
  'down',
  'new',
  'gone',
  'ended',
  'unbillable',
  'same',
] as const satisfies readonly ClassName[];

/** What each class is called. */
export const CLASS_LABELS: Readonly<Record<ClassName, string>> = {
  outlier: 'Far beyond',
  negative: 'Credits exceed charges',
  zero: 'Comes to nothing',
  up: 'Up',
  down: 'Down',
  new: 'New',
  gone: 'Gone',
  ended: 'Ended',
  unbillable: 'Cannot be billed',
  same: 'Same',
};

const HOLDABLE = ['new', 'up', 'down', 'zero', 'negative', 'outlier'] as const;
export type HoldableClass = (typeof HOLDABLE)[number];

/** The class when bills of it can be held: there is a bill, and it differs. */
export const holdableOf = (name: string | undefined): HoldableClass | undefined =>
  HOLDABLE.find((each) => each === name);

/** Classes that can be held, to choose among. */
export const HOLDABLE_CHOICES = CLASSES.flatMap((name) => {
  const value = holdableOf(name);
  return value ? [{ value, label: CLASS_LABELS[value] }] : [];
});

const changeWords = (word: string, policy: HoldPolicy | undefined): string => {
  if (!policy) return `${word} by more than its legal entity lets pass`;
  const { change_percent, minimum_minor, currency } = policy;
  return `${word} by more than ${change_percent} % and at least ${moneyText(minimum_minor, currency)}`;
};

const outlierWords = (policy: HoldPolicy | undefined): string => {
  if (!policy) return 'more than its legal entity lets pass';
  const { outlier_times, outlier_minor, currency } = policy;
  const rules = [
    ...(outlier_times === null ? [] : [`more than ${outlier_times} times the list price of its plans`]),
    ...(outlier_minor === null ? [] : [`more than ${moneyText(outlier_minor, currency)}`]),
  ];
  return rules.join(', or ') || 'nobody looks for these';
};

/** What a class is, in one line; by the policy, where all legal entities have one. */
export const classWords = (name: ClassName, policy: HoldPolicy | undefined): string => {
  const words: Readonly<Record<ClassName, string>> = {
    outlier: outlierWords(policy),
    negative: 'more is given back than charged',
    zero: 'what is given back is what is charged',
    up: changeWords('more', policy),
    down: changeWords('less', policy),
    new: 'had no bill a period before',
    gone: 'had a bill a period before; service goes on, and none is made now',
    ended: 'had a bill a period before; service ended',
    unbillable: 'something is wrong with its data: no bill is made until that is mended',
    same: 'as a period before, or nearly',
  };
  return words[name];
};

const percent = new Intl.NumberFormat(locale, {
  style: 'percent',
  maximumFractionDigits: 1,
  signDisplay: 'exceptZero',
});

/** How a sum changed: `+0.8 %`; a dash where there was nothing before. */
export const changeText = (now: number, before: number): string =>
  before === 0 ? '–' : percent.format((now - before) / Math.abs(before));

/** How the bills of a run compare with those before, in one currency. */
export interface Comparison {
  readonly currency: string;
  readonly accounts: number;
  readonly before_accounts: number;
  readonly now_minor: number;
  readonly before_minor: number;
}

const hasBill = ({ class: name }: ClassSum): boolean => name === 'same' || holdableOf(name) !== undefined;

/** All classes together, by currency. */
export const compared = (classes: readonly ClassSum[]): Comparison[] =>
  [...Map.groupBy(classes, ({ currency }) => currency)].map(([currency, of]) => ({
    currency,
    accounts: of.reduce((n, each) => n + (hasBill(each) ? each.accounts : 0), 0),
    before_accounts: of.reduce((n, each) => n + each.before_accounts, 0),
    now_minor: of.reduce((n, each) => n + each.now_minor, 0),
    before_minor: of.reduce((n, each) => n + each.before_minor, 0),
  }));

const SECOND_MS = 1000;

/** How fast a run is and what remains: `812 accounts a second, about 7 s left`. */
export const paceText = ({ done, due, worked_ms }: Pick<BillRunPage, 'done' | 'due' | 'worked_ms'>): string => {
  if (done === 0 || worked_ms === 0) return 'It begins …';
  const perSecond = (done * SECOND_MS) / worked_ms;
  const left = Math.max(0, due - done) / perSecond;
  return `${countText(Math.max(1, Math.round(perSecond)))} accounts a second, about ${durationText(Math.ceil(left))} left`;
};

import type { PreviewTerms } from '@isp/server/contract/flows';
import type { GetPriceChange } from '@isp/server/contract/views';
import type { Reply } from '../api/contract.ts';
import { countText, dayText, moneyText } from '../kit/format.ts';

export type PriceChange = Reply<typeof GetPriceChange>;
export type Preview = Reply<typeof PreviewTerms>;

const countOf = (count: number, one: string): string => `${countText(count)} ${one}${count === 1 ? '' : 's'}`;

/** `+€300.00 a month`, of a difference. */
export const changeText = (before_minor: number, after_minor: number, currency: string): string =>
  `${after_minor < before_minor ? '−' : '+'}${moneyText(Math.abs(after_minor - before_minor), currency)}`;

/** What a step of rises is called. */
export const STEP_WORDS: Readonly<Record<Preview['steps'][number]['step'], string>> = {
  down: 'less',
  same: 'the same price',
  'to-2': 'up to 2 %',
  'to-5': 'up to 5 %',
  'to-10': 'up to 10 %',
  'to-20': 'up to 20 %',
  'to-50': 'up to 50 %',
  'above-50': 'more than 50 %',
  free: 'were free',
};

const KEPT_WORDS: Readonly<Record<Preview['kept'][number]['why'], string>> = {
  'own-price': 'have a price of their own',
  ends: 'end before',
  planned: 'are to have another plan',
  cycle: 'have periods of another length',
  bundle: 'are parts of a bundle, whose price it is',
};

/** Whom a price would hit, in a sentence. */
export const hitText = ({ subscriptions, accounts, first_on, last_on }: Preview): string => {
  if (subscriptions === 0 || first_on === null || last_on === null) return 'It hits no running subscription.';
  const when = first_on === last_on ? `on ${dayText(first_on)}` : `from ${dayText(first_on)} to ${dayText(last_on)}`;
  return `It hits ${countOf(subscriptions, 'subscription')} of ${countOf(accounts, 'account')}, each at the beginning of a period, ${when}.`;
};

/** Who keeps the old terms, and who gets the new ones late, in sentences; empty when nobody does. */
export const exceptText = ({ kept, guaranteed }: Preview): string =>
  [
    kept.length === 0
      ? ''
      : `Left alone: ${kept.map(({ why, subscriptions }) => `${countText(subscriptions)} ${KEPT_WORDS[why]}`).join(', ')}.`,
    guaranteed === 0 ? '' : `${countText(guaranteed)} of them only when the term that guarantees their price is over.`,
  ]
    .filter(Boolean)
    .join(' ');

const STATES: Readonly<Record<PriceChange['state'], string>> = {
  planning: 'being planned',
  planned: 'planned',
  'in-force': 'in force',
  'taking-back': 'being taken back',
  'taken-back': 'taken back',
};
const BADGES: Readonly<Record<PriceChange['state'], string>> = {
  planning: 'running',
  planned: 'pending',
  'in-force': 'active',
  'taking-back': 'running',
  'taken-back': 'cancelled',
};

/** How a state of a price change looks: its badge and its words. */
export const stateOf = (state: PriceChange['state']) => ({ badge: BADGES[state], text: STATES[state] });

/** Whom it is for, in words. */
export const forText = ({
  up_to_version,
  plan_version,
  own_prices,
}: Pick<PriceChange, 'up_to_version' | 'plan_version' | 'own_prices'>): string =>
  `${up_to_version === plan_version - 1 ? 'all older versions' : `versions up to ${up_to_version}`}; prices of their own are ${own_prices}`;

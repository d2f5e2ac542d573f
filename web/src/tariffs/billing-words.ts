import { moneyText } from '../kit/format.ts';
import type { Terms } from './plan-sentence.ts';

type Phase = Terms['phases'][number];

/** The choices of how a plan is billed, as one reads and chooses them. */
export const BILLING_WORDS = {
  upgrade: { now: 'at once', 'period-end': 'with the next period' },
  downgrade: { now: 'at once', 'period-end': 'with the next period' },
  adjustments: {
    'credit-now': 'a credit note at once',
    'credit-next-invoice': 'off the next invoice',
    refund: 'paid out',
    none: 'not given back',
  },
  proration: {
    day: 'to the day',
    second: 'to the second',
    '30-day': 'to the day, 30 days a month',
    full: 'a begun period whole',
    none: 'whole periods only',
  },
  first_part: { separately: 'on its own', 'with-next': 'with the first whole period' },
  termination: { exclusive: 'not charged', inclusive: 'charged' },
  rounding: { 'half-up': 'half a cent up', 'half-even': 'half a cent to the even one' },
} as const;

const countText = (phase: Phase): string => {
  const [count, unit] = phase.days === undefined ? [phase.cycles ?? 0, 'period'] : [phase.days, 'day'];
  if (count === 1) return unit;
  return `${count > 0 ? count : '…'} ${unit}s`;
};

const phaseText = (phase: Phase, isFirst: boolean, currency: string): string => {
  const price = phase.price_minor === 0 ? 'free' : `at ${moneyText(phase.price_minor, currency)}`;
  const count = countText(phase);
  if (isFirst) return `the first ${count} ${price}`;
  return `then ${count.endsWith('s') ? count : `1 ${count}`} ${price}`;
};

/** The prices at the beginning: `the first 10 days free, then 3 periods at €9.90`; `none` without any. */
export const phasesText = ({ phases, currency }: Pick<Terms, 'phases' | 'currency'>): string =>
  phases.length === 0 ? 'none' : phases.map((phase, i) => phaseText(phase, i === 0, currency)).join(', ');

const CHARGED = {
  day: ' and are charged to the day',
  second: ' and are charged to the second',
  '30-day': ' and are charged to the day, at 30 days a month',
  full: '',
  none: '',
} as const;

const PARTS = {
  day: '',
  second: 'Parts of a period are charged to the second.',
  '30-day': 'Parts of a period are charged to the day, at 30 days a month.',
  full: 'A begun period is charged whole.',
  none: 'Only whole periods are charged.',
} as const;

const changeWords = ({ upgrade, downgrade, proration }: Terms): string => {
  const now = `take effect at once${CHARGED[proration]}`;
  const wait = 'wait for the next period';
  if (upgrade === downgrade) return `Upgrades and downgrades ${upgrade === 'now' ? now : wait}.`;
  return upgrade === 'now' ? `Upgrades ${now}; downgrades ${wait}.` : `Downgrades ${now}; upgrades ${wait}.`;
};

const partWords = ({ upgrade, downgrade, proration }: Terms): string => {
  const isSaid = CHARGED[proration] !== '' && (upgrade === 'now' || downgrade === 'now');
  return isSaid ? '' : PARTS[proration];
};

const UNUSED = { day: 'days', second: 'time', '30-day': 'days', full: 'periods', none: 'periods' } as const;

const unusedWords = ({ adjustments, proration, timing }: Terms): string => {
  if (timing === 'arrears') return '';
  const unused = `Unused ${UNUSED[proration]}`;
  const isOne = UNUSED[proration] === 'time';
  const back = {
    'credit-now': `${isOne ? 'comes' : 'come'} back as a credit note`,
    'credit-next-invoice': `${isOne ? 'comes' : 'come'} off the next invoice`,
    refund: `${isOne ? 'is' : 'are'} paid out`,
    none: `${isOne ? 'is' : 'are'} not given back`,
  } as const;
  return `${unused} ${back[adjustments]}.`;
};

/** How a plan is billed, as one would say it: plan changes and unused days, and what else is not the usual. */
export const billingSentence = (terms: Terms): string =>
  [
    changeWords(terms),
    partWords(terms),
    unusedWords(terms),
    terms.first_part === 'with-next' ? 'A first part is charged with the first whole period.' : '',
    terms.termination === 'inclusive' ? 'The day it ends is charged too.' : '',
    terms.bill_suspended ? 'It is charged while suspended too.' : '',
  ]
    .filter((words) => words !== '')
    .join(' ');

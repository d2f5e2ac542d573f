import { minorUnitsIn } from '../kit/money-text.ts';
import type { Terms } from './plan-sentence.ts';

type Limit = Terms['limits'][number];
type Step = Terms['fair_use'][number];
type Hours = Terms['hours'][number];
type Typed = number | string;

interface TypedSpeed {
  rate_down_kbps: Typed;
  rate_up_kbps: Typed;
}

/** A limit as it is typed: volume in GB, time in hours, money in major units, speeds in Mbit/s. */
export type LimitValues = Pick<Limit, 'what' | 'direction' | 'per' | 'action'> & TypedSpeed & { amount: Typed };
/** A step of fair use as it is typed. */
export type StepValues = Pick<Step, 'direction' | 'per'> & TypedSpeed & { after: Typed };
/** Hours as they are typed: days by their number as text, as boxes that are ticked give them. */
export type HoursValues = Pick<Hours, 'from' | 'to' | 'free'> & TypedSpeed & { days: string[] };

/** The lists of a plan's terms as they are typed. */
export type LimitsValues = {
  limits: LimitValues[];
  fair_use: StepValues[];
  hours: HoursValues[];
};

const KBPS = 1000;
const UNIT = { data: 1_000_000_000, time: 3600 } as const;

const unitOf = (what: Limit['what'], currency: string): number =>
  what === 'money' ? minorUnitsIn(currency) : UNIT[what];

export const NEW_LIMIT: LimitValues = {
  what: 'data',
  direction: 'both',
  per: 'month',
  amount: '',
  action: 'wall',
  rate_down_kbps: '',
  rate_up_kbps: '',
};
export const NEW_STEP: StepValues = {
  direction: 'both',
  per: 'month',
  after: '',
  rate_down_kbps: '',
  rate_up_kbps: '',
};
export const NEW_HOURS: HoursValues = {
  days: ['1', '2', '3', '4', '5', '6', '7'],
  from: '00:00',
  to: '06:00',
  free: true,
  rate_down_kbps: '',
  rate_up_kbps: '',
};

const typedSpeed = (of: Pick<Limit, 'rate_down_kbps' | 'rate_up_kbps'>): TypedSpeed => ({
  rate_down_kbps: of.rate_down_kbps === null ? '' : of.rate_down_kbps / KBPS,
  rate_up_kbps: of.rate_up_kbps === null ? '' : of.rate_up_kbps / KBPS,
});

/** The lists of a version, to be typed over. */
export const typedLimits = ({
  limits,
  fair_use,
  hours,
  currency,
}: Pick<Terms, 'limits' | 'fair_use' | 'hours' | 'currency'>): LimitsValues => ({
  limits: limits.map((l) => ({ ...l, ...typedSpeed(l), amount: l.amount / unitOf(l.what, currency) })),
  fair_use: fair_use.map((s) => ({ ...s, ...typedSpeed(s), after: s.after / UNIT.data })),
  hours: hours.map((h) => ({ ...h, ...typedSpeed(h), days: h.days.map(String) })),
});

const measured = (value: Typed, unit: number): number => Math.round(Number(value) * unit);
const speed = (value: Typed): number | null => (String(value).trim() === '' ? null : measured(value, KBPS));
const speedsOf = (of: TypedSpeed) => ({
  rate_down_kbps: speed(of.rate_down_kbps),
  rate_up_kbps: speed(of.rate_up_kbps),
});
const NO_SPEED = { rate_down_kbps: null, rate_up_kbps: null } as const;

const limitOf = (l: LimitValues, currency: string): Limit => {
  const isOfSession = l.per === 'session';
  const action = isOfSession ? 'deny' : l.action;
  return {
    what: l.what,
    direction: l.what !== 'data' || isOfSession ? 'both' : l.direction,
    per: l.per,
    amount: measured(l.amount, unitOf(l.what, currency)),
    action,
    ...(action === 'slow' ? speedsOf(l) : NO_SPEED),
  };
};

/** The lists that were typed, as terms. */
export const limitsOf = (values: LimitsValues, currency: string): Pick<Terms, 'limits' | 'fair_use' | 'hours'> => ({
  limits: values.limits.map((l) => limitOf(l, currency)),
  fair_use: values.fair_use.map((s) => ({
    direction: s.direction,
    per: s.per,
    after: measured(s.after, UNIT.data),
    rate_down_kbps: speed(s.rate_down_kbps) ?? 0,
    rate_up_kbps: speed(s.rate_up_kbps) ?? 0,
  })),
  hours: values.hours.map((h) => ({
    days: h.days.map(Number).sort((a, b) => a - b),
    from: h.from,
    to: h.to,
    free: h.free,
    ...speedsOf(h),
  })),
});

const isMore = (value: Typed): boolean => Number(value) > 0;
const amountProblem = (value: Typed) => (isMore(value) ? null : 'write how much');
const speedProblem = (value: Typed) => (isMore(value) ? null : 'write a speed');
const isSlow = (values: LimitsValues, path: string): boolean => {
  const limit = values.limits[Number(path.split('.')[1])];
  return limit?.action === 'slow' && limit.per !== 'session';
};
const slowProblem = (value: Typed, values: LimitsValues, path: string) =>
  isSlow(values, path) ? speedProblem(value) : null;

/** What is wrong with typed lists, by field. */
export const limitsProblems = {
  limits: { amount: amountProblem, rate_down_kbps: slowProblem, rate_up_kbps: slowProblem },
  fair_use: { after: amountProblem, rate_down_kbps: speedProblem, rate_up_kbps: speedProblem },
  hours: { days: (days: string[]) => (days.length > 0 ? null : 'choose at least one day') },
};

/**
 * The book of customers: who they are, when they come, what they take, how they pay, when they go. It follows from the seed alone, so that a demo
 * that is started again knows its people; what became of them is in the database.
 */
import { addDays, type Day, daysBetween } from '@isp/values';
import { NOTES, staticAddress } from './catalogue.ts';
import { type Chance, chance } from './chance.ts';
import { asciiName, invent, type Particulars } from './names.ts';

/** How somebody pays. `card` is charged on the day, `bouncing` takes the money back now and then, `never` stops for good on a day. */
export type Habit = 'prompt' | 'card' | 'late' | 'very-late' | 'generous' | 'bouncing' | 'never';

export interface Customer {
  readonly index: number;
  readonly particulars: Particulars;
  readonly username: string;
  readonly password: string;
  readonly plan: string;
  readonly join_on: Day;
  readonly price_override_minor: number | null;
  readonly static_ip: string | null;
  /** Has fixed addresses as a second subscription. */
  readonly addresses: boolean;
  readonly habit: Habit;
  /** From this day on a `never` pays nothing more. */
  readonly stops_on: Day;
  /** Whether they have TV and telephone, too. */
  readonly tv: boolean;
  /** How much of what is typical for the plan they use. */
  readonly appetite: number;
  readonly router: number;
  readonly change: { readonly on: Day; readonly plan: string } | undefined;
  readonly leave_on: Day | undefined;
  readonly pause: { readonly from: Day; readonly to: Day } | undefined;
  readonly note: { readonly on: Day; readonly body: string } | undefined;
}

/** A demo's size and luck. Its history is of the days from `from` up to, not with, `to`. */
export interface Scope {
  readonly seed: number;
  readonly accounts: number;
  readonly from: Day;
  readonly to: Day;
}

const HOMES = [
  [24, 'HOME-50'],
  [24, 'HOME-100'],
  [16, 'FIBRE-250'],
  [7, 'FIBRE-1000'],
  [8, 'AIR-16'],
  [11, 'AIR-50'],
  [5, 'AIR-100'],
  [5, 'HOME-50-YEAR'],
] as const;
const BUSINESSES = [
  [55, 'BIZ-100'],
  [30, 'BIZ-500'],
  [15, 'BIZ-1000'],
] as const;
const HABITS = [
  [60, 'prompt'],
  [18, 'card'],
  [9, 'late'],
  [3.5, 'very-late'],
  [3, 'generous'],
  [1.5, 'bouncing'],
  [5, 'never'],
] as const;
const STEP_UP: Readonly<Record<string, string>> = {
  'HOME-50': 'HOME-100',
  'HOME-100': 'FIBRE-250',
  'FIBRE-250': 'FIBRE-1000',
  'FIBRE-1000': 'FIBRE-250',
  'AIR-16': 'AIR-50',
  'AIR-50': 'AIR-100',
  'BIZ-100': 'BIZ-500',
  'BIZ-500': 'BIZ-1000',
};

const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';
const MIGRATED = 0.58;
const MIGRATION_DAYS = 28;

const days = ({ from, to }: Scope): number => daysBetween(from, to);

/** A little more than half were customers from the beginning and were moved over in the first four weeks; the others came since. */
const joinDay = (scope: Scope, luck: Chance): Day => {
  const last = days(scope) - 1;
  const after = luck.happens(MIGRATED) ? luck.whole(0, Math.min(MIGRATION_DAYS - 1, last)) : luck.whole(0, last);
  return addDays(scope.from, after);
};

/** A day between `least` days after joining and the end, when there is one. */
const dayAfter = (scope: Scope, join: Day, least: number, luck: Chance): Day | undefined => {
  const room = days({ ...scope, from: join }) - least;
  return room > 0 ? addDays(join, least + luck.whole(0, room - 1)) : undefined;
};

const when = <T>(likely: boolean, on: Day | undefined, make: (on: Day) => T): T | undefined =>
  likely && on ? make(on) : undefined;

/** A `never` stopped paying in the last months: some of them are on their way out, some are walled in, some only owe so far. */
const stopDay = (scope: Scope, luck: Chance): Day => addDays(scope.to, -luck.whole(24, 135));

const usernames = () => {
  const taken = new Map<string, number>();
  return (particulars: Particulars): string => {
    const base = asciiName(particulars.name);
    const count = (taken.get(base) ?? 0) + 1;
    taken.set(base, count);
    return count === 1 ? base : `${base}${count}`;
  };
};

const TV_EVERY = 5;

const customer = (scope: Scope, index: number, nameOf: (particulars: Particulars) => string): Customer => {
  const luck = chance(scope.seed, 'customer', index);
  const kind = luck.happens(0.16) ? 'company' : 'person';
  const particulars = invent(luck, kind);
  const plan = kind === 'company' ? luck.weighted(BUSINESSES) : luck.weighted(HOMES);
  const join_on = joinDay(scope, luck);
  const up = STEP_UP[plan];
  const habit = luck.weighted(HABITS);
  const stops_on = stopDay(scope, luck);
  const leaves = habit === 'never' ? addDays(stops_on, 80) : dayAfter(scope, join_on, 70, luck);
  const leave_on =
    leaves && leaves > addDays(join_on, 60) && leaves < scope.to && (habit === 'never' || luck.happens(0.06))
      ? leaves
      : undefined;
  return {
    index,
    particulars,
    username: nameOf(particulars),
    password: Array.from({ length: 10 }, () => luck.pick([...LETTERS])).join(''),
    plan,
    join_on,
    price_override_minor: luck.happens(0.04) && kind === 'person' && plan !== 'HOME-50-YEAR' ? 1990 : null,
    static_ip: kind === 'company' ? staticAddress(index + 1) : null,
    addresses: kind === 'company' && luck.happens(0.3),
    tv: kind === 'person' && index % TV_EVERY === 0,
    habit,
    stops_on,
    appetite: luck.around(0.45),
    router: luck.weighted([
      [45, 0],
      [35, 1],
      [20, 2],
    ]),
    change: when(
      up !== undefined && leave_on === undefined && luck.happens(0.09),
      dayAfter(scope, join_on, 40, luck),
      (on) => ({ on, plan: up ?? plan }),
    ),
    leave_on,
    pause: when(
      leave_on === undefined && habit === 'card' && luck.happens(0.08),
      dayAfter(scope, join_on, 20, luck),
      (on) => ({ from: on, to: addDays(on, luck.whole(7, 40)) }),
    ),
    note: when(luck.happens(0.16), dayAfter(scope, join_on, 1, luck), (on) => ({ on, body: luck.pick(NOTES) })),
  };
};

/** The number of the account that a customer is given in an empty database. */
export const accountNumber = ({ index }: Pick<Customer, 'index'>): string => `A${100_001 + index}`;

/** Everybody, in the order they come. */
export const customers = (scope: Scope): Customer[] => {
  const nameOf = usernames();
  const all = Array.from({ length: scope.accounts }, (_, index) => customer(scope, index, nameOf));
  return all
    .sort((a, b) => (a.join_on === b.join_on ? a.index - b.index : a.join_on < b.join_on ? -1 : 1))
    .map((one, index) => ({ ...one, index }));
};

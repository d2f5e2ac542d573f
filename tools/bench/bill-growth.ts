import { runBills } from '../../server/src/flows/run-bills.ts';
import { system } from '../../server/src/kernel/actor.ts';
import { type Pace, paced } from './bill-run.ts';
import { fill, monthOf } from './fill.ts';
import { type Bench, median, type Run } from './measure.ts';
import { openPlatform, type Platform } from './platform.ts';

interface Size {
  readonly accounts: number;
  /** Months billed and counted, after a first one. */
  readonly rounds: number;
}

const SIZES: readonly Size[] = [
  { accounts: 1000, rounds: 5 },
  { accounts: 10_000, rounds: 5 },
  { accounts: 100_000, rounds: 3 },
  { accounts: 1_000_000, rounds: 1 },
];
const QUICK: readonly Size[] = [
  { accounts: 200, rounds: 2 },
  { accounts: 2000, rounds: 2 },
];
/** What the others are held against. */
const SECOND = 1;
const QUARTERS = 10;

const billMonth = async ({ kernel }: Platform, month: number, accounts: number): Promise<void> => {
  const { invoices, held } = await runBills(kernel, system('bench'), { as_of: monthOf(month), dry_run: false });
  if (invoices !== accounts || held.length > 0)
    throw new Error(`rejected: ${invoices} invoices and ${held.length} held of ${accounts} accounts`);
};

/** Bills so many accounts, each month of a database of its own, which is gone afterwards. */
const grow = async (run: Run, { accounts, rounds }: Size): Promise<Pace[]> => {
  const undo: (() => Promise<unknown>)[] = [];
  const own: Run = { ...run, afterwards: (one) => void undo.push(one) };
  try {
    const platform = await openPlatform(own);
    await fill(platform, { accounts, seed: run.seed, usage: { months: rounds, quarters: QUARTERS } });
    const paces: Pace[] = [];
    for (let month = 0; month <= rounds; month++)
      paces.push(await paced(platform, accounts, () => billMonth(platform, month, accounts)));
    run.say(
      `${accounts} accounts: ${paces.map(({ rate, cpu_us }) => `${Math.round(rate)}/s ${Math.round(cpu_us)} µs`).join(', ')}`,
    );
    return paces.slice(1);
  } finally {
    for (let one = undo.pop(); one; one = undo.pop()) await one();
  }
};

const COUNTS = new Intl.NumberFormat('en-US');

/** What an invoice costs where there are a thousand accounts and where there are a million. */
export const billGrowth: Bench = {
  name: 'bill-growth',
  run: async (run) => {
    const sizes = run.quick ? QUICK : SIZES;
    const found: { readonly size: Size; readonly paces: readonly Pace[] }[] = [];
    for (const size of sizes) found.push({ size, paces: await grow(run, size) });
    const against = found[SECOND];
    if (against === undefined) throw new Error('there is nothing to hold the sizes against');
    const mark = `at ${COUNTS.format(against.size.accounts)}`;
    const row = (what: string, unit: string, of: (pace: Pace) => number, less: boolean) =>
      found.map(({ size, paces }) => ({
        bench: 'bill-growth',
        what: `${COUNTS.format(size.accounts)} accounts: ${what}`,
        unit,
        ours: paces.map(of),
        mark,
        theirs: paces.map(() => median(against.paces.map(of))),
        less,
      }));
    return {
      rows: [
        ...row('CPU of an invoice, with the database', 'µs', ({ cpu_us }) => cpu_us, true),
        ...row('billed', 'invoices/s', ({ rate }) => rate, false),
      ],
      remarks: [
        'as `bill-run`, each size in a database of its own, its first month not counted. A thousand accounts are one chunk, which nothing is done beside.',
      ],
    };
  },
};

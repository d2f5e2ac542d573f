import type { Day } from '@isp/values';
import { previewInvoice } from '../../server/src/flows/bill-period.ts';
import { runBills } from '../../server/src/flows/run-bills.ts';
import { system } from '../../server/src/kernel/actor.ts';
import { transact } from '../../server/src/kernel/ctx.ts';
import { sql } from '../../server/src/kernel/db.ts';
import { makeBareTables, openBareSessions, rowsOfRun } from './bare-insert.ts';
import { cpuMicroseconds } from './cpu.ts';
import { fill, monthOf } from './fill.ts';
import { type Bench, quantile, type Row, type Run } from './measure.ts';
import { openPlatform, type Platform } from './platform.ts';
import { profiled } from './profile.ts';

const ACTOR = system('bench');
/** Invoices a transaction of the bare inserts. */
const CHUNK = 2000;

interface Size {
  readonly accounts: number;
  readonly rounds: number;
  readonly quarters: number;
  readonly previews: number;
}

const SIZE: Size = { accounts: 50_000, rounds: 4, quarters: 10, previews: 1000 };
const QUICK: Size = { accounts: 2000, rounds: 2, quarters: 4, previews: 50 };

/** Invoices a second, and what each took of the CPU, with the database's share. */
export interface Pace {
  readonly rate: number;
  readonly cpu_us: number;
}

type Times = readonly [p50: number, p99: number];

interface Round {
  readonly dry: Pace;
  readonly run: Pace;
  readonly two: Pace;
  readonly one: Pace;
  readonly preview: Times;
  readonly nothing: Times;
}

/** Times work on so many invoices, from a checkpoint on. */
export const paced = async (
  { client, postgres_pid }: Platform,
  invoices: number,
  work: () => Promise<unknown>,
): Promise<Pace> => {
  await client.query('checkpoint');
  const pids = [process.pid, postgres_pid];
  const [began, before] = [performance.now(), cpuMicroseconds(pids)];
  await work();
  return { rate: (invoices / (performance.now() - began)) * 1000, cpu_us: (cpuMicroseconds(pids) - before) / invoices };
};

/** Bills a month, which must come to one invoice for each account; gives the run's id. */
const bill = async ({ kernel }: Platform, as_of: Day, dry_run: boolean, accounts: number): Promise<string> => {
  const { invoices, held, runs } = await runBills(kernel, ACTOR, { as_of, dry_run });
  if (invoices !== accounts || held.length > 0)
    throw new Error(`rejected: ${invoices} invoices and ${held.length} held of ${accounts} accounts`);
  return runs[0] ?? '';
};

const timed = async (times: number, work: (i: number) => Promise<unknown>): Promise<Times> => {
  const taken: number[] = [];
  for (let i = 0; i < times; i++) {
    const began = performance.now();
    await work(i);
    taken.push((performance.now() - began) * 1000);
  }
  taken.sort((a, b) => a - b);
  return [quantile(taken, 0.5), quantile(taken, 0.99)];
};

const previews = async ({ kernel, client }: Platform, as_of: Day, times: number) => {
  const { rows } = await client.query<{ id: string }>('select id from crm.account order by md5(id::text) limit $1', [
    times,
  ]);
  const reading = { read_only: true };
  const nothing = await timed(times, () => transact(kernel, ACTOR, (ctx) => sql`select 1`.execute(ctx.tx), reading));
  const preview = await timed(times, (i) =>
    transact(kernel, ACTOR, (ctx) => previewInvoice(ctx, rows[i]?.id ?? '', as_of), reading),
  );
  return { nothing, preview };
};

const measure = async (run: Run, platform: Platform, size: Size): Promise<Round[]> => {
  const { accounts } = size;
  await makeBareTables(platform.client, 'bare_two');
  await makeBareTables(platform.client, 'bare_one');
  const two = await openBareSessions(run, platform.url, 'bare_two', 2);
  const one = await openBareSessions(run, platform.url, 'bare_one', 1);
  const rounds: Round[] = [];
  for (let round = 0; round <= size.rounds; round++) {
    const as_of = monthOf(round);
    const small = await previews(platform, as_of, size.previews);
    const dry = await paced(platform, accounts, () => bill(platform, as_of, true, accounts));
    let id = '';
    const real = await paced(platform, accounts, async () => {
      id = await profiled(round === size.rounds ? run.profiles : undefined, 'bill-run', () =>
        bill(platform, as_of, false, accounts),
      );
    });
    const chunks = await rowsOfRun(platform.client, id, CHUNK);
    const paces = {
      dry,
      run: real,
      two: await paced(platform, accounts, () => two.insert(chunks)),
      one: await paced(platform, accounts, () => one.insert(chunks)),
    };
    run.say(
      `${as_of}: ${Object.entries(paces)
        .map(([name, { rate }]) => `${name} ${Math.round(rate)}`)
        .join(', ')} invoices a second`,
    );
    if (round > 0) rounds.push({ ...paces, ...small });
  }
  return rounds;
};

type Compared = readonly [
  what: string,
  unit: string,
  ours: (r: Round) => number,
  mark: string,
  theirs: (r: Round) => number,
  extra?: Partial<Row>,
];

const BARE = 'the same rows inserted bare';
const NOTHING = 'a transaction that does nothing';
const LESS = { less: true } as const;

const comparisons = (run: string): readonly Compared[] => [
  [run, 'invoices/s', (r) => r.run.rate, `${BARE}, 2 sessions`, (r) => r.two.rate, { target: '≥ 0.4' }],
  [run, 'invoices/s', (r) => r.run.rate, `${BARE}, 1 session`, (r) => r.one.rate],
  [
    `${run}: CPU for each, with the database`,
    'µs',
    (r) => r.run.cpu_us,
    `${BARE}, 2 sessions`,
    (r) => r.two.cpu_us,
    LESS,
  ],
  ['dry run', 'invoices/s', (r) => r.dry.rate, 'the run itself', (r) => r.run.rate],
  ['preview of one account, median', 'µs', (r) => r.preview[0], NOTHING, (r) => r.nothing[0], LESS],
  ['preview of one account, 99 of 100', 'µs', (r) => r.preview[1], NOTHING, (r) => r.nothing[1], LESS],
];

const rowsOf = (rounds: readonly Round[], accounts: number): Row[] =>
  comparisons(`${accounts.toLocaleString('en-US')} accounts billed`).map(([what, unit, ours, mark, theirs, extra]) => ({
    bench: 'bill-run',
    what,
    unit,
    ours: rounds.map(ours),
    mark,
    theirs: rounds.map(theirs),
    ...extra,
  }));

const countRows = async ({ client }: Platform): Promise<string> => {
  const { rows } = await client.query<{ per: string; balance: string; gaps: string }>(
    `select round((select count(*) from billing.invoice_line)::numeric / n + (select count(*) from billing.posting)::numeric / n + 1, 1)::text as per,
       (select coalesce(sum(amount_minor), 0) from billing.posting)::text as balance, ((select max(substring(number from '\\d+$')::int) from billing.invoice) - n)::text as gaps
     from (select count(*)::int as n from billing.invoice) i`,
  );
  const { per, balance, gaps } = rows[0] ?? { per: '', balance: '', gaps: '' };
  if (balance !== '0' || gaps !== '0')
    throw new Error(`rejected: the ledger sums to ${balance}, ${gaps} numbers are missing`);
  return per;
};

/** A bill run by the real flow, against the speed at which the same rows go into tables that check nothing. */
export const billRun: Bench = {
  name: 'bill-run',
  run: async (run) => {
    const size = run.quick ? QUICK : SIZE;
    const platform = await openPlatform(run);
    await fill(platform, {
      accounts: size.accounts,
      seed: run.seed,
      usage: { months: size.rounds + 1, quarters: size.quarters },
    });
    const rounds = await measure(run, platform, size);
    const per = await countRows(platform);
    return {
      rows: rowsOf(rounds, size.accounts),
      remarks: [
        `one process; each round is a month: a month in advance, the month before’s use (${size.quarters} quarters of an hour each), 20 % tax; ${per} rows an invoice on average over all months (the first, not counted, has no use). Ours also finds who is due, moves each subscription on, and has that audited; the mark has the rows in memory, and tables with keys only. No number is missing and the ledger sums to zero.`,
      ],
    };
  },
};

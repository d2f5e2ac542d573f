import { catalogueOf, draftAccounts } from '../../server/src/flows/draft-bills.ts';
import { system } from '../../server/src/kernel/actor.ts';
import { transact } from '../../server/src/kernel/ctx.ts';
import { cpuMicroseconds } from './cpu.ts';
import { fill, monthOf } from './fill.ts';
import type { Bench } from './measure.ts';
import { openPlatform, type Platform } from './platform.ts';

interface Size {
  readonly accounts: number;
  /** Quarters of an hour in use, of a month. */
  readonly quarters: number;
  readonly rounds: number;
}
const SIZE: Size = { accounts: 500, quarters: 2880, rounds: 7 };
const QUICK: Size = { accounts: 20, quarters: 300, rounds: 2 };
/** Accounts of a statement. */
const CHUNK = 100;

/** A month of use without a break, a new session every six hours. */
const USE = `insert into aaa.usage_quarter (account_id, subscription_id, quarter_at, session_id, input_octets, output_octets)
  select s.account_id, s.id, '2026-01-01T00:00:00Z'::timestamptz + q * interval '15 minutes', ('00000000-0000-7000-8000-' || lpad(to_hex(q / 24), 12, '0'))::uuid, 1e7::bigint + q, 5e7::bigint + q
  from subscriptions.subscription s, generate_series(0, $1::int - 1) q order by s.account_id, s.id, q`;

/** Records a second of CPU, with the database's. */
const perCpuSecond = async (
  { postgres_pid }: Platform,
  records: number,
  work: () => Promise<unknown>,
): Promise<number> => {
  const pids = [process.pid, postgres_pid];
  const before = cpuMicroseconds(pids);
  await work();
  return (records / (cpuMicroseconds(pids) - before)) * 1e6;
};

/** Reads, sums, proves and rates all use of the month, and drafts the invoices of it. */
const rate = async ({ kernel }: Platform, ids: readonly string[]): Promise<void> => {
  for (let at = 0; at < ids.length; at += CHUNK) {
    const drafts = await transact(
      kernel,
      system('bench'),
      async ({ tx }) => draftAccounts(tx, ids.slice(at, at + CHUNK), await catalogueOf(tx), monthOf(1)),
      { read_only: true },
    );
    const rated = drafts.filter(({ invoice }) => invoice?.lines.some(({ kind }) => kind === 'usage'));
    if (rated.length !== Math.min(CHUNK, ids.length - at))
      throw new Error(`rejected: ${rated.length} accounts were rated`);
  }
};

/** How fast records of use become rated lines. */
export const rating: Bench = {
  name: 'rating',
  run: async (run) => {
    const { accounts, quarters, rounds } = run.quick ? QUICK : SIZE;
    const platform = await openPlatform(run);
    await fill(platform, { accounts, seed: run.seed });
    await platform.client.query(USE, [quarters]);
    await platform.client.query('vacuum analyze');
    const { rows } = await platform.client.query<{ id: string }>('select id from crm.account order by id');
    const ids = rows.map(({ id }) => id);
    const records = accounts * quarters;
    const ours: number[] = [];
    const theirs: number[] = [];
    for (let round = 0; round <= rounds; round++) {
      const rated = await perCpuSecond(platform, records, () => rate(platform, ids));
      const summed = await perCpuSecond(platform, records, () =>
        platform.client.query(
          'select account_id, sum(input_octets + output_octets) from aaa.usage_quarter group by account_id',
        ),
      );
      if (round === 0) continue;
      ours.push(rated);
      theirs.push(summed);
    }
    return {
      rows: [
        {
          bench: 'rating',
          what: 'records of use read, summed by session, proven by a check sum, rated and drafted',
          unit: 'records/s of one core',
          ours,
          mark: 'the same records summed by account, one statement over the whole table',
          theirs,
        },
      ],
      remarks: [
        `${accounts} accounts with ${quarters} quarters of an hour each in one month, in ${Math.ceil(quarters / 24)} sessions, ${CHUNK} accounts at a time; CPU of the process and of the database together. The aim is 1,000,000 records a second of one core.`,
      ],
    };
  },
};

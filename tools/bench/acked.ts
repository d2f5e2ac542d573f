import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';

/** What of the acknowledged records is not as it must be in our tables. All zero when nothing was lost and nothing counted twice. */
export interface Verdict {
  readonly records: number;
  readonly sessions: number;
  /** Not there at all. */
  readonly lost: number;
  /** Fewer octets than were acknowledged. */
  readonly short: number;
  /** Its Stop was acknowledged, and it is open. */
  readonly unstopped: number;
  /** Stopped with other octets than its Stop said. */
  readonly wrong: number;
  /** There more than once. */
  readonly doubled: number;
  /** Its quarters of an hour do not sum up to its octets. */
  readonly miscounted: number;
}

interface Acked {
  kind: string;
  input: bigint;
  output: bigint;
}

interface Stored {
  readonly name: string;
  readonly input: string;
  readonly output: string;
  readonly stopped: boolean;
  readonly counted: string;
  readonly rows: number;
}

const readAcked = async (file: string): Promise<{ records: number; last: Map<string, Acked> }> => {
  const last = new Map<string, Acked>();
  let records = 0;
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const [name = '', kind = '', input = '0', output = '0'] = line.split('\t');
    records++;
    last.set(name, { kind, input: BigInt(input), output: BigInt(output) });
  }
  return { records, last };
};

const STORED = `select encode(s.acct_session_id, 'escape') as name, max(s.input_octets)::text as input, max(s.output_octets)::text as output,
    bool_and(s.stopped_at is not null) as stopped, coalesce(sum(u.octets), 0)::text as counted, count(*)::int as rows
  from aaa.any_session s
  left join (select session_id, sum(input_octets + output_octets) as octets from aaa.usage_quarter group by 1) u on u.session_id = s.id
  where encode(s.acct_session_id, 'escape') like $1 || '-%' group by 1`;

const faultOf = (acked: Acked, stored: Stored | undefined): keyof Verdict | undefined => {
  if (stored === undefined) return 'lost';
  if (stored.rows > 1) return 'doubled';
  const [input, output] = [BigInt(stored.input), BigInt(stored.output)];
  if (input + output !== BigInt(stored.counted)) return 'miscounted';
  if (acked.kind !== 'Stop') return input < acked.input || output < acked.output ? 'short' : undefined;
  if (!stored.stopped) return 'unstopped';
  return input === acked.input && output === acked.output ? undefined : 'wrong';
};

/** Resolves when every record acknowledged so far has its row: in a peak they are acknowledged before (docs/decisions/0022). */
export const allWritten = async (client: pg.Client): Promise<void> => {
  for (;;) {
    const { rows } = await client.query<{ left: string }>('select count(*)::text as left from aaa.record_journal');
    if (rows[0]?.left === '0') return;
    await sleep(5);
  }
};

/** Compares radload's log of acknowledged records, of the run whose session ids begin with `runId`, with what the tables hold. */
export const checkAcked = async (client: pg.Client, file: string, runId: string): Promise<Verdict> => {
  const { records, last } = await readAcked(file);
  await allWritten(client);
  const { rows } = await client.query<Stored>(STORED, [runId]);
  const stored = new Map(rows.map((row) => [row.name, row]));
  const found = { lost: 0, short: 0, unstopped: 0, wrong: 0, doubled: 0, miscounted: 0 };
  for (const [name, acked] of last) {
    const fault = faultOf(acked, stored.get(name));
    if (fault !== undefined) found[fault as keyof typeof found]++;
  }
  return { records, sessions: last.size, ...found };
};

/** True when every acknowledged record is in the tables, once. */
export const isClean = ({ records, sessions, ...faults }: Verdict): boolean =>
  records > 0 && sessions > 0 && Object.values(faults).every((n) => n === 0);

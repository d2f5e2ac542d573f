import type { Day, Id, Instant } from '@isp/values';
import { sql, type Tx } from '../../kernel/db.ts';
import { type Listing, type Page, paginate } from '../../kernel/page.ts';
import type { BillRun } from '../contract.ts';

interface NewRun {
  readonly id: Id;
  readonly as_of: Day;
  readonly zone: string;
  readonly due: number;
  readonly started_by: string;
  readonly started_at: Instant;
}

/** One beginning of a run; it is over for good when a later one took the run up. */
export interface Attempt {
  readonly id: Id;
  readonly attempt: number;
}

/** Runs that have not ended, or were cut off. */
export const openRuns = (tx: Tx) =>
  tx.selectFrom('billing.bill_run').select(['id', 'attempt', 'as_of', 'zone']).where('state', '=', 'running').execute();

/** True when an attempt is still the last of its run; none takes the run up before this transaction ends. */
export const holdAttempt = async (tx: Tx, { id, attempt }: Attempt): Promise<boolean> => {
  const { rows } = await sql`
    select 1 from billing.bill_run where id = ${id} and attempt = ${attempt} and state = 'running' for share`.execute(
    tx,
  );
  return rows.length > 0;
};

/** Begins a run, or takes up the one of this zone and day that was cut off, once its last piece has ended; none where nothing is due and none was cut off. */
export const insertRun = async (tx: Tx, run: NewRun): Promise<(BillRun & Attempt) | undefined> => {
  const { rows } = await sql<BillRun & Attempt>`
    insert into billing.bill_run as r (id, as_of, zone, due, state, started_by, started_at)
    select ${run.id}::uuid, ${run.as_of}::date, ${run.zone}::text, ${run.due}::integer, 'running', ${run.started_by}::text, ${run.started_at}::timestamptz
    where ${run.due} > 0 or exists (select 1 from billing.bill_run o where o.as_of = ${run.as_of} and o.zone = ${run.zone} and o.state = 'running')
    on conflict (as_of, zone) where state = 'running' do update set due = greatest(r.due, excluded.due), attempt = r.attempt + 1
    returning *`.execute(tx);
  return rows[0];
};

interface FinishedRun extends Attempt {
  readonly state: 'done' | 'failed';
  readonly held: number;
  readonly error: string | null;
  readonly finished_at: Instant;
}

/** Closes a run; its invoices are counted where they are, so those of an attempt that was cut off count too. */
export const closeRun = async (tx: Tx, run: FinishedRun): Promise<BillRun | undefined> => {
  const { rows } = await sql<BillRun>`
    update billing.bill_run r set state = ${run.state}, held = ${run.held}, error = ${run.error}, finished_at = ${run.finished_at},
      invoices = (select count(*) from billing.invoice i where i.bill_run_id = r.id),
      gross_minor = coalesce((select sum(i.gross_minor) from billing.invoice i where i.bill_run_id = r.id), 0),
      credit_notes = (select count(*) from billing.credit_note n where n.bill_run_id = r.id),
      credited_minor = coalesce((select sum(n.gross_minor) from billing.credit_note n where n.bill_run_id = r.id), 0)
    where r.id = ${run.id} and r.attempt = ${run.attempt} returning *`.execute(tx);
  return rows[0];
};

export const listRuns = (tx: Tx, input: Listing): Promise<Page<BillRun>> =>
  paginate(tx.selectFrom('billing.bill_run').selectAll(), input, {
    sort: { started_at: { sql: 'started_at', field: 'started_at' } },
    fallback: '-started_at',
    idSql: 'id',
  });

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

/** Begins a run, or takes up the one of this zone and day that was cut off. */
export const insertRun = async (tx: Tx, run: NewRun): Promise<BillRun> => {
  const { rows } = await sql<BillRun>`
    insert into billing.bill_run as r (id, as_of, zone, due, state, started_by, started_at)
    values (${run.id}, ${run.as_of}, ${run.zone}, ${run.due}, 'running', ${run.started_by}, ${run.started_at})
    on conflict (as_of, zone) where state = 'running' do update set due = greatest(r.due, excluded.due)
    returning *`.execute(tx);
  return rows[0] as BillRun;
};

interface FinishedRun {
  readonly id: Id;
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
    where r.id = ${run.id} returning *`.execute(tx);
  return rows[0];
};

export const listRuns = (tx: Tx, input: Listing): Promise<Page<BillRun>> =>
  paginate(tx.selectFrom('billing.bill_run').selectAll(), input, {
    sort: { started_at: { sql: 'started_at', field: 'started_at' } },
    fallback: '-started_at',
    idSql: 'id',
  });

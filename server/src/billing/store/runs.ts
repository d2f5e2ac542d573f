import type { Day, Id, Instant } from '@isp/values';
import { type RawBuilder, sql, type Tx } from '../../kernel/db.ts';
import { type Listing, type Page, paginate } from '../../kernel/page.ts';
import type { BillRun } from '../contract.ts';

interface NewRun {
  readonly id: Id;
  readonly kind: 'run' | 'dry';
  readonly as_of: Day;
  readonly zone: string;
  readonly legal_entity_id: Id | null;
  readonly due: number;
  /** 1 when it is begun now, 0 when it is to wait. */
  readonly attempt: 0 | 1;
  readonly started_by: string;
  readonly started_at: Instant;
}

/** One beginning of a run; it is over for good when a later one took the run up. None has begun while it waits to be worked on. */
export interface Attempt {
  readonly id: Id;
  readonly attempt: number;
}

/** Runs that were begun and have not ended, or were cut off. */
export const openRuns = (tx: Tx) =>
  tx
    .selectFrom('billing.bill_run')
    .select(['id', 'attempt', 'as_of', 'zone', 'legal_entity_id'])
    .where('state', '=', 'running')
    .where('kind', '=', 'run')
    .where('attempt', '>', 0)
    .execute();

/**
 * True when an attempt is still the last of its run; none takes the run up, and nobody ends it, before this transaction ends. How far it is may be told meanwhile, and that it is to stop: a row held `for share` by
 * one piece after another is never free for either.
 */
export const holdAttempt = async (tx: Tx, { id, attempt }: Attempt): Promise<boolean> => {
  const { rows } = await sql`
    select 1 from billing.bill_run where id = ${id} and attempt = ${attempt} and state = 'running' for key share`.execute(
    tx,
  );
  return rows.length > 0;
};

/** Waits for the pieces of runs that are in work; none begins before this transaction ends. */
const awaitPieces = async (tx: Tx, of: RawBuilder<unknown>): Promise<void> => {
  await sql`select 1 from billing.bill_run where ${of} for update`.execute(tx);
};

/**
 * Begins a run, or takes up the one of this zone, day and legal entity that was cut off, or waits, once its last piece has ended: what is due no more is done. None where nothing is due and none
 * was open, but for a dry one, which somebody wants to see.
 */
export const insertRun = async (tx: Tx, run: NewRun): Promise<(BillRun & Attempt) | undefined> => {
  const isIt = sql`as_of = ${run.as_of} and zone = ${run.zone} and legal_entity_id is not distinct from ${run.legal_entity_id}::uuid and state = 'running' and kind = 'run'`;
  if (run.kind === 'run') await awaitPieces(tx, isIt);
  const { rows } = await sql<BillRun & Attempt>`
    insert into billing.bill_run as r (id, kind, as_of, zone, legal_entity_id, due, state, attempt, started_by, started_at)
    select ${run.id}::uuid, ${run.kind}::text, ${run.as_of}::date, ${run.zone}::text, ${run.legal_entity_id}::uuid, ${run.due}::integer, 'running', ${run.attempt}::integer,
      ${run.started_by}::text, ${run.started_at}::timestamptz
    where ${run.due} > 0 or ${run.kind}::text = 'dry' or exists (select 1 from billing.bill_run where ${isIt})
    on conflict (as_of, zone, legal_entity_id) where state = 'running' and kind = 'run'
      do update set due = greatest(r.due, excluded.due), done = greatest(r.due, excluded.due) - excluded.due, held = 0, attempt = r.attempt + excluded.attempt
    returning *`.execute(tx);
  return rows[0];
};

/** What a run did since it last told, or, of a dry one, would have done. */
export interface RunStep extends Pick<BillRun, 'invoices' | 'gross_minor' | 'credit_notes' | 'credited_minor'> {
  readonly id: Id;
  readonly done: number;
  readonly held: number;
  readonly worked_ms: number;
}

/** Adds to how far a run is; gives it as it is then. */
export const addStep = async (tx: Tx, step: RunStep): Promise<BillRun | undefined> => {
  const { rows } = await sql<BillRun>`
    update billing.bill_run set done = done + ${step.done}, held = held + ${step.held}, invoices = invoices + ${step.invoices}, gross_minor = gross_minor + ${step.gross_minor},
      credit_notes = credit_notes + ${step.credit_notes}, credited_minor = credited_minor + ${step.credited_minor}, worked_ms = worked_ms + ${step.worked_ms}
    where id = ${step.id} returning *`.execute(tx);
  return rows[0];
};

interface FinishedRun extends Attempt {
  readonly state: 'done' | 'failed' | 'cancelled';
  readonly held: number;
  readonly error: string | null;
  readonly finished_at: Instant;
}

/** Closes a run; its invoices are counted where they are, so those of an attempt that was cut off count too. What a dry one would have made is as it was told. */
export const closeRun = async (tx: Tx, run: FinishedRun): Promise<BillRun | undefined> => {
  await awaitPieces(tx, sql`id = ${run.id}`);
  const { rows } = await sql<BillRun>`
    update billing.bill_run r set state = ${run.state}, held = ${run.held}, error = ${run.error}, finished_at = ${run.finished_at},
      done = case when ${run.state} = 'done' then greatest(r.due, r.done) else r.done end,
      (invoices, gross_minor, credit_notes, credited_minor) = (
        select case when r.kind = 'dry' then r.invoices else i.n end, case when r.kind = 'dry' then r.gross_minor else i.gross end,
          case when r.kind = 'dry' then r.credit_notes else n.n end, case when r.kind = 'dry' then r.credited_minor else n.gross end
        from (select count(*) as n, coalesce(sum(gross_minor), 0) as gross from billing.invoice where bill_run_id = r.id) i,
          (select count(*) as n, coalesce(sum(gross_minor), 0) as gross from billing.credit_note where bill_run_id = r.id) n)
    where r.id = ${run.id} and r.attempt = ${run.attempt} returning *`.execute(tx);
  return rows[0];
};

/** Notes who wants a run that is under way to stop; `undefined` when there is none such. */
export const askToStop = async (tx: Tx, id: Id, by: string): Promise<BillRun | undefined> =>
  tx
    .updateTable('billing.bill_run')
    .set({ cancelled_by: by })
    .where('id', '=', id)
    .where('state', '=', 'running')
    .returningAll()
    .executeTakeFirst();

export const runById = (tx: Tx, id: Id): Promise<(BillRun & Attempt) | undefined> =>
  tx.selectFrom('billing.bill_run').selectAll().where('id', '=', id).executeTakeFirst();

/** The day of the last run of a zone before a day that was made to the end. */
export const lastRunBefore = async (tx: Tx, zone: string, as_of: Day): Promise<Day | undefined> => {
  const row = await tx
    .selectFrom('billing.bill_run')
    .select('as_of')
    .where('kind', '=', 'run')
    .where('state', '=', 'done')
    .where('zone', '=', zone)
    .where('legal_entity_id', 'is', null)
    .where('as_of', '<', as_of)
    .orderBy('as_of', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.as_of;
};

export const listRuns = (
  tx: Tx,
  { kind, ...input }: Listing & { readonly kind?: BillRun['kind'] | undefined },
): Promise<Page<BillRun>> => {
  const runs = tx.selectFrom('billing.bill_run').selectAll();
  return paginate(kind ? runs.where('kind', '=', kind) : runs, input, {
    sort: { started_at: { sql: 'started_at', field: 'started_at' } },
    fallback: '-started_at',
    idSql: 'id',
  });
};

/** Deletes dry runs that began before a moment, with what they found. */
export const forgetDryRuns = async (tx: Tx, before: Instant): Promise<number> => {
  const gone = await tx
    .deleteFrom('billing.bill_run')
    .where('kind', '=', 'dry')
    .where('state', '<>', 'running')
    .where('started_at', '<', before)
    .returning('id')
    .execute();
  return gone.length;
};

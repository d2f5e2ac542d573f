import { type BillRun, tellProgress } from '../billing/index.ts';
import type { Actor } from '../kernel/actor.ts';
import { type Kernel, transact } from '../kernel/ctx.ts';

/** What was done of a run since it last told. */
export interface Step {
  readonly done: number;
  readonly held: number;
  readonly invoices: number;
  readonly gross_minor: bigint;
  readonly credit_notes: number;
  readonly credited_minor: bigint;
}

const NONE: Step = { done: 0, held: 0, invoices: 0, gross_minor: 0n, credit_notes: 0, credited_minor: 0n };

const plus = (a: Step, b: Step): Step => ({
  done: a.done + b.done,
  held: a.held + b.held,
  invoices: a.invoices + b.invoices,
  gross_minor: a.gross_minor + b.gross_minor,
  credit_notes: a.credit_notes + b.credit_notes,
  credited_minor: a.credited_minor + b.credited_minor,
});

/** Told no more often, in milliseconds. */
const EVERY_MS = 1000;

export interface RunProgress {
  /** Notes what was done; told beside the work, which does not wait for it. */
  note(step: Step): void;
  /** Whether somebody asked the run to stop. */
  isStopped(): boolean;
  /** Tells the rest; throws what telling failed with. */
  end(): Promise<void>;
}

/** Tells how far a run is while it works, and hears whether it is to stop. */
export const followRun = (
  kernel: Kernel,
  actor: Actor,
  { id, cancelled_by }: Pick<BillRun, 'id' | 'cancelled_by'>,
): RunProgress => {
  let [waiting, told, isStopped] = [NONE, performance.now(), cancelled_by !== null];
  let telling: Promise<void> = Promise.resolve();
  const tell = async (): Promise<void> => {
    const [step, from] = [waiting, told];
    [waiting, told] = [NONE, performance.now()];
    const worked_ms = Math.round(told - from);
    const run = await transact(kernel, actor, (ctx) => tellProgress(ctx, { id, ...step, worked_ms }));
    isStopped ||= run.cancelled_by !== null;
  };
  return {
    note: (step) => {
      waiting = plus(waiting, step);
      if (performance.now() - told < EVERY_MS) return;
      told = performance.now();
      telling = telling.then(tell);
      telling.catch(() => undefined);
    },
    isStopped: () => isStopped,
    end: async () => {
      await telling;
      await tell();
    },
  };
};

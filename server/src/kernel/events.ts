import type { z } from 'zod';
import type { Ctx } from './ctx.ts';
import { addJobs, listenerTask } from './queue.ts';

/** A past fact that a room tells: its name and the shape of its payload. */
export interface Event<T = unknown> {
  readonly name: string;
  readonly payload: z.ZodType<T>;
}

/** Declares an event. `InvoiceIssued`, never `IssueInvoice`: it has happened. */
export const defineEvent = <T>(name: string, payload: z.ZodType<T>): Event<T> => ({ name, payload });

/** A flow that an event starts: in the same worker transaction, once for each event even when the worker dies in between. */
export interface Listener {
  readonly event: Event;
  readonly flow: string;
  readonly run: (ctx: Ctx, payload: never) => Promise<void>;
}

/** Binds a flow to the event that starts it. */
export const on = <T>(event: Event<T>, flow: string, run: (ctx: Ctx, payload: T) => Promise<void>): Listener => ({
  event: event as Event,
  flow,
  run: run as (ctx: Ctx, payload: never) => Promise<void>,
});

/** Tells that something has happened: each listening flow gets one job, queued by the commit of this transaction. */
export const announce = <T>(ctx: Ctx, event: Event<T>, payload: T): Promise<void> => announceAll(ctx, event, [payload]);

/** The same for many facts of one kind, in one statement. */
export const announceAll = async <T>(ctx: Ctx, event: Event<T>, payloads: readonly T[]): Promise<void> => {
  const flows = ctx.registry.flowsOf(event.name);
  await addJobs(
    ctx.tx,
    payloads.flatMap((payload) => flows.map((flow) => ({ task: listenerTask(event.name, flow), payload }))),
  );
};

import { type Day, dayIn, type Id } from '@isp/values';
import { BooksClosed } from '../billing/index.ts';
import { accountZones } from '../crm/index.ts';
import type { Actor } from '../kernel/actor.ts';
import { type Kernel, transact } from '../kernel/ctx.ts';
import { closedInZone } from '../views/closing-facts.ts';
import { type BilledZone, billZone, PREVIEWED } from './bill-period.ts';

interface Bills {
  readonly as_of?: Day | undefined;
  readonly dry_run: boolean;
  readonly legal_entity_id?: Id | undefined;
}

const refuseClosed = async (kernel: Kernel, zone: string, as_of: Day): Promise<void> => {
  const closed = await closedInZone(kernel.db, zone, as_of);
  if (closed) throw BooksClosed(closed);
};

/**
 * Makes, or, dry, computes, what is due in every zone that accounts live in, as of a day or of each zone's own today. Refused before any is billed when books are closed
 * through that day.
 */
export const runBills = async (
  kernel: Kernel,
  actor: Actor,
  { as_of, dry_run, legal_entity_id }: Bills,
): Promise<
  Omit<BilledZone, 'run_id'> & { readonly as_of: Day; readonly dry_run: boolean; readonly runs: readonly Id[] }
> => {
  const { zones, now } = await transact(kernel, actor, async (ctx) => ({
    zones: await accountZones(ctx.tx),
    now: ctx.now,
  }));
  const dayOf = (zone: string): Day => as_of ?? dayIn(now, zone);
  for (const zone of zones) await refuseClosed(kernel, zone, dayOf(zone));
  const parts: BilledZone[] = [];
  for (const zone of zones)
    parts.push(
      await billZone(kernel, actor, { zone, as_of: dayOf(zone), dry_run, legal_entity_id: legal_entity_id ?? null }),
    );
  return {
    as_of: dayOf(zones[0] ?? 'UTC'),
    dry_run,
    runs: parts.flatMap((p) => p.run_id ?? []),
    invoices: parts.reduce((n, p) => n + p.invoices, 0),
    gross_minor: parts.reduce((n, p) => n + p.gross_minor, 0n),
    credit_notes: parts.reduce((n, p) => n + p.credit_notes, 0),
    credited_minor: parts.reduce((n, p) => n + p.credited_minor, 0n),
    held: parts.flatMap((p) => p.held),
    drafts: parts.flatMap((p) => p.drafts).slice(0, PREVIEWED),
  };
};

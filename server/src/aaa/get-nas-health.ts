import { addMs, type Id, type Instant } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { NasHealth } from './contract.ts';
import { capabilityOf } from './core/capability.ts';
import { CONDITIONS, secretChange, shownRates } from './core/nas-condition.ts';
import { NasNotFound } from './faults.ts';
import { quartersOfNas } from './store/nas-health.ts';
import { type NasHealthRow, nasHealthRow, ratesOf, refusalsOf } from './store/nas-registry.ts';

const DAY_MS = 86_400_000;
/** Its connection was said to be there within three times the pause between two such notes. */
const CONNECTED_MS = 30_000;

const askedOf = (row: NasHealthRow): NasHealth['asked'] =>
  row.asked_at === null
    ? null
    : {
        at: row.asked_at,
        address: row.ask_address ?? '',
        outcome: row.ask_outcome,
        error_cause: row.ask_error_cause,
        took_ms: row.ask_ms,
        secret: row.ask_secret,
      };

const isConnected = (row: NasHealthRow, now: Instant): boolean =>
  row.radsec_seen_at !== null && row.radsec_seen_at > addMs(now, -CONNECTED_MS);

/** How a NAS is, with its last day by quarter of an hour. */
export const getNasHealth = async (ctx: Ctx, { id }: { readonly id: Id }): Promise<NasHealth> => {
  const row = await nasHealthRow(ctx.tx, id, ctx.now);
  if (!row) throw NasNotFound({ id });
  const [rates] = await ratesOf(ctx.tx, [id], ctx.now);
  const { heard_at, wrong_secret_at, sessions, sessions_silent, coa_at, coa_outcome, coa_error_cause } = row;
  return {
    condition: CONDITIONS[row.condition_number] ?? 'fine',
    ...{ heard_at, wrong_secret_at, sessions, sessions_silent, coa_at, coa_outcome, coa_error_cause },
    ...shownRates(rates),
    auth_heard_at: row.auth_heard_at,
    acct_heard_at: row.acct_heard_at,
    radsec_connected: isConnected(row, ctx.now),
    coa_answered_at: row.coa_answered_at,
    secret_change: secretChange(row),
    asked: askedOf(row),
    capability: capabilityOf(row, await refusalsOf(ctx.tx, id)),
    quarters: await quartersOfNas(ctx.tx, id, addMs(ctx.now, -DAY_MS)),
  };
};

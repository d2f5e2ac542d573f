import { type Day, dayIn, type Id } from '@isp/values';
import { type Closing, closeBooks, closedThrough, readDeferredRevenue, turnover } from '../billing/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { accountsDue, lastRuns, unallocatedPayments, zonesOfEntity } from '../views/closing-facts.ts';
import type { CheckClosing, CloseBooks } from './contract.ts';
import { DayNotOver } from './faults.ts';

const notOverIn = (ctx: Ctx, zones: readonly string[], day: Day): string[] =>
  zones.filter((zone) => dayIn(ctx.now, zone) <= day);

/** Closes a legal entity's books through a day that is over wherever its accounts live, so that what is dated today is never refused. */
export const closePeriod = async (ctx: Ctx, input: CloseBooks): Promise<Closing> => {
  const [zone] = notOverIn(ctx, await zonesOfEntity(ctx.tx, input.legal_entity_id), input.through);
  if (zone !== undefined) throw DayNotOver({ day: input.through, zone });
  return closeBooks(ctx, input);
};

/** What a closing would change: the deferred sum less what the ledger has. */
const deferral = async (ctx: Ctx, legal_entity_id: Id, on: Day) =>
  (await readDeferredRevenue(ctx, { legal_entity_id, on })).map(({ currency, kind, deferred_minor, ledger_minor }) => ({
    currency,
    kind,
    deferred_minor,
    change_minor: deferred_minor - ledger_minor,
  }));

/** The check list before a closing. It informs: only a day that is not over, or books that do not balance, are refused. */
export const checkClosing = async (ctx: Ctx, { legal_entity_id, through }: CloseBooks): Promise<CheckClosing> => {
  const zones = await zonesOfEntity(ctx.tx, legal_entity_id);
  return {
    legal_entity_id,
    through,
    closed_through: (await closedThrough(ctx.tx, legal_entity_id)) ?? null,
    not_over_in: notOverIn(ctx, zones, through),
    due: await accountsDue(ctx.tx, legal_entity_id, through),
    runs: await lastRuns(ctx.tx, zones),
    balance: (await turnover(ctx.tx, legal_entity_id, through)).map(({ currency, debit_minor, credit_minor }) => ({
      currency,
      difference_minor: debit_minor - credit_minor,
    })),
    unallocated: await unallocatedPayments(ctx.tx, legal_entity_id, through),
    deferral: await deferral(ctx, legal_entity_id, through),
  };
};

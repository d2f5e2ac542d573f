import type { Ctx } from '../kernel/ctx.ts';
import { retentionRows } from './store/retention.ts';
import { sessionMonths } from './store/session-months.ts';

/** How long each kind of record is kept, and what is kept. */
export const getRetention = async ({ tx }: Ctx) => ({
  items: await retentionRows(tx),
  session_months: await sessionMonths(tx),
});

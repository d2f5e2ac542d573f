import type { z } from 'zod';
import type { Ctx } from '../kernel/ctx.ts';
import { type DB, sql } from '../kernel/db.ts';
import { type Page, paginate } from '../kernel/page.ts';
import type { BillFinding, BillHold, ListBillFindings, ListBillHolds } from './contract.ts';

const CHANGE = '(f.now_minor - f.before_minor)';

/** Accounts whose name has this, or whose number begins so. */
const named = (q: string) => {
  const text = q.trim().replaceAll(/[\\%_]/g, '\\$&');
  return sql<boolean>`(lower(a.name) like ${`%${text.toLowerCase()}%`} or a.number like ${`${text.toUpperCase()}%`})`;
};

/** What a run found, the greatest change first unless said. */
export const listBillFindings = async (
  ctx: Ctx,
  input: ListBillFindings,
): Promise<Page<z.output<typeof BillFinding>>> => {
  let q = ctx.tx
    .selectFrom('billing.bill_finding as f')
    .innerJoin('crm.account as a', 'a.id', 'f.account_id')
    .leftJoin('billing.hold as h', (j) => j.onRef('h.account_id', '=', 'f.account_id').on('h.released_at', 'is', null))
    .select(['f.account_id', 'f.account_id as id', 'a.number as account_number', 'a.name as account_name'])
    .select(['f.class', 'f.currency', 'f.now_minor', 'f.before_minor', 'f.before_on', 'f.reason', 'h.id as hold_id'])
    .select([sql<bigint>`${sql.raw(CHANGE)}`.as('change_minor'), sql<bigint>`abs${sql.raw(CHANGE)}`.as('change_size')])
    .where('f.bill_run_id', '=', input.bill_run_id);
  if (input.class) q = q.where('f.class', '=', input.class);
  if (input.q) q = q.where(named(input.q));
  const page = await paginate(q, input, {
    sort: {
      account_name: { sql: 'a.name', field: 'account_name' },
      now_minor: { sql: 'f.now_minor', field: 'now_minor' },
      before_minor: { sql: 'f.before_minor', field: 'before_minor' },
      change_minor: { sql: CHANGE, field: 'change_minor' },
      change_size: { sql: `abs${CHANGE}`, field: 'change_size' },
    },
    fallback: '-change_size',
    idSql: 'f.account_id',
  });
  return page as Page<z.output<typeof BillFinding>>;
};

type HoldRow = DB['billing.hold'];

/** Held bills, or those that were, the last held first unless said. */
export const listBillHolds = async (ctx: Ctx, input: ListBillHolds): Promise<Page<z.output<typeof BillHold>>> => {
  let q = ctx.tx
    .selectFrom('billing.hold as h')
    .innerJoin('crm.account as a', 'a.id', 'h.account_id')
    .select(['h.account_id', 'h.id', 'a.number as account_number', 'a.name as account_name', 'h.bill_run_id'])
    .select(['h.as_of', 'h.class', 'h.currency', 'h.now_minor', 'h.before_minor', 'h.before_on', 'h.reason'])
    .select(['h.held_by', 'h.held_at', 'h.note', 'h.released_by', 'h.released_at', 'h.release_note'])
    .select(sql<'held' | 'released'>`case when h.released_at is null then 'held' else 'released' end`.as('state'));
  if (input.state) q = q.where('h.released_at', input.state === 'held' ? 'is' : 'is not', null);
  if (input.class) q = q.where('h.class', '=', input.class as HoldRow['class']);
  if (input.bill_run_id) q = q.where('h.bill_run_id', '=', input.bill_run_id);
  if (input.account_id) q = q.where('h.account_id', '=', input.account_id);
  if (input.q) q = q.where(named(input.q));
  const page = await paginate(q, input, {
    sort: {
      held_at: { sql: 'h.held_at', field: 'held_at' },
      account_name: { sql: 'a.name', field: 'account_name' },
      now_minor: { sql: 'h.now_minor', field: 'now_minor' },
    },
    fallback: '-held_at',
    idSql: 'h.id',
  });
  return page as Page<z.output<typeof BillHold>>;
};

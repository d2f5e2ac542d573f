import type { z } from 'zod';
import type { Ctx } from '../kernel/ctx.ts';
import { sql, type Tx } from '../kernel/db.ts';
import { type Page, paginate } from '../kernel/page.ts';
import type { Assignment, ListAssignments } from './contract.ts';

const assignments = (tx: Tx) =>
  tx
    .selectFrom('aaa.assignment as d')
    .innerJoin('crm.account as a', 'a.id', 'd.account_id')
    .leftJoin('aaa.credential as c', (j) =>
      j
        .onRef('c.account_id', '=', 'd.account_id')
        .onRef('c.subscription_id', '=', 'd.subscription_id')
        .on('c.state', '=', 'active'),
    )
    .select(['d.address', 'd.fixed', 'd.assigned_at', 'd.used_at', 'd.account_id', 'd.subscription_id'])
    .select(['a.number as account_number', 'a.name as account_name', 'c.username'])
    .select([
      sql<string>`d.address::text`.as('id'),
      sql<boolean>`exists (select from aaa.session s where s.account_id = d.account_id and s.subscription_id = d.subscription_id
        and s.stopped_at is null and s.told_mode is distinct from 'gone')`.as('online'),
    ])
    .where('d.free_since', 'is', null);

const ADDRESS = /^[\da-f.:]+(\/\d+)?$/i;

const like = (q: string): string => `${q.toLowerCase().replaceAll(/[\\%_]/g, '\\$&')}%`;

/** An address leads to what holds it or begins so; anything else to accounts and user names that begin so. */
const found = (q: string) =>
  ADDRESS.test(q) && /[.:]/.test(q)
    ? sql<boolean>`d.address::text like ${like(q)}`
    : sql<boolean>`(lower(a.name) like ${like(q)} or lower(a.number) like ${like(q)} or lower(c.username) like ${like(q)})`;

/** Who has what of a pool. */
export const listAssignments = (ctx: Ctx, input: ListAssignments): Promise<Page<z.output<typeof Assignment>>> => {
  let q = assignments(ctx.tx).where('d.pool_id', '=', input.pool_id);
  if (input.range_id) q = q.where('d.range_id', '=', input.range_id);
  if (input.fixed !== undefined) q = q.where('d.fixed', '=', input.fixed);
  if (input.q) q = q.where(found(input.q.trim()));
  return paginate(q, input, {
    sort: {
      address: { sql: 'd.address', field: 'address' },
      used_at: { sql: 'd.used_at', field: 'used_at' },
      assigned_at: { sql: 'd.assigned_at', field: 'assigned_at' },
      account_name: { sql: 'a.name', field: 'account_name' },
    },
    fallback: 'address',
    idSql: 'd.address::text',
  }) as Promise<Page<z.output<typeof Assignment>>>;
};

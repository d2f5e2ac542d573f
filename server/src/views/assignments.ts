import type { Id } from '@isp/values';
import { z } from 'zod';
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

const ADDRESS = /^[\da-f]*[.:][\da-f.:]*(\/\d+)?$/i;
const V4_GROUP_BITS = 8;
const V6_GROUP_BITS = 16;

/** The block whose addresses begin so, in whole groups: `100.64.1` and `100.64.1.` are 100.64.1.0/24, `2001:db8:` is 2001:db8::/32. */
const blockOf = (text: string): string => {
  if (text.includes('/')) return text;
  if (text.includes(':')) {
    if (text.includes('::') || text.split(':').length === 8)
      return text.endsWith('::') ? blockOf(text.slice(0, -1)) : text;
    const groups = text.split(':').filter(Boolean);
    return `${groups.join(':')}::/${groups.length * V6_GROUP_BITS}`;
  }
  const groups = text.split('.').filter(Boolean);
  return groups.length === 4 ? text : `${[...groups, 0, 0, 0].slice(0, 4).join('.')}/${groups.length * V4_GROUP_BITS}`;
};

const isBlock = (text: string): boolean =>
  z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]).safeParse(text).success;

/** Up to so many holders are looked for by name; where there are more, the list is read in its order and most of it matches. */
const FEW = 1000;

const beginning = (text: string): string => `${text.replaceAll(/[\\%_]/g, '\\$&')}%`;

/** Who bears a name or has a user name that begins so, or bears the number. */
const isHeldBy = async (tx: Tx, q: string) => {
  const [name, username, number] = [beginning(q.toLowerCase()), beginning(q), q.toUpperCase()];
  const { rows } = await sql<{ id: Id }>`
    select id from crm.account where lower(name) like ${name}
    union all select id from crm.account where number = ${number}
    union all select account_id from aaa.credential where username like ${username} limit ${FEW + 1}`.execute(tx);
  return rows.length > FEW
    ? sql<boolean>`(lower(a.name) like ${name} or a.number = ${number} or c.username like ${username})`
    : sql<boolean>`d.account_id = any (${rows.map((row) => row.id)}::uuid[])`;
};

/** An address leads to what holds it, is in it or begins so; anything else to accounts and user names that begin so. */
const found = async (tx: Tx, q: string) => {
  if (!ADDRESS.test(q)) return isHeldBy(tx, q);
  const block = blockOf(q);
  if (!isBlock(block)) return sql<boolean>`false`;
  return block.includes('/')
    ? sql<boolean>`d.address <<= ${block}::cidr`
    : sql<boolean>`d.address in (select network(set_masklen(${block}::inet, l)) from generate_series(1, case when family(${block}::inet) = 4 then 32 else 128 end) l)`;
};

/** Who has what of a pool. */
export const listAssignments = async (ctx: Ctx, input: ListAssignments): Promise<Page<z.output<typeof Assignment>>> => {
  let q = assignments(ctx.tx).where('d.pool_id', '=', input.pool_id);
  if (input.range_id) q = q.where('d.range_id', '=', input.range_id);
  if (input.fixed !== undefined) q = q.where('d.fixed', '=', input.fixed);
  if (input.q) q = q.where(await found(ctx.tx, input.q.trim()));
  return paginate(q, input, {
    sort: {
      address: { sql: 'd.address', field: 'address' },
      used_at: { sql: 'd.used_at', field: 'used_at' },
    },
    fallback: 'address',
    idSql: 'd.address',
  }) as Promise<Page<z.output<typeof Assignment>>>;
};

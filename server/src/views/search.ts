import { z } from 'zod';
import type { Ctx } from '../kernel/ctx.ts';
import { sql } from '../kernel/db.ts';

interface Hit {
  readonly kind: 'account' | 'invoice' | 'plan' | 'nas' | 'address' | 'voucher';
  readonly id: string;
  readonly title: string;
  readonly detail: string;
  readonly by: string;
}

const ACCOUNT = sql`'account' as kind, a.id, a.name as title, concat_ws(' · ', a.number, a.city, a.email) as detail`;
const IP = z.union([z.ipv4(), z.ipv6()]);
/** IPv4, or IPv6 with all its groups or a gap: a MAC has neither. */
const ADDRESS = /^(\d{1,3}(\.\d{1,3}){3}|(?=.*::|(.*:){7})[0-9a-f:.]+)(\/\d{1,3})?$/i;

const starting = (text: string): string => `${text.replaceAll(/[\\%_]/g, '\\$&')}%`;
/** A part of a name is found from so many letters on. */
const PART = 3;
const MOST = 8;

const queries = (q: string) => {
  const prefix = starting(q.toLowerCase());
  const mac = q.toLowerCase().replaceAll(/[^0-9a-f]/g, '');
  /** In the order of the index that finds them; of a part, in none. */
  const account = (by: string, where: ReturnType<typeof sql>, order = sql`a.id`) =>
    sql<Hit>`select ${ACCOUNT}, ${by} as by from crm.account a where ${where} order by ${order} limit ${MOST}`;
  const beginning = (by: string, column: string) => {
    const text = sql.raw(column);
    return account(by, sql`${text} like ${prefix}`, sql`${text} using ~<~`);
  };
  return [
    account('number', sql`a.number = ${q.toUpperCase()}`),
    beginning('name', 'lower(a.name)'),
    beginning('e-mail', 'lower(a.email)'),
    beginning('phone', 'a.phone'),
    beginning('address', 'lower(a.street)'),
    sql<Hit>`select ${ACCOUNT}, 'username' as by from aaa.credential c join crm.account a on a.id = c.account_id where c.username like ${starting(q)} order by c.username using ~<~ limit ${MOST}`,
    sql<Hit>`select 'invoice' as kind, i.id, i.number as title, concat_ws(' · ', i.recipient->>'name', i.issued_on) as detail, 'invoice number' as by
      from billing.invoice i where i.number collate "C" like ${starting(q.toUpperCase())} order by i.number collate "C" limit ${MOST}`,
    sql<Hit>`select 'credit_note' as kind, n.id, n.number as title, concat_ws(' · ', n.recipient->>'name', n.issued_on) as detail, 'credit note number' as by
      from billing.credit_note n where n.number collate "C" like ${starting(q.toUpperCase())} order by n.number collate "C" limit ${MOST}`,
    sql<Hit>`select 'plan' as kind, p.id, p.name as title, p.code as detail, 'plan' as by from tariffs.plan p where lower(p.code) like ${prefix} or lower(p.name) like ${prefix} limit 4`,
    sql<Hit>`select 'nas' as kind, n.id, n.name as title, n.address::text as detail, 'NAS' as by from aaa.nas n where lower(n.name) like ${prefix} order by n.name limit 4`,
    ...(mac.length >= 6
      ? [
          sql<Hit>`select ${ACCOUNT}, 'MAC' as by from aaa.credential c join crm.account a on a.id = c.account_id where c.mac like ${`${mac}%`} limit ${MOST}`,
          sql<Hit>`select ${ACCOUNT}, 'MAC' as by from aaa.credential c join crm.account a on a.id = c.account_id where c.kind = 'mac' and c.username like ${`${mac}%`} limit ${MOST}`,
        ]
      : []),
    ...(IP.safeParse(q).success
      ? [
          sql<Hit>`select ${ACCOUNT}, 'address now' as by from aaa.assignment x join crm.account a on a.id = x.account_id where x.address in (select network(set_masklen(${q}::inet, l)) from generate_series(1, case when family(${q}::inet) = 4 then 32 else 128 end) l) and x.free_since is null limit ${MOST}`,
        ]
      : []),
    ...(q.length >= PART
      ? [
          sql<Hit>`select ${ACCOUNT}, 'name' as by from crm.account a where lower(a.name) like ${`%${prefix}`} limit ${MOST}`,
        ]
      : []),
  ];
};

const unique = (hits: readonly Hit[]): Hit[] =>
  [...new Map(hits.map((h) => [`${h.kind} ${h.id}`, h] as const).reverse()).values()].reverse();

/** An address leads to who had it. */
const addressHits = (q: string): Hit[] =>
  ADDRESS.test(q) ? [{ kind: 'address', id: q, title: q, detail: 'Who had this address', by: 'IP' }] : [];

/** A voucher is found by the whole of its code, which is kept as a keyed digest. */
const voucherHits = async ({ tx, secrets }: Ctx, q: string): Promise<Hit[]> => {
  const digest = secrets.digest(q.replaceAll(/[ -]/g, '').toUpperCase());
  const { rows } = await sql<Hit>`
    select 'voucher' as kind, v.id, 'Voucher ' || v.number || ' of ' || b.name as title, replace(v.state, '-', ' ') as detail, 'code' as by
    from aaa.username n join aaa.voucher v on v.account_id = n.account_id and v.id = n.credential_id
    join aaa.voucher_batch b on b.account_id = v.account_id and b.id = v.batch_id
    where n.kind = 'voucher' and n.username = ${digest}`.execute(tx);
  return rows;
};

/** Finds by number, name, e-mail, phone, address, username, MAC, IP, invoice or credit note number, plan or NAS: the beginning is enough, of a name also a part; a voucher by its code. */
export const search = async (ctx: Ctx, { q }: { readonly q: string }): Promise<{ hits: Hit[] }> => {
  const found: Hit[] = [];
  for (const query of queries(q)) found.push(...(await query.execute(ctx.tx)).rows);
  found.push(...addressHits(q), ...(await voucherHits(ctx, q)));
  return { hits: unique(found).slice(0, 20) };
};

import type { Day, Id, Instant } from '@isp/values';
import type { z } from 'zod';
import type { Ctx } from '../kernel/ctx.ts';
import { type RawBuilder, sql, type Tx } from '../kernel/db.ts';
import { type Page, paginate } from '../kernel/page.ts';
import type { ListAffected, PriceChanged, PriceChangePreview } from './contract/price-changes.ts';

/** New terms as running subscriptions are to get them. */
export interface NewPrice {
  readonly plan_id: Id;
  readonly price_minor: bigint;
  readonly cycle_unit: 'day' | 'week' | 'month' | 'year';
  readonly cycle_count: number;
  readonly effective_on: Day;
  readonly up_to_version: number;
  readonly own_prices: 'kept' | 'replaced';
  /** Of a price change that was published. */
  readonly id?: Id;
}

/** A moment, and whether a day that has begun by then is too early: what is planned for many must not reach back. */
interface Seen {
  readonly at: Instant;
  readonly ahead: boolean;
}

/** Where the term ends in which a subscription's price is guaranteed on the day of the change; null: it is not. */
const guaranteed = (effective_on: Day) => sql`
  left join lateral (
    select case when not b.price_guarantee or b.contract_months = 0 then null
      when ${effective_on}::date < b.first_to then b.first_to
      when b.contract_renewal <> 'none' then subscriptions.period_on_or_after(b.from_on, extract(day from b.from_on)::integer, 'month',
        case b.contract_renewal when 'same' then b.contract_months else 1 end, ${effective_on}::date + 1) end as to_on
    from (
      select c.from_on, cv.contract_months, cv.contract_renewal, cv.price_guarantee,
        subscriptions.period_on_or_after(c.from_on, extract(day from c.from_on)::integer, 'month', greatest(cv.contract_months, 1), c.from_on + 1) as first_to
      from subscriptions.contract c join tariffs.plan_version cv on cv.plan_id = c.plan_id and cv.version = c.plan_version
      where c.account_id = s.account_id and c.subscription_id = s.id and c.from_on <= ${effective_on}::date
      order by c.from_on desc limit 1) b
  ) t on true`;

/**
 * Subscriptions whose last segment new terms would follow: on which day, and why not (`kept`). The day is the first on which a period of theirs begins, from the day of the change, after whatever is planned for
 * them already, and from the end of a term that guarantees their price.
 */
const looked = (price: NewPrice, seen: Seen, where: RawBuilder<unknown>) => sql`
  select s.account_id, s.id, s.created_at, s.currency, g.plan_version, g.quantity, g.price_minor * g.quantity as before_minor, g.anchor_on, g.anchor_day, d.from_on, y.today, coalesce(t.to_on > ${price.effective_on}::date, false) as waits,
    case when g.plan_id <> ${price.plan_id}::uuid then 'planned'
      when g.bundle_plan_id is not null then 'bundle'
      when v.cycle_unit <> ${price.cycle_unit} or v.cycle_count <> ${price.cycle_count}::integer then 'cycle'
      when s.ended_on <= d.from_on then 'ends'
      when g.own_price and ${price.own_prices} = 'kept' then 'own-price' end as kept
  from subscriptions.subscription s
  join crm.account a on a.id = s.account_id
  cross join lateral (select (${seen.at}::timestamptz at time zone a.zone)::date as today offset 0) y
  cross join lateral (select g.* from subscriptions.segment g where g.account_id = s.account_id and g.subscription_id = s.id
    order by g.from_on desc, g.from_second desc limit 1) g
  join tariffs.plan_version v on v.plan_id = g.plan_id and v.version = g.plan_version
  ${guaranteed(price.effective_on)}
  cross join lateral (select subscriptions.period_on_or_after(g.anchor_on, g.anchor_day, v.cycle_unit, v.cycle_count,
    greatest(${price.effective_on}::date, g.from_on + 1, t.to_on, ${seen.ahead ? sql`y.today + 1` : sql`null::date`})) as from_on offset 0) d
  where s.state <> 'ended' and (g.plan_id <> ${price.plan_id}::uuid or g.plan_version <= ${price.up_to_version}::integer) and ${where}`;

/** A subscription that gets new terms on a day. */
export interface Hit {
  readonly account_id: Id;
  readonly id: Id;
  /** Of all of it, in a period. */
  readonly before_minor: bigint;
  readonly quantity: number;
  readonly anchor_on: Day;
  readonly anchor_day: number;
  readonly from_on: Day;
  readonly today: Day;
}

/** Whether a quote that was sent before a price change was published, and accepted after, says what a subscription costs. */
const isQuoted = (id: Id) => sql`exists (select from crm.quote q join subscriptions.price_change c on c.id = ${id}::uuid
  where q.account_id = s.account_id and q.id = s.quote_id and q.sent_at < c.published_at and coalesce(q.closed_at, 'infinity') >= c.published_at)`;

const hitsWhere = async (tx: Tx, price: NewPrice, seen: Seen, of: RawBuilder<unknown>): Promise<Hit[]> => {
  const where = price.id === undefined ? of : sql`${of} and not (s.quote_id is not null and ${isQuoted(price.id)})`;
  const { rows } = await sql<Hit>`
    select h.account_id, h.id, h.before_minor, h.quantity, h.anchor_on, h.anchor_day, h.from_on, h.today from (${looked(price, seen, where)}) h where h.kept is null`.execute(
    tx,
  );
  return rows;
};

/** Which of these subscriptions get new terms, and when: on a day that has not begun. */
export const hitsAmong = (tx: Tx, price: NewPrice, ids: readonly Id[], at: Instant): Promise<Hit[]> =>
  hitsWhere(tx, price, { at, ahead: true }, sql`s.plan_id = ${price.plan_id}::uuid and s.id = any (${ids}::uuid[])`);

/** Whether one subscription that comes to the plan's old terms gets the new ones, and when; of one that is told late, on a day that may be past. */
export const hitOf = async (tx: Tx, price: NewPrice, id: Id, at: Instant): Promise<Hit | undefined> =>
  (await hitsWhere(tx, price, { at, ahead: false }, sql`s.id = ${id}::uuid and g.plan_id = ${price.plan_id}::uuid`))[0];

/** Subscriptions of a plan that have not ended, by id, after one; none of them changes before this ends. */
export const holdAfter = async (tx: Tx, planId: Id, after: Id | null, limit: number): Promise<Id[]> => {
  const { rows } = await sql<{ id: Id }>`
    select s.id from subscriptions.subscription s where s.plan_id = ${planId}::uuid and s.state <> 'ended'
      ${after === null ? sql`` : sql`and s.id > ${after}::uuid`} order by s.id limit ${limit} for no key update of s`.execute(
    tx,
  );
  return rows.map(({ id }) => id);
};

/** A month's part of what is paid in a period of a cycle: `52 / 12` of a weekly price. */
export const perMonth = (amount: RawBuilder<unknown>, unit: RawBuilder<unknown>, count: RawBuilder<unknown>) =>
  sql<bigint>`round(${amount}::numeric * case ${unit} when 'week' then 52 when 'day' then 365 else 1 end / (case ${unit} when 'month' then 1 else 12 end * ${count}::numeric))::bigint`;

const STEP = sql`case when before_minor = after_minor then 'same' when before_minor > after_minor then 'down' when before_minor = 0 then 'free'
  when (after_minor - before_minor) * 50 <= before_minor then 'to-2' when (after_minor - before_minor) * 20 <= before_minor then 'to-5'
  when (after_minor - before_minor) * 10 <= before_minor then 'to-10' when (after_minor - before_minor) * 5 <= before_minor then 'to-20'
  when (after_minor - before_minor) * 2 <= before_minor then 'to-50' else 'above-50' end`;

/** The greatest rises that a preview shows. */
const MOST = 10;

type Json = Pick<PriceChangePreview, 'kept' | 'days'> & {
  readonly steps: readonly (Omit<PriceChangePreview['steps'][number], 'difference_minor'> & {
    readonly difference_minor: string;
  })[];
  readonly most: readonly (Omit<z.output<typeof PriceChanged>, 'before_minor' | 'after_minor' | 'difference_minor'> & {
    readonly before_minor: string;
    readonly after_minor: string;
  })[];
};
type Sums = Omit<PriceChangePreview, 'currency' | keyof Json>;

const changed = ({ before_minor, after_minor, ...row }: Json['most'][number]): z.output<typeof PriceChanged> => {
  const [before, after] = [BigInt(before_minor), BigInt(after_minor)];
  return { ...row, before_minor: before, after_minor: after, difference_minor: after - before };
};

/** Whom a new price would hit and by how much, in one statement over all subscriptions of the plan. */
export const affectedSums = async (
  tx: Tx,
  price: NewPrice & { readonly currency: string },
  at: Instant,
): Promise<PriceChangePreview> => {
  const all = looked(price, { at, ahead: true }, sql`s.plan_id = ${price.plan_id}::uuid`);
  const [unit, count] = [sql`${price.cycle_unit}::text`, sql`${price.cycle_count}::integer`];
  const { rows } = await sql<Sums & { readonly parts: Json }>`
    with looked as materialized (${all}),
      hit as (select l.*, ${price.price_minor}::bigint * l.quantity as after_minor from looked l where kept is null),
      most as (select h.*, c.number, c.name from (select * from hit order by after_minor - before_minor desc, id limit ${MOST}) h join crm.account c on c.id = h.account_id)
    select count(*)::integer as subscriptions, count(distinct account_id)::integer as accounts, coalesce(sum(before_minor), 0)::bigint as before_minor, coalesce(sum(after_minor), 0)::bigint as after_minor,
      ${perMonth(sql`coalesce(sum(before_minor), 0)`, unit, count)} as before_month_minor, ${perMonth(sql`coalesce(sum(after_minor), 0)`, unit, count)} as after_month_minor,
      min(from_on) as first_on, max(from_on) as last_on, (count(*) filter (where waits))::integer as guaranteed,
      json_build_object(
        'kept', (select coalesce(json_agg(k order by k.why), '[]') from (select kept as why, count(*) as subscriptions from looked where kept is not null group by 1) k),
        'steps', (select coalesce(json_agg(x), '[]') from (select ${STEP} as step, count(*) as subscriptions, sum(after_minor - before_minor)::text as difference_minor from hit group by 1) x),
        'days', (select coalesce(json_agg(m order by m.month), '[]') from (select to_char(from_on, 'YYYY-MM') as month, count(*) as subscriptions from hit group by 1) m),
        'most', (select coalesce(json_agg(json_build_object('id', id, 'account_id', account_id, 'account_number', number, 'account_name', name, 'plan_version', plan_version, 'currency', currency,
          'before_minor', before_minor::text, 'after_minor', after_minor::text, 'from_on', from_on) order by after_minor - before_minor desc, id), '[]') from most)) as parts
    from hit`.execute(tx);
  const [row] = rows;
  if (row === undefined) throw new Error('a sum without a row');
  const { parts, ...sums } = row;
  return {
    ...sums,
    currency: price.currency,
    kept: parts.kept,
    days: parts.days,
    steps: parts.steps.map((step) => ({ ...step, difference_minor: BigInt(step.difference_minor) })),
    most: parts.most.map(changed),
  };
};

const newestVersion = async (tx: Tx, planId: Id): Promise<number> => {
  const row = await tx
    .selectFrom('tariffs.plan_version')
    .select((e) => e.fn.max('version').as('version'))
    .where('plan_id', '=', planId)
    .executeTakeFirst();
  return row?.version ?? 0;
};

/** The subscriptions that a new price would hit, in the order they were made. */
export const listAffected = async (ctx: Ctx, input: ListAffected): Promise<Page<z.output<typeof PriceChanged>>> => {
  const { effective_from: effective_on, up_to_version, ...asked } = input;
  const price_minor = BigInt(input.price_minor);
  const price = {
    ...asked,
    price_minor,
    effective_on,
    up_to_version: up_to_version ?? (await newestVersion(ctx.tx, input.plan_id)),
  };
  type Row = z.output<typeof PriceChanged> & { readonly created_at: Instant };
  const all = looked(price, { at: ctx.now, ahead: true }, sql`s.plan_id = ${input.plan_id}::uuid`);
  const query = ctx.tx
    .selectFrom(sql<Hit & Row & { kept: string | null }>`(${all})`.as('h'))
    .innerJoin('crm.account as a', 'a.id', 'h.account_id')
    .select(['h.id', 'h.account_id', 'a.number as account_number', 'a.name as account_name', 'h.plan_version'])
    .select(['h.currency', 'h.before_minor', 'h.from_on', 'h.created_at'])
    .select(sql<bigint>`${price_minor}::bigint * h.quantity`.as('after_minor'))
    .select(sql<bigint>`${price_minor}::bigint * h.quantity - h.before_minor`.as('difference_minor'))
    .where('h.kept', 'is', null);
  const page = await paginate(query as never, input, {
    sort: { created_at: { sql: 'h.created_at', field: 'created_at' } },
    fallback: 'created_at',
    idSql: 'h.id',
  });
  return page as Page<Row>;
};

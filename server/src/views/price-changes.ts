import { type Day, dayIn, type Id, type Instant } from '@isp/values';
import type { z } from 'zod';
import type { Ctx } from '../kernel/ctx.ts';
import { sql, type Tx } from '../kernel/db.ts';
import { type Page, paginate } from '../kernel/page.ts';
import { type NewPrice, perMonth } from './affected.ts';
import type {
  ListPriceChanged,
  ListPriceChanges,
  PriceChange,
  PriceChanged,
  PriceChangePage,
} from './contract/price-changes.ts';
import { PriceChangeUnknown } from './faults.ts';

type Change = z.output<typeof PriceChange>;

const [UNIT, COUNT] = [sql`v.cycle_unit`, sql`v.cycle_count`];

const changes = ({ tx, now }: Ctx) => {
  const today = dayIn(now, 'UTC');
  return tx
    .selectFrom('subscriptions.price_change as c')
    .innerJoin('tariffs.plan as p', 'p.id', 'c.plan_id')
    .innerJoin('tariffs.plan_version as v', (j) =>
      j.onRef('v.plan_id', '=', 'c.plan_id').onRef('v.version', '=', 'c.plan_version'),
    )
    .select(['c.id', 'c.plan_id', 'p.code as plan_code', 'p.name as plan_name', 'c.plan_version', 'c.up_to_version'])
    .select(['c.own_prices', 'c.effective_on', 'v.currency', 'v.price_minor', 'v.cycle_unit', 'v.cycle_count'])
    .select(['c.published_by', 'c.published_at', 'c.taken_back_by', 'c.taken_back_at', 'c.planned'])
    .select([
      sql<number>`greatest(c.due, c.planned)`.as('due'),
      sql<
        Change['state']
      >`case when c.state = 'planned' and c.effective_on <= ${today}::date then 'in-force' else c.state end`.as(
        'state',
      ),
      perMonth(sql`c.before_minor`, UNIT, COUNT).as('before_month_minor'),
      perMonth(sql`c.after_minor`, UNIT, COUNT).as('after_month_minor'),
    ]);
};

/** Price changes, the newest first. */
export const listPriceChanges = async (ctx: Ctx, input: ListPriceChanges): Promise<Page<Change>> => {
  const all = changes(ctx);
  const page = await paginate(input.plan_id ? all.where('c.plan_id', '=', input.plan_id) : all, input, {
    sort: { published_at: { sql: 'c.published_at', field: 'published_at' } },
    fallback: '-published_at',
    idSql: 'c.id',
  });
  return page as Page<Change>;
};

/** One price change, with how many have it by now, or `PriceChangeUnknown`. */
export const getPriceChange = async (ctx: Ctx, { id }: { readonly id: Id }): Promise<PriceChangePage> => {
  const change = await changes(ctx).where('c.id', '=', id).executeTakeFirst();
  if (!change) throw PriceChangeUnknown({ id });
  const today = dayIn(ctx.now, 'UTC');
  const { rows } = await sql<{ begun: number; waiting: number }>`
    select (count(*) filter (where g.from_on <= ${today}::date))::integer as begun, (count(*) filter (where g.from_on > ${today}::date))::integer as waiting
    from subscriptions.segment g where g.price_change_id = ${id} and g.bundle_plan_id is null`.execute(ctx.tx);
  return { ...(change as Change), begun: rows[0]?.begun ?? 0, waiting: rows[0]?.waiting ?? 0 };
};

/** The subscriptions a price change hits, by account. */
export const listPriceChanged = async (
  ctx: Ctx,
  input: ListPriceChanged,
): Promise<Page<z.output<typeof PriceChanged>>> => {
  const query = ctx.tx
    .selectFrom('subscriptions.segment as g')
    .innerJoin('crm.account as a', 'a.id', 'g.account_id')
    .innerJoin('subscriptions.subscription as s', (j) =>
      j.onRef('s.account_id', '=', 'g.account_id').onRef('s.id', '=', 'g.subscription_id'),
    )
    .innerJoinLateral(
      (e) =>
        e
          .selectFrom('subscriptions.segment as b')
          .select(['b.price_minor', 'b.quantity', 'b.plan_version'])
          .whereRef('b.account_id', '=', 'g.account_id')
          .whereRef('b.subscription_id', '=', 'g.subscription_id')
          .whereRef('b.from_on', '<', 'g.from_on')
          .orderBy('b.from_on', 'desc')
          .orderBy('b.from_second', 'desc')
          .limit(1)
          .as('before'),
      (j) => j.onTrue(),
    )
    .select(['g.subscription_id as id', 'g.account_id', 'a.number as account_number', 'a.name as account_name'])
    .select(['before.plan_version', 's.currency', 'g.from_on'])
    .select(sql<bigint>`before.price_minor * before.quantity`.as('before_minor'))
    .select(sql<bigint>`g.price_minor * g.quantity`.as('after_minor'))
    .select(sql<bigint>`g.price_minor * g.quantity - before.price_minor * before.quantity`.as('difference_minor'))
    .where('g.price_change_id', '=', input.price_change_id)
    .where('g.bundle_plan_id', 'is', null);
  const page = await paginate(query, input, {
    sort: { account_id: { sql: 'g.account_id', field: 'account_id' } },
    fallback: 'account_id',
    idSql: 'g.subscription_id',
  });
  return page as Page<z.output<typeof PriceChanged>>;
};

/** A price change as what it gives. */
export type GivenPrice = NewPrice & {
  readonly id: Id;
  readonly plan_version: number;
  readonly state: 'planning' | 'planned' | 'taking-back' | 'taken-back';
};

const given = sql`
  select c.id, c.plan_id, c.plan_version, c.up_to_version, c.own_prices, c.effective_on, c.state, v.price_minor, v.cycle_unit, v.cycle_count
  from subscriptions.price_change c join tariffs.plan_version v on v.plan_id = c.plan_id and v.version = c.plan_version`;

/** What a price change gives. */
export const givenBy = async (tx: Tx, id: Id): Promise<GivenPrice | undefined> =>
  (await sql<GivenPrice>`${given} where c.id = ${id}`.execute(tx)).rows[0];

/** Price changes that whoever comes to old terms of a plan gets too, by day. */
export const givenToOld = async (tx: Tx, planId: Id): Promise<GivenPrice[]> =>
  (
    await sql<GivenPrice>`${given} where c.plan_id = ${planId} and c.state in ('planning', 'planned') order by c.effective_on`.execute(
      tx,
    )
  ).rows;

interface Planned {
  readonly account_id: Id;
  readonly subscription_id: Id;
  readonly from_on: Day;
}

const PIECE = 5000;
const FIRST: Id = '00000000-0000-0000-0000-000000000000';

/** What of a price change has not begun where its accounts live, piece by piece. */
export async function* notBegun(tx: Tx, id: Id, at: Instant): AsyncGenerator<readonly Planned[]> {
  for (let after: Pick<Planned, 'account_id' | 'subscription_id'> = { account_id: FIRST, subscription_id: FIRST }; ; ) {
    const { rows }: { rows: Planned[] } = await sql<Planned>`
      select g.account_id, g.subscription_id, g.from_on from subscriptions.segment g join crm.account a on a.id = g.account_id
      where g.price_change_id = ${id} and (g.account_id, g.subscription_id) > (${after.account_id}, ${after.subscription_id})
        and g.from_on > (${at}::timestamptz at time zone a.zone)::date
      order by g.account_id, g.subscription_id limit ${PIECE}`.execute(tx);
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows;
    after = last;
  }
}

/** Whether some subscription has a version of a plan, or had. */
export const isHad = async (
  tx: Tx,
  { plan_id, plan_version }: Pick<GivenPrice, 'plan_id' | 'plan_version'>,
): Promise<boolean> => {
  const { rows } = await sql`
    select 1 from subscriptions.segment where plan_id = ${plan_id} and plan_version = ${plan_version} limit 1`.execute(
    tx,
  );
  return rows.length > 0;
};

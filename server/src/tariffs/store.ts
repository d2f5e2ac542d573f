import type { Day, Id, Instant } from '@isp/values';
import type { Insertable, Updateable } from 'kysely';
import type { DB, Tx } from '../kernel/db.ts';
import { type Page, paginate } from '../kernel/page.ts';
import type { ListPlans, Plan, PlanVersion } from './contract.ts';

export const insertPlan = (tx: Tx, plan: Insertable<DB['tariffs.plan']>) =>
  tx
    .insertInto('tariffs.plan')
    .values(plan)
    .onConflict((c) => c.column('code').doNothing())
    .returning('id')
    .executeTakeFirst();

/** Lists of terms are JSON, as which the driver would not send an array. */
const json = (list: readonly unknown[]): string => JSON.stringify(list);

export const insertVersion = (tx: Tx, version: PlanVersion) =>
  tx
    .insertInto('tariffs.plan_version')
    .values({
      ...version,
      phases: json(version.phases),
      overage_tiers: json(version.overage_tiers),
      limits: json(version.limits),
      fair_use: json(version.fair_use),
      hours: json(version.hours),
      meter_charges: json(version.meter_charges),
      parts: json(version.parts),
      rollover: version.rollover && JSON.stringify(version.rollover),
    })
    .execute();

export const planById = (tx: Tx, id: Id) =>
  tx.selectFrom('tariffs.plan').selectAll().where('id', '=', id).executeTakeFirst();

/** Some plans, without their versions. */
export const plansById = (tx: Tx, ids: readonly Id[]) =>
  tx.selectFrom('tariffs.plan').selectAll().where('id', 'in', ids).execute();

export const planByCode = (tx: Tx, code: string) =>
  tx.selectFrom('tariffs.plan').selectAll().where('code', '=', code).executeTakeFirst();

export const updatePlanRow = (tx: Tx, id: Id, change: Updateable<DB['tariffs.plan']>) =>
  tx.updateTable('tariffs.plan').set(change).where('id', '=', id).returning('id').executeTakeFirst();

export const versionsOf = (tx: Tx, planIds: readonly Id[]): Promise<PlanVersion[]> =>
  tx
    .selectFrom('tariffs.plan_version')
    .selectAll()
    .where('plan_id', 'in', [...planIds, '00000000-0000-0000-0000-000000000000'])
    .orderBy('version')
    .execute() as Promise<PlanVersion[]>;

/** Takes a version back that has not begun. */
export const withdrawVersionRow = async (tx: Tx, of: Pick<PlanVersion, 'plan_id' | 'version'>, at: Instant) => {
  await tx
    .updateTable('tariffs.plan_version')
    .set({ withdrawn_at: at })
    .where('plan_id', '=', of.plan_id)
    .where('version', '=', of.version)
    .execute();
};

/** The version that holds on a day: the one with the latest beginning up to it. */
export const versionOn = (tx: Tx, planId: Id, on: Day): Promise<PlanVersion | undefined> =>
  tx
    .selectFrom('tariffs.plan_version')
    .selectAll()
    .where('plan_id', '=', planId)
    .where('effective_from', '<=', on)
    .where('withdrawn_at', 'is', null)
    .orderBy('effective_from', 'desc')
    .limit(1)
    .executeTakeFirst() as Promise<PlanVersion | undefined>;

const holding = (versions: readonly PlanVersion[], today: Day): PlanVersion | undefined =>
  versions.findLast((v) => v.effective_from <= today && v.withdrawn_at === null) ?? versions[0];

/** A page of plans, each with the version that holds `today` (or the first to come). */
export const listPlans = async (tx: Tx, input: ListPlans, today: Day): Promise<Page<Plan>> => {
  let query = tx.selectFrom('tariffs.plan').selectAll();
  if (input.state) query = query.where('state', '=', input.state);
  if (input.kind) query = query.where('kind', '=', input.kind);
  if (input.q)
    query = query.where((e) => e.or([e('name', 'ilike', `%${input.q}%`), e('code', 'ilike', `%${input.q}%`)]));
  const page = await paginate(query, input, {
    sort: {
      code: { sql: 'code', field: 'code' },
      name: { sql: 'name', field: 'name' },
      created_at: { sql: 'created_at', field: 'created_at' },
    },
    fallback: 'code',
    idSql: 'id',
  });
  const versions = Map.groupBy(
    await versionsOf(
      tx,
      page.items.map((p) => p.id),
    ),
    (v) => v.plan_id,
  );
  const items = page.items.flatMap((plan) => {
    const current = holding(versions.get(plan.id) ?? [], today);
    return current ? [{ ...plan, current }] : [];
  });
  return { ...page, items };
};

/** The plans on sale, by code, each with the version that holds on a day. */
export const plansOnSale = async (tx: Tx, today: Day): Promise<Plan[]> => {
  const plans = await tx.selectFrom('tariffs.plan').selectAll().where('state', '=', 'active').orderBy('code').execute();
  const all = await versionsOf(
    tx,
    plans.map(({ id }) => id),
  );
  const versions = Map.groupBy(all, (v) => v.plan_id);
  return plans.flatMap((plan) => {
    const current = holding(versions.get(plan.id) ?? [], today);
    return current ? [{ ...plan, current }] : [];
  });
};

/** One plan with its versions. */
export const planPage = async (
  tx: Tx,
  id: Id,
  today: Day,
): Promise<(Plan & { versions: PlanVersion[] }) | undefined> => {
  const plan = await planById(tx, id);
  if (!plan) return undefined;
  const versions = await versionsOf(tx, [id]);
  const current = holding(versions, today);
  return current && { ...plan, current, versions };
};

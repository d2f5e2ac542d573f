import { addMs, type Day, dayIn, type Instant } from '@isp/values';
import { sql, type Tx } from '../kernel/db.ts';

/** How many there are, as of a moment; the debt that is overdue is in minor units of the first legal entity's currency. */
export interface Counts {
  readonly at: Instant;
  readonly online: number;
  readonly walled: number;
  readonly accounts: number;
  readonly active: number;
  readonly suspended: number;
  readonly pending: number;
  readonly overdue_accounts: number;
  readonly overdue_minor: string;
}

/** The first legal entity's zone and currency: what a look at the whole is in. */
export interface Home {
  readonly zone: string;
  readonly currency: string;
}

/** Under which name counts are kept. */
export const COUNTS = 'counts';
/** From so many accounts on counting takes longer than a page may; then counts are those that were kept last. */
const MANY = 20_000;
/** Kept once a minute, less often while a bill run has the schedules. What is older than this is not shown: whoever keeps it is away. */
const OLDEST_MS = 3_600_000;

/** The first legal entity's zone and currency; UTC and EUR while there is none. */
export const homeOf = async (tx: Tx): Promise<Home> =>
  (await tx
    .selectFrom('billing.legal_entity')
    .select(['zone', 'currency'])
    .orderBy('created_at')
    .limit(1)
    .executeTakeFirst()) ?? { zone: 'UTC', currency: 'EUR' };

/** Counted now: a second of work for a million accounts. */
export const countNow = async (tx: Tx, now: Instant, home: Home): Promise<Counts> => {
  const today: Day = dayIn(now, home.zone);
  const { rows } = await sql<Omit<Counts, 'at'>>`
    select (select count(*)::int from aaa.session where stopped_at is null) as online,
      (select count(*)::int from aaa.session s join aaa.access x on x.account_id = s.account_id and x.subscription_id = s.subscription_id
        where s.stopped_at is null and x.mode = 'walled') as walled,
      (select count(*)::int from crm.account where state = 'active') as accounts, n.*, o.*
    from (select count(*) filter (where state = 'active')::int as active, count(*) filter (where state = 'suspended')::int as suspended,
        count(*) filter (where state = 'pending')::int as pending from subscriptions.subscription) n,
      (select count(distinct account_id)::int as overdue_accounts, coalesce(sum(open_minor), 0)::text as overdue_minor
        from billing.invoice where open_minor > 0 and due_on < ${today} and currency = ${home.currency}) o`.execute(tx);
  const [row] = rows;
  if (!row) throw new Error('counting gave no row');
  return { at: now, ...row };
};

/** The counts to show: counted now, or, where there are many to count, those kept last. */
export const countsOf = async (tx: Tx, now: Instant, home: Home): Promise<Counts> => {
  const kept = await tx.selectFrom('kernel.snapshot').selectAll().where('name', '=', COUNTS).executeTakeFirst();
  const body = kept?.body as Omit<Counts, 'at'> | undefined;
  if (kept && body && body.accounts >= MANY && kept.at >= addMs(now, -OLDEST_MS) && kept.at <= now)
    return { ...body, at: kept.at };
  return countNow(tx, now, home);
};

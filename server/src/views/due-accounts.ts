import type { Day, Id } from '@isp/values';
import { anyOf, type RawBuilder, sql, type Tx } from '../kernel/db.ts';

/**
 * What is billed at once is a payer: an account, with those it pays for. Whoever bills, or changes who pays for whom, locks payers first, by id, then those they pay for.
 */

interface Due {
  readonly zone: string;
  readonly as_of: Day;
  /** Whose accounts only; null: all of the zone. */
  readonly legal_entity_id: Id | null;
}

/** Narrows accounts `a` to those of a legal entity. */
const ofEntity = ({ legal_entity_id }: Pick<Due, 'legal_entity_id'>) =>
  legal_entity_id === null ? sql`` : sql`and a.legal_entity_id = ${legal_entity_id}`;

/** Accounts `a` with a subscription that is due by a day. */
const subscribed = (as_of: Day) =>
  sql`exists (select 1 from subscriptions.subscription s where s.account_id = a.id and s.state <> 'pending' and s.next_bill_on <= ${as_of})`;

/** Accounts `a` that a charge falls due on by a day. */
const charged = (as_of: Day) =>
  sql`exists (select 1 from billing.charge c where c.account_id = a.id and c.invoice_id is null and c.cancelled_at is null and c.due_on <= ${as_of} and c.known_on <= ${as_of})`;

/** Nothing else is billed on an account, nor on those it pays for: where something is, its bill takes the charge. */
const notBilled = (payer: string) => sql`
  not exists (select 1 from subscriptions.subscription s where s.account_id = ${sql.ref(payer)} and s.next_bill_on is not null and s.state <> 'pending')
  and not exists (select 1 from crm.account k join subscriptions.subscription s on s.account_id = k.id where k.payer_id = ${sql.ref(payer)} and s.next_bill_on is not null and s.state <> 'pending')`;

const chargedAlone = (as_of: Day) => sql`${charged(as_of)} and ${notBilled('a.id')}`;

/** Up to `limit` accounts of a zone, by id, after one, that have something due by a day, themselves or on those they pay for. */
export const dueAccounts = async (tx: Tx, due: Due & { readonly after: Id; readonly limit: number }): Promise<Id[]> => {
  const { as_of, zone, after, limit } = due;
  const own = (test: RawBuilder<unknown>) => sql`
    (select a.id from crm.account a where a.zone = ${zone} ${ofEntity(due)} and a.payer_id is null and a.id > ${after} and ${test} order by a.id limit ${limit})`;
  const others = (test: RawBuilder<unknown>) => sql`
    (select distinct a.payer_id from crm.account a where a.zone = ${zone} ${ofEntity(due)} and a.payer_id > ${after} and ${test} order by a.payer_id limit ${limit})`;
  const { rows } = await sql<{ id: Id }>`
    ${own(subscribed(as_of))} union ${own(chargedAlone(as_of))}
    union ${others(subscribed(as_of))} union ${others(sql`${charged(as_of)} and ${notBilled('a.payer_id')}`)}
    order by id limit ${limit}`.execute(tx);
  return rows.map((r) => r.id);
};

/** What becomes of accounts that another transaction holds: waited for, and then there may be nothing due any more; left out; or seen as they are, and not claimed. */
export type Claim = 'wait' | 'leave' | 'see';

const CLAIMS: Readonly<Record<Claim, string>> = {
  wait: 'for no key update of a',
  leave: 'for no key update of a skip locked',
  see: '',
};

const claim = async (tx: Tx, ids: readonly Id[], how: Claim, isDue: RawBuilder<unknown>): Promise<Id[]> => {
  if (ids.length === 0) return [];
  const { rows } = await sql<{ id: Id }>`
    select a.id from crm.account a where a.id = ${anyOf(ids)} and a.payer_id is null and ${isDue} order by a.id ${sql.raw(CLAIMS[how])}`.execute(
    tx,
  );
  return rows.map((r) => r.id);
};

/** Claims those that payers, which are claimed, pay for; gives the payers all of whose could be. (The index is of those that have a payer, which a kept plan does not see of a list.) */
const claimPaidFor = async (tx: Tx, payers: readonly Id[], how: Claim): Promise<readonly Id[]> => {
  const found = await sql<{ id: Id; payer_id: Id }>`
    select a.id, a.payer_id from crm.account a where a.payer_id = ${anyOf(payers)} and a.payer_id is not null order by a.id`.execute(
    tx,
  );
  if (found.rows.length === 0 || how === 'see') return payers;
  const ids = found.rows.map(({ id }) => id);
  const { rows } = await sql<{ id: Id }>`
    select a.id from crm.account a where a.id = ${anyOf(ids)} order by a.id ${sql.raw(CLAIMS[how])}`.execute(tx);
  const got = new Set(rows.map(({ id }) => id));
  const lacking = new Set(found.rows.flatMap(({ id, payer_id }) => (got.has(id) ? [] : payer_id)));
  return payers.filter((id) => !lacking.has(id));
};

/** Payers `a` of accounts that something is due on. */
const dueOnOthers = (as_of: Day) => sql`exists (
  select 1 from crm.account k where k.payer_id = a.id and (
    exists (select 1 from subscriptions.subscription s where s.account_id = k.id and s.state <> 'pending' and s.next_bill_on <= ${as_of})
    or exists (select 1 from billing.charge c where c.account_id = k.id and c.invoice_id is null and c.cancelled_at is null and c.due_on <= ${as_of} and c.known_on <= ${as_of})
      and ${notBilled('a.id')}))`;

/** Claims of these accounts, by id, those that still have something due, with those they pay for. What is due on others, and charges alone, are asked about only where not all have. */
export const claimDue = async (
  tx: Tx,
  ids: readonly Id[],
  { as_of, claim: how }: Pick<Due, 'as_of'> & { readonly claim: Claim },
): Promise<readonly Id[]> => {
  const claimed = await claim(tx, ids, how, subscribed(as_of));
  for (const isDue of [dueOnOthers(as_of), chargedAlone(as_of)]) {
    if (claimed.length === ids.length) break;
    const done = new Set(claimed);
    const others = ids.filter((id) => !done.has(id));
    claimed.push(...(await claim(tx, others, how, isDue)));
  }
  return claimPaidFor(tx, claimed.sort(), how);
};

/** Who pays for an account: itself, when nobody else does. */
const payerOf = async (tx: Tx, id: Id): Promise<Id> => {
  const { rows } = await sql<{
    id: Id;
  }>`select coalesce(a.payer_id, a.id) as id from crm.account a where a.id = ${id}`.execute(tx);
  return rows[0]?.id ?? id;
};

/** Waits for who pays for an account and claims it with all it pays for, whatever is due; gives the payer. */
export const claimPayer = async (tx: Tx, id: Id): Promise<Id> => {
  const payer = await payerOf(tx, id);
  await claim(tx, [payer], 'wait', sql`true`);
  if ((await payerOf(tx, id)) !== payer) return claimPayer(tx, id);
  await claimPaidFor(tx, [payer], 'wait');
  return payer;
};

/** Claims accounts without waiting: whether all of them could be. */
export const claimAtOnce = async (tx: Tx, ids: readonly Id[]): Promise<boolean> => {
  const { rows } = await sql<{ id: Id }>`
    select a.id from crm.account a where a.id = ${anyOf(ids)} order by a.id for no key update of a skip locked`.execute(
    tx,
  );
  return rows.length === new Set(ids).size;
};

/** How many accounts of a zone have something due by a day, with those they pay for as one. */
export const countDue = async (tx: Tx, due: Due): Promise<number> => {
  const { as_of, zone } = due;
  const { rows } = await sql<{ n: number }>`
    select (select count(distinct coalesce(a.payer_id, a.id)) from subscriptions.subscription s join crm.account a on a.id = s.account_id
        where a.zone = ${zone} ${ofEntity(due)} and s.state <> 'pending' and s.next_bill_on <= ${as_of})::int
      + (select count(distinct coalesce(a.payer_id, a.id)) from crm.account a
        where a.zone = ${zone} ${ofEntity(due)} and ${charged(as_of)} and ${notBilled('a.id')} and (a.payer_id is null or (${notBilled('a.payer_id')})))::int as n`.execute(
    tx,
  );
  return rows[0]?.n ?? 0;
};

/** An account that is over and billed to the end, and the day its service ended. */
export interface EndedAccount {
  readonly account_id: Id;
  readonly currency: string;
  readonly ended_on: Day;
}

/** Accounts whose last charged period ended after `from`, by the day, and that are billed no more: one a period before had a bill, and has none now. Not those that another pays for: they had none of their own. */
export const endedAccounts = async (tx: Tx, due: Due & { readonly from: Day }): Promise<EndedAccount[]> => {
  const { rows } = await sql<EndedAccount>`
    select a.id as account_id, a.currency, max(coalesce(s.ended_on, s.recurring_to)) as ended_on
    from subscriptions.subscription s join crm.account a on a.id = s.account_id
    where s.next_bill_on is null and s.recurring_to > ${due.from} and s.recurring_to <= ${due.as_of} and a.zone = ${due.zone} ${ofEntity(due)} and a.payer_id is null
      and not exists (select 1 from subscriptions.subscription o where o.account_id = a.id and (o.next_bill_on is not null or o.recurring_to > ${due.as_of}))
      and not exists (select 1 from crm.account k join subscriptions.subscription o on o.account_id = k.id where k.payer_id = a.id and (o.next_bill_on is not null or o.recurring_to > ${due.as_of}))
    group by a.id order by a.id`.execute(tx);
  return rows;
};

import type { Day, Id, Instant } from '@isp/values';
import { sql, type Tx } from '../../kernel/db.ts';
import { type Page, paginate } from '../../kernel/page.ts';
import type { ListVoucherBatches, ListVoucherCodes, ListVouchers, Voucher, VoucherBatch } from '../contract.ts';
import type { VoucherState } from '../core/voucher.ts';

type BatchFacts = Omit<VoucherBatch, 'unused' | 'in_use' | 'used_up' | 'expired' | 'cancelled'>;

const batches = (tx: Tx) =>
  tx
    .selectFrom('aaa.voucher_batch as b')
    .select([
      'b.id',
      'b.account_id',
      'b.name',
      'b.size',
      'b.code_prefix',
      'b.code_length',
      'b.pin_length',
      'b.time_s',
      'b.octets',
    ])
    .select([
      'b.valid_s',
      'b.rate_down_kbps',
      'b.rate_up_kbps',
      'b.simultaneous',
      'b.binds_device',
      'b.use_by_on',
      'b.heading',
    ])
    .select(['b.price_minor', 'b.currency', 'b.zone', 'b.login_url', 'b.cancelled_at', 'b.created_at'])
    .select(sql<VoucherBatch['code_alphabet']>`b.code_alphabet`.as('code_alphabet'));

const like = (text: string): string => `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;

interface Counted {
  readonly batch_id: Id;
  readonly state: VoucherState;
  readonly n: number;
}

/** Batches with how many of their vouchers are in each state. */
const counted = async (tx: Tx, found: readonly BatchFacts[]): Promise<VoucherBatch[]> => {
  const { rows } = await sql<Counted>`
    select v.batch_id, v.state, count(*)::int as n from unnest(${found.map((b) => b.account_id)}::uuid[], ${found.map((b) => b.id)}::uuid[]) as k (account_id, batch_id)
    join aaa.voucher v on v.account_id = k.account_id and v.batch_id = k.batch_id group by 1, 2`.execute(tx);
  const of = (batch: Id, state: VoucherState): number =>
    rows.find((row) => row.batch_id === batch && row.state === state)?.n ?? 0;
  return found.map((batch) => ({
    ...batch,
    unused: of(batch.id, 'unused'),
    in_use: of(batch.id, 'in-use'),
    used_up: of(batch.id, 'used-up'),
    expired: of(batch.id, 'expired'),
    cancelled: of(batch.id, 'cancelled'),
  }));
};

export const listVoucherBatches = async (tx: Tx, input: ListVoucherBatches): Promise<Page<VoucherBatch>> => {
  let q = batches(tx);
  if (input.account_id) q = q.where('b.account_id', '=', input.account_id);
  if (input.q) q = q.where('b.name', 'ilike', like(input.q));
  const page = await paginate(q, input, {
    sort: {
      created_at: { sql: 'b.created_at', field: 'created_at' },
      name: { sql: 'b.name', field: 'name' },
      size: { sql: 'b.size', field: 'size' },
    },
    fallback: '-created_at',
    idSql: 'b.id',
  });
  return { ...page, items: await counted(tx, page.items) };
};

export const batchById = async (tx: Tx, id: Id): Promise<VoucherBatch | undefined> => {
  const found = await batches(tx).where('b.id', '=', id).executeTakeFirst();
  return found && (await counted(tx, [found]))[0];
};

/** A batch, locked: one at a time changes what becomes of its vouchers. */
export const lockBatch = (tx: Tx, id: Id): Promise<BatchFacts | undefined> =>
  batches(tx).where('b.id', '=', id).forUpdate().executeTakeFirst();

type NewBatch = BatchFacts & { readonly use_before: Instant | null };

/** Stores a batch; gives false when the account has one of that name. */
export const insertBatch = async (tx: Tx, batch: NewBatch): Promise<boolean> => {
  const stored = await tx
    .insertInto('aaa.voucher_batch')
    .values(batch)
    .onConflict((c) => c.columns(['account_id', 'name']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return stored !== undefined;
};

const vouchers = (tx: Tx) =>
  tx
    .selectFrom('aaa.voucher as v')
    .innerJoin('aaa.voucher_batch as b', (j) =>
      j.onRef('b.account_id', '=', 'v.account_id').onRef('b.id', '=', 'v.batch_id'),
    )
    .select([
      'v.id',
      'v.account_id',
      'v.batch_id',
      'b.name as batch_name',
      'v.number',
      'v.code_ending',
      'v.reason',
      'v.mac',
    ])
    .select(['v.first_used_at', 'v.expires_at', 'v.ended_at', 'v.used_s', 'v.used_octets', 'b.time_s', 'b.octets'])
    .select(sql<VoucherState>`v.state`.as('state'))
    .select(sql<Instant>`coalesce(v.first_used_at, timestamptz 'epoch')`.as('first_used'));

type Found = Omit<Voucher, 'code'> & { readonly code_ending: string };

/** What is looked for: a code by its digest, a number, a MAC. */
export interface VoucherSearch {
  readonly digest: string;
  readonly number: number | null;
  readonly mac: string | null;
}

export const listVouchers = (tx: Tx, input: ListVouchers, search?: VoucherSearch): Promise<Page<Found>> => {
  let q = vouchers(tx);
  if (input.batch_id) q = q.where('v.batch_id', '=', input.batch_id);
  if (input.account_id) q = q.where('v.account_id', '=', input.account_id);
  if (input.state) q = q.where('v.state', '=', input.state);
  if (search)
    q = q.where(
      sql<boolean>`(v.id in (select n.credential_id from aaa.username n where n.kind = 'voucher' and n.username = ${search.digest})
        or v.number = ${search.number} or v.mac = ${search.mac})`,
    );
  return paginate(q, input, {
    sort: {
      id: { sql: 'v.id', field: 'id' },
      number: { sql: 'v.number', field: 'number' },
      state: { sql: 'v.state', field: 'state' },
      first_used_at: { sql: `coalesce(v.first_used_at, timestamptz 'epoch')`, field: 'first_used' },
      used_s: { sql: 'v.used_s', field: 'used_s' },
      used_octets: { sql: 'v.used_octets', field: 'used_octets' },
    },
    fallback: input.batch_id ? 'number' : '-id',
    idSql: 'v.id',
  });
};

export const voucherById = (tx: Tx, id: Id): Promise<Found | undefined> =>
  vouchers(tx).where('v.id', '=', id).executeTakeFirst();

/** A sealed code. */
export interface SealedCode {
  readonly id: Id;
  readonly number: number;
  readonly code_sealed: Buffer;
  readonly pin_sealed: Buffer | null;
}

const codes = (tx: Tx) =>
  tx
    .selectFrom('aaa.voucher as v')
    .select(['v.id', 'v.account_id', 'v.batch_id', 'v.number', 'v.code_sealed', 'v.pin_sealed']);

export const listCodes = (tx: Tx, input: ListVoucherCodes): Promise<Page<SealedCode>> =>
  paginate(codes(tx).where('v.batch_id', '=', input.id), input, {
    sort: { number: { sql: 'v.number', field: 'number' } },
    fallback: 'number',
    idSql: 'v.id',
  });

export const codeById = (tx: Tx, id: Id) => codes(tx).where('v.id', '=', id).executeTakeFirst();

/** Up to `limit` codes of a batch with a number above `after`, of vouchers that are not over. */
export const codesAfter = (
  tx: Tx,
  batch: { readonly account_id: Id; readonly id: Id },
  after: number,
  which: { readonly to_number: number; readonly states: readonly VoucherState[] },
  limit: number,
): Promise<SealedCode[]> =>
  codes(tx)
    .where('v.account_id', '=', batch.account_id)
    .where('v.batch_id', '=', batch.id)
    .where('v.number', '>', after)
    .where('v.number', '<=', which.to_number)
    .where('v.state', 'in', which.states)
    .orderBy('v.number')
    .limit(limit)
    .execute();

/** Whether a code of this digest is a voucher's. */
export const isCodeTaken = async (tx: Tx, digest: string): Promise<boolean> =>
  (await tx
    .selectFrom('aaa.username')
    .select('credential_id')
    .where('kind', '=', 'voucher')
    .where('username', '=', digest)
    .executeTakeFirst()) !== undefined;

/** Of some codes those that are the names of log-ins, in capitals or small letters. */
export const namesAmong = async (tx: Tx, drawn: readonly string[]): Promise<ReadonlySet<string>> => {
  const names = [...drawn, ...drawn.map((code) => code.toLowerCase())];
  const { rows } = await sql<{ code: string }>`
    select upper(username) as code from aaa.username where kind = 'password' and username = any (${names}::text[])`.execute(
    tx,
  );
  return new Set(rows.map((row) => row.code));
};

/** A voucher to be. */
export interface NewVoucher {
  readonly id: Id;
  readonly number: number;
  readonly digest: string;
  readonly code_sealed: Buffer;
  readonly code_ending: string;
  readonly pin_sealed: Buffer | null;
}

/** Stores vouchers whose codes nobody has; gives the ids of those that were stored. */
export const insertVouchers = async (
  tx: Tx,
  batch: Pick<NewBatch, 'account_id' | 'id' | 'use_before'>,
  drawn: readonly NewVoucher[],
  now: Instant,
): Promise<ReadonlySet<Id>> => {
  const column = <K extends keyof NewVoucher>(name: K) => drawn.map((one) => one[name]);
  const { rows } = await sql<{ id: Id }>`
    with claimed as (
      insert into aaa.username (kind, username, account_id, credential_id)
      select 'voucher', u.digest, ${batch.account_id}, u.id from unnest(${column('id')}::uuid[], ${column('digest')}::text[]) as u (id, digest)
      on conflict (kind, username) do nothing returning credential_id
    )
    insert into aaa.voucher (account_id, id, batch_id, number, code_sealed, code_ending, pin_sealed, state, reason, changes_at, derived_at)
    select ${batch.account_id}, u.id, ${batch.id}, u.number, u.code_sealed, u.code_ending, u.pin_sealed, 'unused', 'active', ${batch.use_before}::timestamptz, ${now}
    from unnest(${column('id')}::uuid[], ${column('number')}::int[], ${column('code_sealed')}::bytea[], ${column('code_ending')}::text[], ${column('pin_sealed')}::bytea[])
      as u (id, number, code_sealed, code_ending, pin_sealed) join claimed c on c.credential_id = u.id
    returning id`.execute(tx);
  return new Set(rows.map((row) => row.id));
};

/** Sets by when the vouchers of a batch are to be used first: those that are not are good until then. */
export const extendBatch = async (
  tx: Tx,
  batch: { readonly account_id: Id; readonly id: Id },
  by: { readonly use_by_on: Day | null; readonly use_before: Instant | null },
  now: Instant,
): Promise<void> => {
  await tx
    .updateTable('aaa.voucher_batch')
    .set(by)
    .where('account_id', '=', batch.account_id)
    .where('id', '=', batch.id)
    .execute();
  await tx
    .updateTable('aaa.voucher')
    .set({ state: 'unused', reason: 'active', ended_at: null, changes_at: by.use_before, derived_at: now })
    .where('account_id', '=', batch.account_id)
    .where('batch_id', '=', batch.id)
    .where('state', 'in', ['unused', 'expired'])
    .where('first_used_at', 'is', null)
    .execute();
};

export const markBatchCancelled = (tx: Tx, batch: { readonly account_id: Id; readonly id: Id }, now: Instant) =>
  tx
    .updateTable('aaa.voucher_batch')
    .set({ cancelled_at: now })
    .where('account_id', '=', batch.account_id)
    .where('id', '=', batch.id)
    .execute();

/** Cancels the vouchers of a batch, or one of them, that are not over; gives those that somebody had logged in by. */
export const cancelVouchers = async (
  tx: Tx,
  of: { readonly account_id: Id; readonly batch_id: Id; readonly id?: Id },
  reason: string,
  now: Instant,
): Promise<{ id: Id; was_used: boolean }[]> => {
  let q = tx
    .updateTable('aaa.voucher')
    .set({ state: 'cancelled', reason, ended_at: now, changes_at: null, derived_at: now })
    .where('account_id', '=', of.account_id)
    .where('batch_id', '=', of.batch_id)
    .where('state', 'in', ['unused', 'in-use']);
  if (of.id) q = q.where('id', '=', of.id).set({ cancelled_at: now });
  return q.returning(['id', sql<boolean>`first_used_at is not null`.as('was_used')]).execute();
};

export const forgetDevice = (tx: Tx, key: { readonly account_id: Id; readonly id: Id }) =>
  tx
    .updateTable('aaa.voucher')
    .set({ mac: null })
    .where('account_id', '=', key.account_id)
    .where('id', '=', key.id)
    .execute();

/** Whether a voucher of a batch is good still, or was since a moment. */
export const isBatchNeeded = async (
  tx: Tx,
  batch: { readonly account_id: Id; readonly id: Id },
  since: Instant,
): Promise<boolean> =>
  (await tx
    .selectFrom('aaa.voucher')
    .select('id')
    .where('account_id', '=', batch.account_id)
    .where('batch_id', '=', batch.id)
    .where((e) => e.or([e('ended_at', 'is', null), e('ended_at', '>', since)]))
    .limit(1)
    .executeTakeFirst()) !== undefined;

/** The batches of an account that have vouchers which are good still. */
export const goodBatchesOf = async (tx: Tx, account_id: Id): Promise<Id[]> => {
  const rows = await tx
    .selectFrom('aaa.voucher_batch as b')
    .select('b.id')
    .where('b.account_id', '=', account_id)
    .where((e) =>
      e.exists(
        e
          .selectFrom('aaa.voucher as v')
          .select('v.id')
          .whereRef('v.account_id', '=', 'b.account_id')
          .whereRef('v.batch_id', '=', 'b.id')
          .where('v.state', 'in', ['unused', 'in-use']),
      ),
    )
    .orderBy('b.id')
    .execute();
  return rows.map((row) => row.id);
};

const USED = ['usage_quarter', 'usage_hour', 'usage_day', 'usage_month', 'usage_late'] as const;

/** Removes a batch with its vouchers, their codes and their use. What their sessions and log-ins tell stays for as long as such is kept. */
export const removeBatch = async (
  tx: Tx,
  { account_id, id }: { readonly account_id: Id; readonly id: Id },
): Promise<void> => {
  const { rows } = await sql<{ id: Id }>`
    delete from aaa.voucher where account_id = ${account_id} and batch_id = ${id} returning id`.execute(tx);
  const own = rows.map((row) => row.id);
  for (const table of USED)
    await sql`delete from ${sql.table(`aaa.${table}`)} where account_id = ${account_id} and subscription_id = any (${own}::uuid[])`.execute(
      tx,
    );
  await sql`delete from aaa.username where kind = 'voucher' and account_id = ${account_id} and credential_id = any (${own}::uuid[])`.execute(
    tx,
  );
  await sql`delete from aaa.voucher_batch where account_id = ${account_id} and id = ${id}`.execute(tx);
};

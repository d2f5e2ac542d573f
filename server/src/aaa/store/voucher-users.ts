import type { Id, Instant } from '@isp/values';
import { type RawBuilder, sql, type Tx } from '../../kernel/db.ts';
import type { VoucherState } from '../core/voucher.ts';

/** A voucher as the packets' way needs it, with what its batch says. */
export interface VoucherRow {
  /** 16 octets of the account, 16 of the voucher. */
  readonly ids: Buffer;
  readonly code_sealed: Buffer;
  readonly pin_sealed: Buffer | null;
  readonly state: VoucherState;
  readonly reason: string;
  readonly mac: string | null;
  readonly first_used_at: Instant | null;
  readonly expires_at: Instant | null;
  readonly used_s: number;
  readonly used_octets: number;
  readonly time_s: number | null;
  readonly octets: number | null;
  readonly valid_s: number | null;
  readonly rate_down_kbps: number | null;
  readonly rate_up_kbps: number | null;
  readonly simultaneous: number;
  readonly binds_device: boolean;
  readonly use_before: Instant | null;
}

const columns = sql`uuid_send(v.account_id) || uuid_send(v.id) as ids, v.code_sealed, v.pin_sealed, v.state, v.reason, v.mac, v.first_used_at, v.expires_at, v.used_s,
  v.used_octets::float8 as used_octets, b.time_s, b.octets::float8 as octets, b.valid_s, b.rate_down_kbps, b.rate_up_kbps, b.simultaneous, b.binds_device, b.use_before`;

const vouchers = sql`aaa.voucher v join aaa.voucher_batch b on b.account_id = v.account_id and b.id = v.batch_id`;

/** All vouchers, also those that are over, page by page, from one snapshot: run it in a transaction of its own. */
export async function* allVouchers(tx: Tx, pageSize: number): AsyncGenerator<VoucherRow[]> {
  await sql`declare vouchers no scroll cursor for select ${columns} from ${vouchers}`.execute(tx);
  for (;;) {
    const { rows } = await sql<VoucherRow>`fetch ${sql.lit(pageSize)} from vouchers`.execute(tx);
    if (rows.length === 0) return;
    yield rows;
  }
}

const found = async (tx: Tx, where: RawBuilder<unknown>): Promise<VoucherRow[]> => {
  const { rows } = await sql<VoucherRow>`select ${columns} from ${vouchers} ${where}`.execute(tx);
  return rows;
};

/** Those of some keys that are vouchers. */
export const vouchersOf = (tx: Tx, accounts: readonly Id[], ids: readonly Id[]): Promise<VoucherRow[]> =>
  found(
    tx,
    sql`join unnest(${accounts}::uuid[], ${ids}::uuid[]) as k (account_id, id) on k.account_id = v.account_id and k.id = v.id`,
  );

/** The voucher whose code has this digest. */
export const voucherOfCode = (tx: Tx, digest: string): Promise<VoucherRow[]> =>
  found(
    tx,
    sql`join aaa.username n on n.account_id = v.account_id and n.credential_id = v.id where n.kind = 'voucher' and n.username = ${digest}`,
  );

interface FirstUse {
  readonly account_id: Id;
  readonly subscription_id: Id;
  readonly mac: string | null;
  /** When it was first let on; null when that is known already. */
  readonly begun_at: Instant | null;
}

/** Binds a voucher to the station it was first used at, where its batch wants that, and has its time run from its first log-in on. What is known stays. */
export const storeFirstUse = async (tx: Tx, one: FirstUse, now: Instant): Promise<void> => {
  const { account_id, subscription_id, mac, begun_at } = one;
  await sql`
    with first as (
      select v.account_id, v.id, coalesce(v.mac, case when b.binds_device then ${mac} end) as mac, v.first_used_at is null and v.state <> 'cancelled' as begins,
        ${begun_at}::timestamptz + b.valid_s * interval '1 second' as expires_at
      from ${vouchers} where v.account_id = ${account_id} and v.id = ${subscription_id} for no key update of v
    )
    update aaa.voucher v set mac = f.mac, derived_at = ${now},
      first_used_at = case when f.begins then ${begun_at}::timestamptz else v.first_used_at end,
      state = case when f.begins and ${begun_at}::timestamptz is not null then 'in-use' else v.state end,
      reason = case when f.begins and ${begun_at}::timestamptz is not null then 'active' else v.reason end,
      ended_at = case when f.begins and ${begun_at}::timestamptz is not null then null else v.ended_at end,
      expires_at = case when f.begins then f.expires_at else v.expires_at end,
      changes_at = case when f.begins and ${begun_at}::timestamptz is not null then f.expires_at else v.changes_at end
    from first f where v.account_id = f.account_id and v.id = f.id
      and ((f.begins and ${begun_at}::timestamptz is not null) or v.mac is distinct from f.mac)`.execute(tx);
};

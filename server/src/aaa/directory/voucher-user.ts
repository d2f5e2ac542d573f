import { LIVE } from '../core/voucher.ts';
import type { VoucherRow } from '../store/voucher-users.ts';
import type { User } from './user.ts';

const NO_LINE = { line_nas_id: null, circuit_id: null, remote_id: null };
const NO_PORT = { port: null, port_nas_id: null, vlan: null };
const NO_ADDRESS = { framed_ip: null, framed_ipv6_prefix: null, delegated_ipv6_prefix: null, used_at: null };
const NO_POOLS = { ipv4_pool: null, ipv6_prefix_pool: null, ipv6_delegated_pool: null };

const left = (of: number | null, used: number): number | null => (of === null ? null : Math.max(0, of - used));

/** A voucher as a user of the directory; `open` unseals. Its addresses are the NAS's business. */
export const voucherUser = (row: VoucherRow, open: (sealed: Buffer) => string): User => {
  const code = open(row.code_sealed);
  const begins = row.first_used_at === null;
  const octets_left = left(row.octets, row.used_octets);
  return {
    ...{ ids: row.ids, kind: 'password' as const, username: code, ...NO_LINE, ...NO_PORT, ...NO_ADDRESS, ...NO_POOLS },
    ...{ password: row.pin_sealed === null ? code : open(row.pin_sealed), password_kind: 'clear' as const },
    ...{ mac: row.mac, learn: row.binds_device ? ['mac' as const] : [] },
    ...{ mode: LIVE.includes(row.state) ? ('allow' as const) : ('deny' as const), reason: row.reason },
    ...{ rate_down_kbps: row.rate_down_kbps, rate_up_kbps: row.rate_up_kbps, simultaneous: row.simultaneous },
    ...{ session_timeout_s: begins ? row.valid_s : null, ends_at: begins ? row.use_before : row.expires_at },
    ...{
      octets_left,
      ends_after_octets: octets_left,
      ends_after_s: left(row.time_s, row.used_s),
      session_octets: null,
    },
    counts_time: begins || row.time_s !== null,
    // What began by a voucher is the voucher's: there is no other log-in to tell it from.
    stamp: 0,
    voucher: { proof: row.pin_sealed === null ? 'code' : 'pin', begins },
  };
};

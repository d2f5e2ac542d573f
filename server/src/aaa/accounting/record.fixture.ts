import { createHash } from 'node:crypto';
import type { Id } from '@isp/values';
import { describe } from '../core/described.ts';
import { NOBODY, type SessionRecord } from '../core/record.ts';

export const T0 = Date.parse('2026-01-01T10:00:00Z');
const MINUTE = 60_000;

export const uuid = (name: string): string => {
  const hex = createHash('md5').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
};

/** A record of an unknown user's session at a NAS; `minute` counts from `T0`, the session's beginning. */
export const recordAt = (
  nas_id: Id,
  name: string,
  kind: SessionRecord['kind'],
  minute: number,
  octets: bigint,
  change: Partial<SessionRecord> = {},
): SessionRecord => {
  const told = { ...plainRecord(nas_id, name, kind, minute, octets), ...change };
  return { ...told, described: kind === 'stop' ? null : describe(told) };
};

const plainRecord = (nas_id: Id, name: string, kind: SessionRecord['kind'], minute: number, octets: bigint) => ({
  ...NOBODY,
  kind,
  id: uuid(name),
  nas_id,
  username: `u "${name}" \\ {}, NULL`,
  acct_session_id: Buffer.from(name).toString('hex'),
  class: null,
  further_link: false,
  client: '127.0.0.1',
  nas_ip: '10.0.0.1',
  nas_identifier: 'edge',
  nas_port_id: null,
  framed_ip: '10.1.1.1',
  framed_ipv6_address: null,
  framed_ipv6_prefix: '2001:db8:0:1:0:0:0:0/64',
  framed_interface_id: null,
  delegated_ipv6_prefix: null,
  calling_station_id: '02-00-00-00-00-01',
  called_station_id: null,
  started_ms: T0,
  heard_ms: T0 + minute * MINUTE,
  stopped_ms: kind === 'stop' ? T0 + minute * MINUTE : null,
  began_after_ms: T0 - 2000,
  session_s: minute * 60,
  input_octets: octets,
  output_octets: octets * 10n,
  terminate_cause: kind === 'stop' ? 1 : null,
  told_mode: null,
  told_rate_down_kbps: null,
  told_rate_up_kbps: null,
  told_framed_ip: null,
});

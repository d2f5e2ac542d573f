import { quarterOf } from './event-time.ts';
import type { SessionRecord } from './record.ts';

/**
 * True when two records of one id can be written as one: they are of one account, their octets belong to the same quarter of an hour, and
 * neither surely began after the other was heard of.
 */
export const canCoalesce = (a: SessionRecord, b: SessionRecord): boolean =>
  a.account_id === b.account_id &&
  quarterOf(a.heard_ms) === quarterOf(b.heard_ms) &&
  (a.began_after_ms ?? Number.NEGATIVE_INFINITY) <= b.heard_ms &&
  (b.began_after_ms ?? Number.NEGATIVE_INFINITY) <= a.heard_ms;

const larger = (a: bigint, b: bigint): bigint => (a > b ? a : b);

/** One record that says what both say: the greater totals, the later news, a Stop if either is one. The order of the two does not matter. */
export const coalesce = (a: SessionRecord, b: SessionRecord): SessionRecord => {
  const [old, news] = a.heard_ms <= b.heard_ms ? [a, b] : [b, a];
  const stop = a.kind === 'stop' ? a : b.kind === 'stop' ? b : undefined;
  const start = a.kind === 'start' ? a : b.kind === 'start' ? b : undefined;
  return {
    ...news,
    kind: stop?.kind ?? start?.kind ?? 'interim',
    class: news.class ?? old.class,
    nas_ip: news.nas_ip ?? old.nas_ip,
    nas_identifier: news.nas_identifier ?? old.nas_identifier,
    nas_port_id: news.nas_port_id ?? old.nas_port_id,
    framed_ip: news.framed_ip ?? old.framed_ip,
    framed_ipv6_address: news.framed_ipv6_address ?? old.framed_ipv6_address,
    framed_ipv6_prefix: news.framed_ipv6_prefix ?? old.framed_ipv6_prefix,
    framed_interface_id: news.framed_interface_id ?? old.framed_interface_id,
    delegated_ipv6_prefix: news.delegated_ipv6_prefix ?? old.delegated_ipv6_prefix,
    calling_station_id: news.calling_station_id ?? old.calling_station_id,
    called_station_id: news.called_station_id ?? old.called_station_id,
    started_ms: Math.min(a.started_ms, b.started_ms),
    stopped_ms: stop?.stopped_ms ?? null,
    began_after_ms: old.began_after_ms ?? news.began_after_ms,
    session_s: Math.max(a.session_s, b.session_s),
    input_octets: larger(a.input_octets, b.input_octets),
    output_octets: larger(a.output_octets, b.output_octets),
    terminate_cause: stop?.terminate_cause ?? null,
  };
};

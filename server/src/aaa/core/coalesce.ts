import { DESCRIPTIONS, type Description } from './described.ts';
import { quarterOf } from './event-time.ts';
import type { SessionRecord } from './record.ts';

const ADDRESSES = ['framed_ip', 'framed_ipv6_address', 'framed_ipv6_prefix', 'delegated_ipv6_prefix'] as const;

/** False when both name an address and not the same: who had either would be lost in one row. */
const sameAddresses = (a: SessionRecord, b: SessionRecord): boolean =>
  ADDRESSES.every((name) => a[name] === b[name] || a[name] === null || b[name] === null);

/**
 * True when two records of one id can be written as one: they are of one account, their octets belong to the same quarter of an hour,
 * neither surely began after the other was heard of, and they do not name different addresses.
 */
export const canCoalesce = (a: SessionRecord, b: SessionRecord): boolean =>
  a.account_id === b.account_id &&
  quarterOf(a.heard_ms) === quarterOf(b.heard_ms) &&
  (a.began_after_ms ?? Number.NEGATIVE_INFINITY) <= b.heard_ms &&
  (b.began_after_ms ?? Number.NEGATIVE_INFINITY) <= a.heard_ms &&
  sameAddresses(a, b);

const larger = (a: bigint, b: bigint): bigint => (a > b ? a : b);

const kindOf = (a: SessionRecord, b: SessionRecord): SessionRecord['kind'] => {
  if (a.kind === 'stop' || b.kind === 'stop') return 'stop';
  return a.kind === 'start' || b.kind === 'start' ? 'start' : 'interim';
};

const described = (news: SessionRecord, old: SessionRecord): Description =>
  Object.fromEntries(DESCRIPTIONS.map((name) => [name, news[name] ?? old[name]])) as Description;

/** One record that says what both say: the greater totals, the later news, a Stop if either is one. The order of the two does not matter. */
export const coalesce = (a: SessionRecord, b: SessionRecord): SessionRecord => {
  const [old, news] = a.heard_ms <= b.heard_ms ? [a, b] : [b, a];
  const stop = [a, b].find((record) => record.kind === 'stop');
  return {
    ...news,
    ...described(news, old),
    kind: kindOf(a, b),
    described: a.described === b.described ? a.described : null,
    started_ms: Math.min(a.started_ms, b.started_ms),
    stopped_ms: stop?.stopped_ms ?? null,
    began_after_ms: old.began_after_ms ?? news.began_after_ms,
    session_s: Math.max(a.session_s, b.session_s),
    input_octets: larger(a.input_octets, b.input_octets),
    output_octets: larger(a.output_octets, b.output_octets),
    terminate_cause: stop?.terminate_cause ?? null,
    further_link: a.further_link || b.further_link,
  };
};

import { ATTRIBUTE, type PacketView } from '@isp/radius';
import type { Id } from '@isp/values';
import { type ToldAtFirst, UNTOLD } from './access.ts';
import { findClass, readChargeable, readClass } from './class.ts';
import { describe } from './described.ts';
import { eventTime } from './event-time.ts';
import { sessionId } from './session-id.ts';

/** Whose session it is. */
export interface Owner {
  readonly account_id: Id;
  readonly subscription_id: Id;
}

/** The owner of a session whose user nobody knows. */
export const NOBODY: Owner = {
  account_id: '00000000-0000-0000-0000-000000000000',
  subscription_id: '00000000-0000-0000-0000-000000000000',
};

/** A Start, Interim-Update or Stop, as the session it tells of. Octets are totals since the session began. Times are milliseconds since 1970. */
export interface SessionRecord extends Owner, ToldAtFirst {
  readonly kind: 'start' | 'interim' | 'stop';
  readonly id: Id;
  readonly nas_id: Id;
  readonly username: string;
  /** Hexadecimal. */
  readonly acct_session_id: string;
  /** Hexadecimal. */
  readonly class: string | null;
  readonly client: string;
  readonly nas_ip: string | null;
  readonly nas_identifier: string | null;
  readonly nas_port_id: string | null;
  readonly framed_ip: string | null;
  readonly framed_ipv6_address: string | null;
  readonly framed_ipv6_prefix: string | null;
  readonly framed_interface_id: string | null;
  readonly delegated_ipv6_prefix: string | null;
  readonly calling_station_id: string | null;
  readonly called_station_id: string | null;
  readonly started_ms: number;
  readonly heard_ms: number;
  readonly stopped_ms: number | null;
  /** The session surely began after this; null when its Class names it beyond doubt or its beginning is not known. */
  readonly began_after_ms: number | null;
  readonly session_s: number;
  readonly input_octets: bigint;
  readonly output_octets: bigint;
  readonly terminate_cause: number | null;
  /** Its description as a number (`describe`); null when it is put together from several, and of a Stop. */
  readonly described: number | null;
  /** It is a further link of a bundle that goes on beside it (Acct-Link-Count over 1, RFC 2866 5.12). */
  readonly further_link: boolean;
}

/** What is known of a session while it is open. */
export type OpenSession = Pick<
  SessionRecord,
  | 'id'
  | 'subscription_id'
  | 'calling_station_id'
  | 'started_ms'
  | 'heard_ms'
  | 'told_framed_ip'
  | 'framed_ipv6_prefix'
  | 'delegated_ipv6_prefix'
> & {
  /** Of both directions, since it began, when that is known. */
  readonly octets?: number;
};

/** A NAS said it started or is about to stop: none of its sessions lives on. */
export interface RestartRecord {
  readonly kind: 'restart';
  readonly nas_id: Id;
  /** Those that came from there; null: all, wherever it was. */
  readonly client: string | null;
  readonly at_ms: number;
}

/** What an Accounting-Request came to: a record, nothing to keep (`passed`), or why it cannot be used. */
export type Reading =
  | { readonly record: SessionRecord | RestartRecord }
  | { readonly passed: true }
  | { readonly refused: 'status-type-missing' | 'status-type-unknown' | 'session-id-missing' };

/** Looks up whom a record is about who gives nothing of ours back. */
export type FindOwner = () => Owner | undefined;

/** Who sent a record. */
export interface Sender {
  readonly nas_id: Id;
  /** The address it came from. */
  readonly client: string;
  /** What its sessions are told from others' by: both, or the NAS alone when that is one wherever it comes from. */
  readonly octets: Buffer;
  /** It is told by its NAS-Identifier: one NAS, whose address may change. */
  readonly is_told?: boolean;
}

/** Who sends from that address, IPv4 or IPv6, as a NAS of ours. */
export const senderOf = (nas_id: Id, client: string, is_told: boolean): Sender => ({
  nas_id,
  client,
  octets: Buffer.from(is_told ? nas_id : `${nas_id} ${client}`),
  is_told,
});

const KINDS: Readonly<Record<number, SessionRecord['kind']>> = { 1: 'start', 2: 'stop', 3: 'interim' };
const ON = 7;
const OFF = 8;
/** Tunnel-Start to Tunnel-Link-Reject, and Failed (RFC 2867 2.1, RFC 2866 5.1). */
const isPassed = (status: number): boolean => status >= 9 && status <= 15;

/** Without Event-Timestamp a record's time may be off by as long as a NAS repeats itself. */
const STAMPED_SLACK_MS = 2000;
const UNSTAMPED_SLACK_MS = 60_000;

const MAX_INT = 0x7fff_ffff;
const MAX_OCTETS = (1n << 63n) - 1n;

/** Text that PostgreSQL can hold: NUL, which it cannot, is shown as U+2400. */
const text = (view: PacketView, type: number): string | null => {
  const value = view.text(type);
  if (value === undefined) return null;
  return value.includes('\u0000') ? value.replaceAll('\u0000', '\u2400') : value;
};

const ipv4 = (view: PacketView, type: number): string | null => {
  const i = view.find(type);
  if (i < 0 || view.size(i) !== 4) return null;
  const { bytes } = view;
  const at = view.start(i);
  return `${bytes[at]}.${bytes[at + 1]}.${bytes[at + 2]}.${bytes[at + 3]}`;
};

const groups = (octets: Buffer): string => (octets.toString('hex').match(/.{4}/g) ?? []).join(':');

const ipv6 = (view: PacketView, type: number): string | null => {
  const octets = view.octets(type);
  return octets?.length === 16 ? groups(octets) : null;
};

/** An IPv6 prefix (RFC 3162 2.3), its bits beyond the length cleared. */
const ipv6Prefix = (view: PacketView, type: number): string | null => {
  const octets = view.octets(type);
  if (octets === undefined || octets.length < 2 || octets.length > 18) return null;
  const prefix = octets[1] as number;
  if (prefix > 128 || (octets.length - 2) * 8 < prefix) return null;
  const address = Buffer.alloc(16);
  for (let i = 0; i < Math.ceil(prefix / 8); i++)
    address[i] = (octets[i + 2] as number) & (0xff << Math.max(0, (i + 1) * 8 - prefix)) & 0xff;
  return `${groups(address)}/${prefix}`;
};

const interfaceId = (view: PacketView): string | null => {
  const octets = view.octets(ATTRIBUTE.framed_interface_id);
  return octets?.length === 8 ? groups(octets) : null;
};

/** Gigawords · 2^32 + octets (RFC 2869 5.1, 5.2). */
const total = (view: PacketView, low: number, high: number): bigint => {
  const gigawords = Math.max(0, view.integer(high));
  const octets = Math.max(0, view.integer(low));
  if (gigawords < 1 << 20) return BigInt(gigawords * 4_294_967_296 + octets);
  const sum = BigInt(gigawords) * 4_294_967_296n + BigInt(octets);
  return sum > MAX_OCTETS ? MAX_OCTETS : sum;
};

/** NAS-Port-Id, or NAS-Port when only that is there. */
const portOf = (view: PacketView): string | null => {
  const named = text(view, ATTRIBUTE.nas_port_id);
  const numbered = view.integer(ATTRIBUTE.nas_port);
  return named ?? (numbered < 0 ? null : `${numbered}`);
};

const times = (view: PacketView, kind: SessionRecord['kind'], now: number, certain: boolean) => {
  const timestamp = view.integer(ATTRIBUTE.event_timestamp);
  const { at_ms, stamped } = eventTime(now, timestamp, view.integer(ATTRIBUTE.acct_delay_time));
  const lasted = view.integer(ATTRIBUTE.acct_session_time);
  const started_ms = kind === 'start' ? at_ms : at_ms - Math.max(0, lasted) * 1000;
  const unknownStart = certain || (kind !== 'start' && lasted < 0);
  return {
    started_ms,
    heard_ms: at_ms,
    stopped_ms: kind === 'stop' ? at_ms : null,
    began_after_ms: unknownStart ? null : started_ms - (stamped ? STAMPED_SLACK_MS : UNSTAMPED_SLACK_MS),
    session_s: Math.min(MAX_INT, Math.max(0, lasted)),
  };
};

const hexAt = (view: PacketView, i: number): string =>
  view.bytes.toString('hex', view.start(i), view.start(i) + view.size(i));

const sessionRecord = (
  view: PacketView,
  kind: SessionRecord['kind'],
  session: number,
  sender: Sender,
  find: FindOwner,
  now: number,
): SessionRecord => {
  const classAt = findClass(view);
  const token = classAt < 0 ? undefined : readClass(view.bytes, view.start(classAt), view.size(classAt));
  const name = view.find(ATTRIBUTE.user_name);
  const owner = token ?? readChargeable(view) ?? find() ?? NOBODY;
  const told = token?.told ?? UNTOLD;
  const { started_ms, heard_ms, stopped_ms, began_after_ms, session_s } = times(view, kind, now, token?.login === true);
  const cause = view.integer(ATTRIBUTE.acct_terminate_cause);
  const client = sender.client;
  const described = {
    client,
    class: classAt < 0 || view.size(classAt) === 0 ? null : hexAt(view, classAt),
    nas_ip: ipv4(view, ATTRIBUTE.nas_ip_address) ?? ipv6(view, ATTRIBUTE.nas_ipv6_address),
    nas_identifier: text(view, ATTRIBUTE.nas_identifier),
    nas_port_id: portOf(view),
    framed_ip: ipv4(view, ATTRIBUTE.framed_ip_address),
    framed_ipv6_address: ipv6(view, ATTRIBUTE.framed_ipv6_address),
    framed_ipv6_prefix: ipv6Prefix(view, ATTRIBUTE.framed_ipv6_prefix),
    framed_interface_id: interfaceId(view),
    delegated_ipv6_prefix: ipv6Prefix(view, ATTRIBUTE.delegated_ipv6_prefix),
    calling_station_id: text(view, ATTRIBUTE.calling_station_id),
    called_station_id: text(view, ATTRIBUTE.called_station_id),
  };
  return {
    kind,
    account_id: owner.account_id,
    subscription_id: owner.subscription_id,
    id: sessionId(sender.octets, view, session, name, classAt),
    nas_id: sender.nas_id,
    username: text(view, ATTRIBUTE.user_name) ?? '',
    acct_session_id: hexAt(view, session),
    ...described,
    described: kind === 'stop' ? null : describe(described),
    started_ms,
    heard_ms,
    stopped_ms,
    began_after_ms,
    session_s,
    input_octets: total(view, ATTRIBUTE.acct_input_octets, ATTRIBUTE.acct_input_gigawords),
    output_octets: total(view, ATTRIBUTE.acct_output_octets, ATTRIBUTE.acct_output_gigawords),
    terminate_cause: kind === 'stop' && cause >= 0 ? cause : null,
    further_link: view.integer(ATTRIBUTE.acct_link_count) > 1,
    told_mode: told.told_mode,
    told_rate_down_kbps: told.told_rate_down_kbps,
    told_rate_up_kbps: told.told_rate_up_kbps,
    told_framed_ip: told.told_framed_ip,
  };
};

const restartRecord = (view: PacketView, sender: Sender, now: number): RestartRecord => {
  const timestamp = view.integer(ATTRIBUTE.event_timestamp);
  const { at_ms } = eventTime(now, timestamp, view.integer(ATTRIBUTE.acct_delay_time));
  return { kind: 'restart', nas_id: sender.nas_id, client: sender.is_told ? null : sender.client, at_ms };
};

/**
 * Reads an Accounting-Request that is believed. `find` says whom it is about, for a NAS that gives neither Class nor Chargeable-User-Identity back; passwords and other
 * attributes that do not belong there are ignored (RFC 2866 4.1).
 */
export const readRecord = (view: PacketView, sender: Sender, find: FindOwner, now: number): Reading => {
  const status = view.integer(ATTRIBUTE.acct_status_type);
  if (status < 0) return { refused: 'status-type-missing' };
  if (status === ON || status === OFF) return { record: restartRecord(view, sender, now) };
  if (isPassed(status)) return { passed: true };
  const kind = KINDS[status];
  if (kind === undefined) return { refused: 'status-type-unknown' };
  const session = view.find(ATTRIBUTE.acct_session_id);
  if (session < 0 || view.size(session) === 0) return { refused: 'session-id-missing' };
  return { record: sessionRecord(view, kind, session, sender, find, now) };
};

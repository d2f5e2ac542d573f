import { ATTRIBUTE, type PacketView } from '@isp/radius';
import { uuidAt } from '../core/class.ts';
import type { Way } from '../core/way.ts';
import type { LoginRow } from '../store/log.ts';

/** A log-in that was just answered: what the log says of it, as it lies there. */
export interface SeenLogIn {
  at_ms: number;
  /** Octets of account and subscription from `ids_at` on; nobody's when that is negative. */
  ids: Uint8Array;
  ids_at: number;
  nas: Uint8Array;
  /** Says the station and, unless `username` does, the name. */
  view: PacketView;
  username: string | undefined;
  outcome: LoginRow['outcome'];
  reason: string;
  way: Way;
  /** What was seen, beside the reason. */
  detail: string | undefined;
}

const OUTCOMES: readonly LoginRow['outcome'][] = ['accept', 'reject', 'walled', 'silence'];
const WAYS: readonly Way[] = ['password', 'mac', 'line', 'device'];

/** Octets of all, the time, outcome, way, what there is, and three ids; then four texts, each after its size. */
const [SIZE, AT, OUTCOME, WAY, HAS, NAS, IDS, TEXTS] = [0, 4, 12, 13, 14, 15, 31, 63];
const HAS_OWNER = 1;
const HAS_STATION = 2;
const HAS_DETAIL = 4;
const LENGTH = 4;
/** Octets of one character in UTF-8, at most. */
const WIDEST = 3;
/** Octets of an attribute's value, at most. */
const VALUE = 253;

/** More octets than `writeSeen` writes of it. */
export const roomForSeen = ({ username = '', reason, detail = '' }: SeenLogIn): number =>
  TEXTS + 4 * LENGTH + 2 * VALUE + WIDEST * (username.length + reason.length + detail.length);

const putText = (out: Buffer, at: number, text: string): number => {
  const from = at + LENGTH;
  let i = 0;
  for (; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0x7f) break;
    out[from + i] = code;
  }
  const size = i === text.length ? i : out.write(text, from);
  out.writeUInt32LE(size, at);
  return from + size;
};

const putAttribute = (out: Buffer, at: number, view: PacketView, i: number): number => {
  const size = i < 0 ? 0 : view.size(i);
  const [from, start] = [at + LENGTH, i < 0 ? 0 : view.start(i)];
  out.writeUInt32LE(size, at);
  for (let n = 0; n < size; n++) out[from + n] = view.bytes[start + n] as number;
  return from + size;
};

/** Writes a log-in at `at`, and gives where it ends. Makes no garbage, and no text of what is octets: that is left to who reads it. */
export const writeSeen = (out: Buffer, at: number, seen: SeenLogIn): number => {
  const { ids, ids_at, nas, view, username, detail } = seen;
  const station = view.find(ATTRIBUTE.calling_station_id);
  out.writeDoubleLE(seen.at_ms, at + AT);
  out[at + OUTCOME] = OUTCOMES.indexOf(seen.outcome);
  out[at + WAY] = WAYS.indexOf(seen.way);
  out[at + HAS] =
    (ids_at < 0 ? 0 : HAS_OWNER) | (station < 0 ? 0 : HAS_STATION) | (detail === undefined ? 0 : HAS_DETAIL);
  for (let i = 0; i < 16; i++) out[at + NAS + i] = nas[i] as number;
  if (ids_at >= 0) for (let i = 0; i < 32; i++) out[at + IDS + i] = ids[ids_at + i] as number;
  let end = at + TEXTS;
  end =
    username === undefined ? putAttribute(out, end, view, view.find(ATTRIBUTE.user_name)) : putText(out, end, username);
  end = putAttribute(out, end, view, station);
  end = putText(out, end, seen.reason);
  end = putText(out, end, detail ?? '');
  out.writeUInt32LE(end - at, at + SIZE);
  return end;
};

/** Text with the sign for what PostgreSQL cannot hold. */
const shown = (text: string): string => (text.includes('\u0000') ? text.replaceAll('\u0000', '\u2400') : text);

/** The texts of a log-in, or `undefined` when they do not end where it does. */
const textsIn = (octets: Buffer, from: number, end: number): string[] | undefined => {
  const texts: string[] = [];
  let at = from;
  while (at + LENGTH <= end && texts.length < 4) {
    const size = octets.readUInt32LE(at);
    at += LENGTH + size;
    if (at > end) return undefined;
    texts.push(shown(octets.toString('utf8', at - size, at)));
  }
  return at === end && texts.length === 4 ? texts : undefined;
};

const rowAt = (octets: Buffer, at: number, end: number): LoginRow | undefined => {
  const [outcome, way] = [OUTCOMES[octets[at + OUTCOME] as number], WAYS[octets[at + WAY] as number]];
  const texts = textsIn(octets, at + TEXTS, end);
  if (outcome === undefined || way === undefined || texts === undefined) return undefined;
  const [username = '', station = null, reason = '', detail = null] = texts;
  const has = octets[at + HAS] as number;
  const isOwned = (has & HAS_OWNER) !== 0;
  return {
    at_ms: octets.readDoubleLE(at + AT),
    account_id: isOwned ? uuidAt(octets, at + IDS) : null,
    subscription_id: isOwned ? uuidAt(octets, at + IDS + 16) : null,
    username,
    nas_id: uuidAt(octets, at + NAS),
    calling_station_id: (has & HAS_STATION) === 0 ? null : station,
    outcome,
    reason,
    way,
    detail: (has & HAS_DETAIL) === 0 ? null : detail,
  };
};

/** The log-ins that `writeSeen` wrote one after the other; `undefined` for what is none, after which nothing is looked for. */
export const rowsSeen = (octets: Buffer): (LoginRow | undefined)[] => {
  const rows: (LoginRow | undefined)[] = [];
  for (let at = 0; at < octets.length; ) {
    const size = at + TEXTS > octets.length ? 0 : octets.readUInt32LE(at + SIZE);
    const row = size < TEXTS || at + size > octets.length ? undefined : rowAt(octets, at, at + size);
    rows.push(row);
    if (row === undefined) break;
    at += size;
  }
  return rows;
};

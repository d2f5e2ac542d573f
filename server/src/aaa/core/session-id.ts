import { md5Add, md5Begin, md5End, type PacketView } from '@isp/radius';
import { hexDigit, type Id, writeId } from '@isp/values';
import { lastingOctets, uuidAt } from './class.ts';

const digest = Buffer.alloc(16);
const length = Buffer.alloc(2);

const addField = (octets: Uint8Array, from = 0, to = octets.length): void => {
  length[0] = (to - from) >>> 8;
  length[1] = (to - from) & 0xff;
  md5Add(length);
  md5Add(octets, from, to);
};

const addAttribute = (view: PacketView, i: number): void => {
  if (i < 0) addField(view.bytes, 0, 0);
  else addField(view.bytes, view.start(i), view.start(i) + view.size(i));
};

const addClass = (view: PacketView, i: number): void => {
  const at = i < 0 ? 0 : view.start(i);
  addField(view.bytes, at, i < 0 ? 0 : at + lastingOctets(view.bytes, at, view.size(i)));
};

/** An id made of what was hashed: UUIDv8 (RFC 9562 5.8), so it is not taken for one made by time. */
const asId = (): Id => {
  digest[6] = ((digest[6] as number) & 0x0f) | 0x80;
  digest[8] = ((digest[8] as number) & 0x3f) | 0x80;
  return uuidAt(digest, 0);
};

/**
 * The id of the session that a packet names: its sender (NAS and address), Acct-Session-Id, User-Name and Class together, because
 * Acct-Session-Ids repeat after a reboot and across NASes (RFC 2866 5.5, RFC 5080 2.3.2). The attributes are given by their index, -1 for
 * none; the same octets always give the same id. Of a Class that changes while its session lasts, what stays counts.
 */
export const sessionId = (
  sender: Buffer,
  view: PacketView,
  acctSessionId: number,
  userName: number,
  classAt: number,
): Id => {
  md5Begin();
  addField(sender);
  addAttribute(view, acctSessionId);
  addAttribute(view, userName);
  addClass(view, classAt);
  md5End(digest);
  return asId();
};

/** An id's 16 octets. */
export const idOctets = (id: Id): Buffer => {
  const octets = Buffer.alloc(16);
  writeId(id, octets, 0);
  return octets;
};

/** A number made of an id's first seven digits: to find it by, as V8 looks a text up in its own table first. */
export const idNumber = (id: Id): number => {
  let number = 0;
  for (let i = 0; i < 7; i++) number = number * 16 + hexDigit(id.charCodeAt(i));
  return number;
};

/** The id that these octets always give. */
const madeOf = (...fields: readonly Uint8Array[]): Id => {
  md5Begin();
  for (const field of fields) addField(field);
  md5End(digest);
  return asId();
};

/** The id of the next session that goes by the same octets as session `id`: a NAS without Class counts from the start again. */
export const nextSessionId = (id: Id): Id => madeOf(Buffer.from(id, 'latin1'));

/** The id of the NAS that calls itself so in a range: every process, and who adds it by hand, gives it the same. */
export const memberId = (range_id: Id, identifier: Uint8Array): Id => madeOf(idOctets(range_id), identifier);

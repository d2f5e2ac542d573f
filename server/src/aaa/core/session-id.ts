import { md5Add, md5Begin, md5End, type PacketView } from '@isp/radius';
import type { Id } from '@isp/values';
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

/** The id of the next session that goes by the same octets as session `id`: a NAS without Class counts from the start again. */
export const nextSessionId = (id: Id): Id => {
  md5Begin();
  addField(Buffer.from(id, 'latin1'));
  md5End(digest);
  return asId();
};

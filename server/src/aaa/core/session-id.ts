import { md5Add, md5Begin, md5End } from '@isp/radius';
import type { Id } from '@isp/values';
import { uuidAt } from './class.ts';

const digest = Buffer.alloc(16);
const length = Buffer.alloc(2);

const addField = (octets: Uint8Array): void => {
  length[0] = octets.length >>> 8;
  length[1] = octets.length & 0xff;
  md5Add(length);
  md5Add(octets);
};

/** An id made of what was hashed: UUIDv8 (RFC 9562 5.8), so it is not taken for one made by time. */
const asId = (): Id => {
  digest[6] = ((digest[6] as number) & 0x0f) | 0x80;
  digest[8] = ((digest[8] as number) & 0x3f) | 0x80;
  return uuidAt(digest, 0);
};

/**
 * The id of the session that these octets name: NAS, client address, Acct-Session-Id, User-Name and Class together, because Acct-Session-Ids
 * repeat after a reboot and across NASes (RFC 2866 5.5, RFC 5080 2.3.2). The same octets always give the same id.
 */
export const sessionId = (
  nasId: string,
  client: string,
  acctSessionId: Uint8Array,
  userName: Uint8Array,
  classOctets: Uint8Array,
): Id => {
  md5Begin();
  addField(Buffer.from(`${nasId} ${client}`, 'latin1'));
  addField(acctSessionId);
  addField(userName);
  addField(classOctets);
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

import { md5Add, md5Begin, md5End } from './md5.ts';

/** Writes to `out` the 16 octets of a CHAP response: MD5 of identifier, password and challenge (RFC 1994 4.1, RFC 2865 5.3). */
export const chapResponse = (
  identifier: number,
  password: Uint8Array,
  challenge: Uint8Array,
  challengeFrom: number,
  challengeTo: number,
  out: Uint8Array,
): void => {
  out[0] = identifier;
  md5Begin();
  md5Add(out, 0, 1);
  md5Add(password);
  md5Add(challenge, challengeFrom, challengeTo);
  md5End(out);
};

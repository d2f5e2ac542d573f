import { chapResponse } from './chap.ts';
import { EAP_TYPE } from './eap.ts';
import { type EapMethod, IGNORE } from './eap-method.ts';
import { equal16 } from './equal.ts';

const DIGEST = 16;

/** EAP-MD5 (RFC 3748 5.4): CHAP inside EAP. `challenge` is 16 random octets. It gives no keys, and does not show the peer who we are. */
export const eapMd5 = (password: Uint8Array, challenge: Uint8Array): EapMethod => ({
  type: EAP_TYPE.md5,
  begin: () => ({ kind: 'ask', data: Buffer.concat([Buffer.of(challenge.length), challenge]) }),
  hear: (identifier, data) => {
    if (data[0] !== DIGEST || data.length < 1 + DIGEST) return IGNORE;
    const right = Buffer.alloc(DIGEST);
    chapResponse(identifier, password, challenge, 0, challenge.length, right);
    return { kind: 'end', right: password.length > 0 && equal16(data, 1, right, 0) };
  },
});

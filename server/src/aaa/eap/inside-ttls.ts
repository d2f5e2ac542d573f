import { timingSafeEqual } from 'node:crypto';
import {
  ATTRIBUTE,
  authenticatorResponse,
  chapResponse,
  EAP_TYPE,
  msChap2Response,
  readTtlsAvps,
  type TtlsAvp,
  writeTtlsAvp,
} from '@isp/radius';
import { ntHashOf, type PasswordMethod, type StoredPassword, whyNot } from '../core/password.ts';
import type { PasswordChecks } from '../passwords/password-checks.ts';
import type { TlsTunnel } from './tls-tunnel.ts';
import type { InnerTurn, Inside } from './tunnelled.ts';

/** What is kept of the password of a name; `undefined` when nobody has it. */
export type StoredOf = (name: Uint8Array) => StoredPassword | undefined;

const NOTHING = Buffer.alloc(0);
const MICROSOFT = 311;
const MS_CHAP_CHALLENGE = 11;
const MS_CHAP2_RESPONSE = 25;
const MS_CHAP2_SUCCESS = 26;
const CHALLENGE = 16;
const CHAP = 17;
const MS_CHAP2 = 50;

type Ending = Extract<InnerTurn, { kind: 'end' }>;

/** Without the zeros it was padded with (RFC 5281 11.2.5). */
const unpadded = (password: Uint8Array): Buffer => {
  let end = password.length;
  while (end > 0 && password[end - 1] === 0) end--;
  return Buffer.from(password.subarray(0, end));
};

const isEqual = (a: Uint8Array | undefined, b: Uint8Array): boolean =>
  a !== undefined && a.length === b.length && timingSafeEqual(a, b);

const find = (avps: readonly TtlsAvp[], code: number, vendor = 0) =>
  avps.find((avp) => avp.code === code && avp.vendor === vendor)?.value;

const end = (tunnel: TlsTunnel, name: Uint8Array, right: boolean): Ending =>
  right
    ? { kind: 'end', right, name, keys: tunnel.keys(EAP_TYPE.ttls) }
    : { kind: 'end', right, name, wrong: 'wrong password inside EAP-TTLS' };

const isChap = (tunnel: TlsTunnel, avps: readonly TtlsAvp[], proof: Uint8Array, password: Uint8Array): boolean => {
  const implied = tunnel.exported(CHALLENGE + 1, 'ttls challenge');
  const challenge = implied.subarray(0, CHALLENGE);
  if (proof.length !== CHAP || proof[0] !== implied[CHALLENGE]) return false;
  if (!isEqual(find(avps, ATTRIBUTE.chap_challenge), challenge)) return false;
  const right = Buffer.alloc(16);
  chapResponse(proof[0] as number, password, challenge, 0, CHALLENGE, right);
  return password.length > 0 && isEqual(proof.subarray(1), right);
};

/**
 * EAP-TTLS with PAP, CHAP or MS-CHAPv2 inside (RFC 5281 11.2): the name and the proof travel hidden. The challenges of CHAP and MS-CHAPv2 are made from the
 * connection, so that a proof is good in this tunnel alone.
 */
export const insideTtls = (storedOf: StoredOf, passwords: PasswordChecks): Inside => {
  /** Ends with why the method cannot be done with what is kept; else with whether the proof is right. */
  const endBy = (tunnel: TlsTunnel, name: Uint8Array, method: PasswordMethod, right: boolean): Ending => {
    const stored = storedOf(name);
    const wrong = stored && whyNot(method, stored.password_kind);
    return wrong === undefined ? end(tunnel, name, right) : { kind: 'end', right: false, name, wrong };
  };

  const isPap = async (name: Uint8Array, sent: Uint8Array): Promise<boolean> => {
    const stored = storedOf(name);
    return stored !== undefined && (await passwords.check(unpadded(sent), stored));
  };

  const byMsChap2 = (tunnel: TlsTunnel, avps: readonly TtlsAvp[], name: Uint8Array, proof: Uint8Array): InnerTurn => {
    const implied = tunnel.exported(CHALLENGE + 1, 'ttls challenge');
    const challenge = implied.subarray(0, CHALLENGE);
    const stored = storedOf(name);
    const hash = stored && ntHashOf(stored);
    const exchange = { authenticator_challenge: challenge, peer_challenge: proof.subarray(2, 18), username: name };
    const response = proof.subarray(26);
    const isImplied =
      proof.length === MS_CHAP2 &&
      proof[0] === implied[CHALLENGE] &&
      isEqual(find(avps, MS_CHAP_CHALLENGE, MICROSOFT), challenge);
    if (!isImplied || hash === undefined || !isEqual(response, msChap2Response(exchange, hash)))
      return endBy(tunnel, name, 'EAP-TTLS with MS-CHAPv2', false);
    const said = Buffer.concat([proof.subarray(0, 1), Buffer.from(authenticatorResponse(exchange, hash, response))]);
    const octets = writeTtlsAvp({ code: MS_CHAP2_SUCCESS, vendor: MICROSOFT, value: said });
    return { kind: 'say', octets, last: end(tunnel, name, true) };
  };

  return {
    type: EAP_TYPE.ttls,
    wants_certificate: false,
    resumed: (tunnel, name) => ({ kind: 'end', right: true, name, keys: tunnel.keys(EAP_TYPE.ttls) }),
    opened: () => ({ kind: 'wait' }),
    received: (tunnel, octets) => {
      const avps = readTtlsAvps(octets);
      const name = avps && find(avps, ATTRIBUTE.user_name);
      if (avps === undefined || name === undefined)
        return { kind: 'end', right: false, wrong: 'says no name inside EAP-TTLS' };
      const msChap2 = find(avps, MS_CHAP2_RESPONSE, MICROSOFT);
      if (msChap2 !== undefined) return byMsChap2(tunnel, avps, name, msChap2);
      const chap = find(avps, ATTRIBUTE.chap_password);
      if (chap !== undefined) {
        const password = storedOf(name)?.password ?? NOTHING;
        return endBy(tunnel, name, 'EAP-TTLS with CHAP', isChap(tunnel, avps, chap, password));
      }
      const pap = find(avps, ATTRIBUTE.user_password);
      if (pap !== undefined) return isPap(name, pap).then((right) => end(tunnel, name, right));
      return { kind: 'end', right: false, name, wrong: 'proves itself inside EAP-TTLS in a way that is not offered' };
    },
  };
};

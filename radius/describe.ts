import { ATTRIBUTE, hasDigestAuthenticator, isRequestCode } from './codes.ts';
import type { Attribute, DecodeContext } from './decode.ts';
import type { Secret } from './md5.ts';
import { asBuffer, decodePacket } from './packet.ts';
import { type Malformed, PacketView, parsePacket } from './packet-view.ts';
import { hex } from './value.ts';
import { type Distrust, verifyAnswer, verifyRequest } from './verify.ts';

/** What could be said about an authenticator; `unchecked` says why not in `checks.note`. */
export type Verdict = 'right' | 'wrong' | 'absent' | 'unchecked';

/** An attribute in JSON: as `Attribute`, with 64-bit integers as decimal text. */
export type DescribedAttribute = Omit<Attribute, 'value'> & { readonly value: string | number };

/** A packet in JSON. */
export type Description =
  | {
      readonly ok: true;
      readonly code: number;
      readonly name: string;
      readonly identifier: number;
      readonly length: number;
      /** Octets after the packet's end, which are ignored (RFC 2865 3). */
      readonly padding: number;
      readonly authenticator: string;
      readonly checks: {
        readonly authenticator: Verdict;
        readonly message_authenticator: Verdict;
        readonly note?: string;
      };
      readonly attributes: readonly DescribedAttribute[];
    }
  | { readonly ok: false; readonly reason: Malformed; readonly octets: number };

type Checks = Extract<Description, { ok: true }>['checks'];

const judge = (view: PacketView, distrust: Distrust | undefined, digest: boolean): Checks => {
  const carried = view.has(ATTRIBUTE.message_authenticator);
  if (distrust === 'authenticator-wrong') {
    return { authenticator: 'wrong', message_authenticator: carried ? 'unchecked' : 'absent' };
  }
  const message = !carried ? 'absent' : distrust === undefined ? 'right' : 'wrong';
  if (digest) return { authenticator: 'right', message_authenticator: message };
  const note = 'the authenticator of this kind of request is random: there is nothing to check it against';
  return { authenticator: 'unchecked', message_authenticator: message, note };
};

const check = (view: PacketView, secret: Secret | undefined, requestAuthenticator: Uint8Array | undefined): Checks => {
  const unchecked = (note: string): Checks => {
    const carried = view.has(ATTRIBUTE.message_authenticator);
    return { authenticator: 'unchecked', message_authenticator: carried ? 'unchecked' : 'absent', note };
  };
  if (secret === undefined) return unchecked('no secret was given');
  if (isRequestCode(view.code)) {
    const lenient = { require_message_authenticator: false, limit_proxy_state: false };
    const distrust = verifyRequest(view, secret, lenient);
    return judge(view, distrust, hasDigestAuthenticator(view.code));
  }
  if (requestAuthenticator?.length !== 16)
    return unchecked('an answer is checked against the authenticator of its request');
  return judge(view, verifyAnswer(view, requestAuthenticator, 0, secret), true);
};

/**
 * Everything that can be said about a datagram, as plain JSON: the header, each attribute by name, and whether the authenticators are right. With
 * the secret, hidden passwords are shown in clear; an answer's need the Request Authenticator as well. Never throws.
 *
 *     describePacket(Buffer.from('0c…', 'hex'), { secret: prepareSecret(Buffer.from('testing123')) })
 */
export const describePacket = (bytes: Uint8Array, context: DecodeContext = {}): Description => {
  const decoded = decodePacket(bytes, context);
  if (!decoded.ok) return { ok: false, reason: decoded.reason, octets: bytes.length };
  const view = new PacketView();
  parsePacket(view, asBuffer(bytes));
  const { code, name, identifier, length, authenticator, attributes } = decoded.packet;
  return {
    ok: true,
    code,
    name,
    identifier,
    length,
    padding: bytes.length - length,
    authenticator: hex(authenticator),
    checks: check(view, context.secret, context.request_authenticator),
    attributes: attributes.map((one) => ({
      ...one,
      value: typeof one.value === 'bigint' ? one.value.toString() : one.value,
    })),
  };
};

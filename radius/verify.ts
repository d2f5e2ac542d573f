import { ATTRIBUTE, CODE, HEADER_OCTETS, hasDigestAuthenticator, isRequestCode } from './codes.ts';
import { equal16 } from './equal.ts';
import { hmacBegin, hmacEnd, md5Add, md5Begin, md5End, type Secret } from './md5.ts';
import type { PacketView } from './packet-view.ts';

/** Why a well-framed packet is not believed. Counters are keyed by these. */
export const DISTRUST = [
  'not-a-request',
  'authenticator-wrong',
  'message-authenticator-wrong',
  'message-authenticator-missing',
  'proxy-state-unprotected',
  'identifier-mismatch',
  'unexpected-code',
] as const;
/** One of `DISTRUST`. */
export type Distrust = (typeof DISTRUST)[number];

/** What we ask of a client beyond what the RFCs do (CVE-2024-3596). */
export interface RequestPolicy {
  /** Every Access-Request carries a Message-Authenticator. */
  readonly require_message_authenticator: boolean;
  /** When it is not required: an Access-Request with Proxy-State carries one all the same. */
  readonly limit_proxy_state: boolean;
}

/** The strict policy, ours by default. */
export const STRICT: RequestPolicy = { require_message_authenticator: true, limit_proxy_state: true };

const ZEROS = Buffer.alloc(16);
const digest = Buffer.alloc(16);

/**
 * True when the packet's Message-Authenticator is right (RFC 3579 3.2), computed over `authenticator`: the Request Authenticator of the
 * exchange, or zeros for Accounting, CoA and Disconnect requests (RFC 5176 3.4). False when there is none. Allocates nothing.
 */
const isMessageAuthenticatorRight = (
  view: PacketView,
  secret: Secret,
  authenticator: Uint8Array,
  authenticatorAt: number,
): boolean => {
  const i = view.find(ATTRIBUTE.message_authenticator);
  if (i < 0) return false;
  const at = view.start(i);
  hmacBegin(secret);
  md5Add(view.bytes, 0, 4);
  md5Add(authenticator, authenticatorAt, authenticatorAt + 16);
  md5Add(view.bytes, HEADER_OCTETS, at);
  md5Add(ZEROS);
  md5Add(view.bytes, at + 16, view.length);
  hmacEnd(secret, digest);
  return equal16(view.bytes, at, digest, 0);
};

const isAuthenticatorRight = (view: PacketView, secret: Secret, over: Uint8Array, overAt: number): boolean => {
  md5Begin();
  md5Add(view.bytes, 0, 4);
  md5Add(over, overAt, overAt + 16);
  md5Add(view.bytes, HEADER_OCTETS, view.length);
  md5Add(secret.bytes);
  md5End(digest);
  return equal16(view.bytes, 4, digest, 0);
};

const checkAccessRequest = (view: PacketView, secret: Secret, policy: RequestPolicy): Distrust | undefined => {
  if (view.has(ATTRIBUTE.message_authenticator)) {
    return isMessageAuthenticatorRight(view, secret, view.bytes, 4) ? undefined : 'message-authenticator-wrong';
  }
  if (policy.require_message_authenticator || view.has(ATTRIBUTE.eap_message)) return 'message-authenticator-missing';
  if (policy.limit_proxy_state && view.has(ATTRIBUTE.proxy_state)) return 'proxy-state-unprotected';
  return undefined;
};

/**
 * Why a request should not be believed, or `undefined` when it should: the Request Authenticator of Accounting, CoA and Disconnect
 * (RFC 2866 3, RFC 5176 2.3), the Message-Authenticator wherever it is (RFC 3579 3.2), its presence where it must be (EAP, RFC 3579 3.1;
 * Status-Server, RFC 5997 3; `policy` for the rest of Access-Requests). Constant time; allocates nothing.
 */
export const verifyRequest = (
  view: PacketView,
  secret: Secret,
  policy: RequestPolicy = STRICT,
): Distrust | undefined => {
  if (view.code === CODE.access_request) return checkAccessRequest(view, secret, policy);
  if (hasDigestAuthenticator(view.code)) {
    if (!isAuthenticatorRight(view, secret, ZEROS, 0)) return 'authenticator-wrong';
    if (!view.has(ATTRIBUTE.message_authenticator)) return undefined;
    return isMessageAuthenticatorRight(view, secret, ZEROS, 0) ? undefined : 'message-authenticator-wrong';
  }
  if (!isRequestCode(view.code)) return 'not-a-request';
  if (!view.has(ATTRIBUTE.message_authenticator)) return 'message-authenticator-missing';
  return isMessageAuthenticatorRight(view, secret, view.bytes, 4) ? undefined : 'message-authenticator-wrong';
};

const ANSWERS: Readonly<Record<number, readonly number[]>> = {
  [CODE.access_request]: [CODE.access_accept, CODE.access_reject, CODE.access_challenge],
  [CODE.accounting_request]: [CODE.accounting_response],
  [CODE.status_server]: [CODE.access_accept, CODE.accounting_response, CODE.access_reject],
  [CODE.disconnect_request]: [CODE.disconnect_ack, CODE.disconnect_nak],
  [CODE.coa_request]: [CODE.coa_ack, CODE.coa_nak],
};

/**
 * Why an answer does not belong to our request or should not be believed, or `undefined` when it is good: code, identifier, Response
 * Authenticator (RFC 2865 3), Message-Authenticator over the request's authenticator when there is one (RFC 3579 3.2), and its presence when
 * the answer carries EAP or `requireMessageAuthenticator` says so. `request` is our request's octets as sent.
 */
export const verifyResponse = (
  view: PacketView,
  request: Uint8Array,
  secret: Secret,
  requireMessageAuthenticator = false,
): Distrust | undefined => {
  if (view.identifier !== request[1]) return 'identifier-mismatch';
  if (ANSWERS[request[0] as number]?.includes(view.code) !== true) return 'unexpected-code';
  return verifyAnswer(view, request, 4, secret, requireMessageAuthenticator);
};

/** The part of `verifyResponse` that needs only the Request Authenticator, `authenticatorAt` in `authenticator`: for a captured packet. */
export const verifyAnswer = (
  view: PacketView,
  authenticator: Uint8Array,
  authenticatorAt: number,
  secret: Secret,
  requireMessageAuthenticator = false,
): Distrust | undefined => {
  if (!isAuthenticatorRight(view, secret, authenticator, authenticatorAt)) return 'authenticator-wrong';
  if (view.has(ATTRIBUTE.message_authenticator)) {
    const right = isMessageAuthenticatorRight(view, secret, authenticator, authenticatorAt);
    return right ? undefined : 'message-authenticator-wrong';
  }
  const required = requireMessageAuthenticator || view.has(ATTRIBUTE.eap_message);
  return required ? 'message-authenticator-missing' : undefined;
};

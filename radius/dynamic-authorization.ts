import { ATTRIBUTE, CODE } from './codes.ts';
import { type AttributeName, STANDARD } from './dictionary/standard.ts';
import { encodeAttributes } from './encode.ts';
import type { Secret } from './md5.ts';
import { asBuffer } from './packet.ts';
import { type Malformed, PacketView, parsePacket } from './packet-view.ts';
import { PacketWriter } from './packet-writer.ts';
import { type Distrust, verifyResponse } from './verify.ts';

/**
 * What tells a NAS which session is meant, as the NAS itself reported it (RFC 5176 3): text as it came, one character per octet for the
 * identifiers. What is missing is not sent.
 */
export interface SessionIdentification {
  readonly nas_ip_address?: string;
  readonly nas_ipv6_address?: string;
  readonly nas_identifier?: string;
  readonly acct_session_id?: string;
  readonly user_name?: string;
  readonly framed_ip_address?: string;
  readonly framed_ipv6_prefix?: string;
  readonly calling_station_id?: string;
  readonly called_station_id?: string;
  readonly nas_port_id?: string;
}

/** One of the attributes that identify a session. */
export type SessionKey = keyof SessionIdentification;

const WIRE_NAME: Readonly<Record<SessionKey, AttributeName>> = {
  nas_ip_address: 'NAS-IP-Address',
  nas_ipv6_address: 'NAS-IPv6-Address',
  nas_identifier: 'NAS-Identifier',
  acct_session_id: 'Acct-Session-Id',
  user_name: 'User-Name',
  framed_ip_address: 'Framed-IP-Address',
  framed_ipv6_prefix: 'Framed-IPv6-Prefix',
  calling_station_id: 'Calling-Station-Id',
  called_station_id: 'Called-Station-Id',
  nas_port_id: 'NAS-Port-Id',
};

const isSessionKey = (key: string): key is SessionKey => key in WIRE_NAME;

const octetsOrText = (key: SessionKey, value: string): string | Uint8Array =>
  key.endsWith('_address') || key.endsWith('_prefix') ? value : Buffer.from(value, 'latin1');

/** The octets of the attributes that identify a session; those that cannot be written are left out. */
export const encodeSession = (session: SessionIdentification): Buffer => {
  const attributes = Object.entries(session).flatMap(([key, value]) =>
    isSessionKey(key) && typeof value === 'string' ? [{ name: WIRE_NAME[key], value: octetsOrText(key, value) }] : [],
  );
  return encodeAttributes(attributes).bytes;
};

/** What is asked of a NAS. */
export interface DynamicRequest {
  /** `coa` changes a session, `disconnect` ends it. */
  readonly kind: 'coa' | 'disconnect';
  readonly identifier: number;
  readonly session: SessionIdentification;
  /** What to change, encoded, as the vendor rows make it. A Disconnect-Request takes none (RFC 5176 3). */
  readonly attributes?: Uint8Array;
  /** Seconds since 1970-01-01, against replay (RFC 5176 6.3); left out when the NAS's clock is not to be trusted. */
  readonly event_timestamp?: number;
}

/**
 * The octets of a CoA-Request or Disconnect-Request (RFC 5176 2.3), with Message-Authenticator and Request Authenticator; `undefined` when
 * they do not fit in 4096. Sent again, it is sent as it is: same identifier, same octets (RFC 5080 2.2.1).
 */
export const buildDynamicRequest = (request: DynamicRequest, secret: Secret): Buffer | undefined => {
  const writer = new PacketWriter();
  writer.beginRequest(request.kind === 'coa' ? CODE.coa_request : CODE.disconnect_request, request.identifier);
  writer.addEncoded(encodeSession(request.session));
  if (request.event_timestamp !== undefined) writer.addInteger(ATTRIBUTE.event_timestamp, request.event_timestamp);
  if (request.kind === 'coa' && request.attributes !== undefined) writer.addEncoded(request.attributes);
  const length = writer.finishRequest(secret);
  return length === 0 ? undefined : writer.bytes.subarray(0, length);
};

/** What came of a CoA or Disconnect: done, refused by the NAS with its reason, or a datagram that is not the answer (keep waiting). */
export type DynamicReply =
  | { readonly outcome: 'ack' }
  | {
      readonly outcome: 'nak';
      /** Error-Cause (RFC 5176 3.5): 503 says the session is gone. `undefined` when the NAS gave none. */
      readonly error_cause: number | undefined;
      /** Its name, or `'unknown'`. */
      readonly error_cause_name: string;
    }
  | { readonly outcome: 'ignored'; readonly reason: Malformed | Distrust };

/** The name of an Error-Cause (RFC 5176 3.5), or `'unknown'`. */
export const errorCauseName = (cause: number): string => STANDARD.byName.get('Error-Cause')?.values[cause] ?? 'unknown';

/** Reads the answer to `request` (its octets as sent), checking framing, identifier, code and both authenticators (RFC 5176 2.3, 3.4). */
export const readDynamicReply = (datagram: Uint8Array, request: Uint8Array, secret: Secret): DynamicReply => {
  const view = new PacketView();
  const reason = parsePacket(view, asBuffer(datagram)) ?? verifyResponse(view, request, secret);
  if (reason !== undefined) return { outcome: 'ignored', reason };
  if (view.code === CODE.coa_ack || view.code === CODE.disconnect_ack) return { outcome: 'ack' };
  const cause = view.integer(ATTRIBUTE.error_cause);
  return {
    outcome: 'nak',
    error_cause: cause < 0 ? undefined : cause,
    error_cause_name: cause < 0 ? 'unknown' : errorCauseName(cause),
  };
};

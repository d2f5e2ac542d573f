import { isIPv4 } from 'node:net';
import {
  ATTRIBUTE,
  CODE,
  credentialOf,
  type PacketView,
  type PacketWriter,
  rehidePassword,
  type Secret,
} from '@isp/radius';
import { octetsOf } from '../core/address.ts';
import { withoutRealm } from '../core/realm.ts';

/** Writes a request for a home server: gives its octets, or 0 when it does not fit. */
export type Write = (writer: PacketWriter, identifier: number, authenticator: Buffer, secret: Secret) => number;

/** What is to be forwarded, and who sent it. */
export interface Received {
  readonly view: PacketView;
  readonly secret: Secret;
  /** Where it came from. */
  readonly address: string;
  /** Whether the realm is taken off the User-Name. */
  readonly strip: boolean;
  /** The Proxy-State we add. */
  readonly mark: Buffer;
}

const AUTHENTICATOR = { from: 4, to: 20 } as const;
const MICROSOFT = 311;
const MS_CHAP2_RESPONSE = 25;

/** The proof of these is made over the name: it goes as it is (RFC 3579 2.1, RFC 2759 8.2). */
const isOverName = (view: PacketView): boolean =>
  view.has(ATTRIBUTE.eap_message) || view.vendorOctets(MICROSOFT, MS_CHAP2_RESPONSE) !== undefined;

const isNamed = (view: PacketView): boolean =>
  view.has(ATTRIBUTE.nas_ip_address) || view.has(ATTRIBUTE.nas_ipv6_address) || view.has(ATTRIBUTE.nas_identifier);

/** A request says which NAS it is from (RFC 2865 4.1); to the home server our address would be it. */
const addNas = (writer: PacketWriter, { view, address }: Received): void => {
  const octets = isNamed(view) ? undefined : octetsOf(address);
  if (octets === undefined) return;
  const type = isIPv4(address) ? ATTRIBUTE.nas_ip_address : ATTRIBUTE.nas_ipv6_address;
  writer.addOctets(type, Buffer.from(octets));
};

const addName = (writer: PacketWriter, view: PacketView, i: number, strip: boolean): void => {
  const [at, size] = [view.start(i), view.size(i)];
  writer.addOctets(ATTRIBUTE.user_name, view.bytes, at, at + (strip ? withoutRealm(view.bytes, at, size) : size));
};

const addPassword = (
  writer: PacketWriter,
  { view, secret }: Received,
  i: number,
  to: { readonly secret: Secret; readonly authenticator: Buffer },
): void => {
  const hidden = view.bytes.subarray(view.start(i), view.start(i) + view.size(i));
  const from = { secret, authenticator: view.bytes.subarray(AUTHENTICATOR.from, AUTHENTICATOR.to) };
  const again = rehidePassword(hidden, from, to);
  if (again !== undefined) writer.addOctets(ATTRIBUTE.user_password, again);
};

/** Without a CHAP-Challenge the Request Authenticator was it, and the home server gets another one (RFC 2865 5.40). */
const addChallenge = (writer: PacketWriter, { view }: Received): void => {
  if (credentialOf(view) === 'chap' && !view.has(ATTRIBUTE.chap_challenge))
    writer.addOctets(ATTRIBUTE.chap_challenge, view.bytes, AUTHENTICATOR.from, AUTHENTICATOR.to);
};

/**
 * Writes an Access-Request as it goes on to a home server (RFC 2865 2.3): signed anew, its password hidden anew, everything else as it came and in its order, our
 * Proxy-State last.
 */
export const forwardLogIn =
  (received: Received): Write =>
  (writer, identifier, authenticator, secret) => {
    const { view, mark } = received;
    const strip = received.strip && !isOverName(view);
    writer.beginRequest(CODE.access_request, identifier, authenticator);
    for (let i = 0; i < view.count; i++) {
      const type = view.types[i] as number;
      if (type === ATTRIBUTE.user_name) addName(writer, view, i, strip);
      else if (type === ATTRIBUTE.user_password) addPassword(writer, received, i, { secret, authenticator });
      else if (type !== ATTRIBUTE.message_authenticator)
        writer.addOctets(type, view.bytes, view.start(i), view.start(i) + view.size(i));
    }
    addChallenge(writer, received);
    addNas(writer, received);
    writer.addOctets(ATTRIBUTE.proxy_state, mark);
    return writer.finishRequest(secret);
  };

/** What does not go on from an accounting record: what proves somebody (RFC 2866 4.1), the signature of another exchange, and what is written anew. */
const LEFT: ReadonlySet<number> = new Set([
  ...[ATTRIBUTE.message_authenticator, ATTRIBUTE.user_password, ATTRIBUTE.chap_password, ATTRIBUTE.state],
  ATTRIBUTE.acct_delay_time,
]);

/** The attributes of an accounting record as they go on, but for Acct-Delay-Time. */
export const recordAttributes = (received: Received, writer: PacketWriter): Buffer => {
  const { view } = received;
  writer.beginRequest(CODE.accounting_request, 0);
  const from = writer.length;
  for (let i = 0; i < view.count; i++) {
    const type = view.types[i] as number;
    if (type === ATTRIBUTE.user_name) addName(writer, view, i, received.strip);
    else if (!LEFT.has(type)) writer.addOctets(type, view.bytes, view.start(i), view.start(i) + view.size(i));
  }
  addNas(writer, received);
  writer.addOctets(ATTRIBUTE.proxy_state, received.mark);
  return Buffer.from(writer.bytes.subarray(from, writer.length));
};

/** Writes an Accounting-Request of such attributes, `delay_s` seconds after what it tells of (RFC 2866 5.2). */
export const forwardRecord =
  (attributes: Buffer, delay_s: number): Write =>
  (writer, identifier, _, secret) => {
    writer.beginRequest(CODE.accounting_request, identifier);
    writer.addEncoded(attributes);
    writer.addInteger(ATTRIBUTE.acct_delay_time, Math.min(delay_s, 0xffff_ffff));
    return writer.finishRequest(secret);
  };

/** Writes a Status-Server (RFC 5997 3). */
export const askStatus: Write = (writer, identifier, authenticator, secret) => {
  writer.beginRequest(CODE.status_server, identifier, authenticator);
  writer.addText(ATTRIBUTE.nas_identifier, 'isp-proxy');
  return writer.finishRequest(secret);
};

/** Writes a log-in that is only to see whether there is an answer. */
export const probeLogIn =
  (username: string, password: string): Write =>
  (writer, identifier, authenticator, secret) => {
    writer.beginRequest(CODE.access_request, identifier, authenticator);
    writer.addText(ATTRIBUTE.user_name, username);
    writer.addUserPassword(Buffer.from(password, 'utf8'), secret);
    writer.addText(ATTRIBUTE.nas_identifier, 'isp-proxy');
    return writer.finishRequest(secret);
  };

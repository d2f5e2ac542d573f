import {
  ATTRIBUTE,
  CODE,
  type Hiding,
  type PacketView,
  type PacketWriter,
  rehidePassword,
  rehideSalted,
} from '@isp/radius';
import { readsAsOurs } from '../core/class.ts';

/** Where an answer came from and goes to. */
export interface Turn {
  /** Ours to the home server. */
  readonly from: Hiding;
  /** The NAS's to us. */
  readonly to: Hiding;
  /** Whether the home server may say where the session is tunnelled to. */
  readonly may_tunnel: boolean;
  /** A number of 14 bits by chance: salts count on from it. */
  readonly salt: number;
  /** Whether a user name belongs to the realm that was asked: the NAS accounts by it. */
  readonly isOfRealm: (octets: Buffer, at: number, size: number) => boolean;
}

const { eap_message, reply_message, state, session_timeout, idle_timeout, user_name } = ATTRIBUTE;
const FRAMED_COMPRESSION = 13;

/** What a home server may say in an Accept. Not among them: what sets the NAS up (filters, routes, pools), who administers it, and other vendors' attributes. */
const IN_ACCEPT: readonly number[] = [
  ...[user_name, ATTRIBUTE.service_type, ATTRIBUTE.framed_protocol, ATTRIBUTE.framed_ip_address],
  ...[ATTRIBUTE.framed_ip_netmask, ATTRIBUTE.framed_mtu, FRAMED_COMPRESSION, reply_message, state, ATTRIBUTE.class],
  ...[session_timeout, idle_timeout, ATTRIBUTE.termination_action, ATTRIBUTE.port_limit, eap_message],
  ...[ATTRIBUTE.acct_interim_interval, ATTRIBUTE.chargeable_user_identity, ATTRIBUTE.framed_interface_id],
  ...[ATTRIBUTE.framed_ipv6_prefix, ATTRIBUTE.framed_ipv6_address, ATTRIBUTE.delegated_ipv6_prefix],
];
/** RFC 2868: Tunnel-Type to Tunnel-Password, then the group, assignment, preference and names. */
const TUNNEL: readonly number[] = [64, 65, 66, 67, 69, 81, 82, 83, 90, 91];
const TUNNEL_PASSWORD = 69;
const [MD5_BLOCK, TAG_OCTETS] = [16, 1];

/** What each kind of answer may carry (RFC 2865 5.44). */
const PASSED: Readonly<Record<number, ReadonlySet<number>>> = {
  [CODE.access_accept]: new Set(IN_ACCEPT),
  [CODE.access_challenge]: new Set([eap_message, reply_message, state, session_timeout, idle_timeout]),
  [CODE.access_reject]: new Set([eap_message, reply_message]),
};

/** Login and Framed: all others let somebody administer the NAS, or are nothing we serve (RFC 2865 5.6). */
const SERVICES: ReadonlySet<number> = new Set([1, 2]);
const LEAST_INTERIM_S = 60;

const MICROSOFT = 311;
const MS = { error: 2, policy: 7, types: 8, mppe_keys: 12, send_key: 16, recv_key: 17, success2: 26 } as const;
const MS_IN_ACCEPT: ReadonlySet<number> = new Set([MS.policy, MS.types, MS.success2]);

const integerAt = (view: PacketView, i: number): number =>
  view.size(i) === 4 ? view.bytes.readUInt32BE(view.start(i)) : -1;

/** What is allowed in an Accept is let through only with a value that is. */
const isAllowedValue = (view: PacketView, i: number, turn: Turn): boolean => {
  const [type, at, size] = [view.types[i], view.start(i), view.size(i)];
  if (type === ATTRIBUTE.service_type) return SERVICES.has(integerAt(view, i));
  if (type === ATTRIBUTE.acct_interim_interval) return integerAt(view, i) >= LEAST_INTERIM_S;
  if (type === ATTRIBUTE.class || type === ATTRIBUTE.chargeable_user_identity)
    return !readsAsOurs(view.bytes, at, size);
  if (type === user_name) return turn.isOfRealm(view.bytes, at, size);
  return type !== reply_message || !view.has(eap_message);
};

/** Salts of one answer, no two alike. */
const saltsFrom = (first: number) => {
  let salt = first * 2;
  return () => salt++ & 0x7fff;
};

const addTunnel = (view: PacketView, i: number, writer: PacketWriter, turn: Turn, salt: () => number): void => {
  const value = view.bytes.subarray(view.start(i), view.start(i) + view.size(i));
  if (view.types[i] !== TUNNEL_PASSWORD) {
    writer.addOctets(view.types[i] as number, value);
    return;
  }
  const again =
    value.length > TAG_OCTETS + 2 + MD5_BLOCK - 1 &&
    rehideSalted(value.subarray(TAG_OCTETS), turn.from, turn.to, salt());
  if (again) writer.addOctets(TUNNEL_PASSWORD, Buffer.concat([value.subarray(0, TAG_OCTETS), again]));
};

const addMicrosoft = (
  code: number,
  type: number,
  value: Buffer,
  writer: PacketWriter,
  turn: Turn,
  salt: () => number,
): void => {
  if (code === CODE.access_reject) {
    if (type === MS.error) writer.addVendorOctets(MICROSOFT, type, value);
    return;
  }
  if (MS_IN_ACCEPT.has(type)) writer.addVendorOctets(MICROSOFT, type, value);
  const isKey = type === MS.send_key || type === MS.recv_key;
  const again = isKey ? rehideSalted(value, turn.from, turn.to, salt()) : undefined;
  const hidden = type === MS.mppe_keys ? rehidePassword(value, turn.from, turn.to) : again;
  if (hidden !== undefined) writer.addVendorOctets(MICROSOFT, type, hidden);
};

/** Microsoft's sub-attributes, each in a Vendor-Specific of its own again (RFC 2548 2). */
const addVendor = (view: PacketView, i: number, writer: PacketWriter, turn: Turn, salt: () => number): void => {
  const { bytes } = view;
  const [start, end] = [view.start(i), view.start(i) + view.size(i)];
  if (end - start < 6 || bytes.readUInt32BE(start) !== MICROSOFT || view.code === CODE.access_challenge) return;
  for (let at = start + 4; at + 2 <= end; ) {
    const size = bytes[at + 1] as number;
    if (size < 2 || at + size > end) return;
    addMicrosoft(view.code, bytes[at] as number, bytes.subarray(at + 2, at + size), writer, turn, salt);
    at += size;
  }
};

/**
 * Writes what a home server's answer says into ours to the NAS, as far as a home server may say it: keys and passwords are hidden anew, everything that is on no list is left out.
 * Its Proxy-States are not copied: the NAS's own are added with the end of the answer.
 */
export const filterAnswer = (view: PacketView, writer: PacketWriter, turn: Turn): void => {
  const salt = saltsFrom(turn.salt);
  const passed = PASSED[view.code];
  const isAccept = view.code === CODE.access_accept;
  for (let i = 0; i < view.count; i++) {
    const type = view.types[i] as number;
    if (type === ATTRIBUTE.vendor_specific) addVendor(view, i, writer, turn, salt);
    else if (isAccept && turn.may_tunnel && TUNNEL.includes(type)) addTunnel(view, i, writer, turn, salt);
    else if (passed?.has(type) && isAllowedValue(view, i, turn))
      writer.addOctets(type, view.bytes, view.start(i), view.start(i) + view.size(i));
  }
};

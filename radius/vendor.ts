import type { SessionIdentification, SessionKey } from './dynamic-authorization.ts';
import { type AttributeToSend, encodeAttributes } from './encode.ts';

/** A session's speed. "Down" is to the subscriber. */
export interface Rate {
  readonly down_kbps: number;
  readonly up_kbps: number;
}

/** What a member of staff may do on a device. */
export type DeviceLevel = 'read' | 'operate' | 'full';

/**
 * How one make of NAS is spoken to. Everything that differs between makes is in its row; code asks the row and never the name.
 * The functions give encoded attributes, to be kept and added to answers and CoA-Requests as they are; they throw a `RangeError` on what
 * cannot be said (a rate below zero, a name too long), so configuration checks that first.
 */
export interface Vendor {
  readonly id: string;
  readonly title: string;
  /** How it is told a session's speed. */
  readonly rate: (rate: Rate) => Buffer;
  /**
   * How it is told to put a session behind a wall: `name`, at most 247 octets, is the address list, filter or policy set up on the NAS. No
   * attribute takes a wall away again: that is a Disconnect, or the name of another list.
   */
  readonly wall: (name: string) => Buffer;
  /** How it is told the name, at most 247 octets, of its own pool that delegated IPv6 prefixes come from. */
  readonly delegated_pool: (name: string) => Buffer;
  /** By which integers of which vendor it is told after how many octets of both directions it ends a session; not all makes can be. */
  readonly volume?: { readonly vendor: number; readonly octets: number; readonly gigawords: number };
  /** Whether it is told the moment at which access ends, as WISPr-Session-Terminate-Time (what captive portals take; all take the Session-Timeout). */
  readonly tells_end: boolean;
  /** What it changes in a living session by CoA; what it does not takes a Disconnect. */
  readonly coa_changes: { readonly rate: boolean; readonly wall: boolean };
  /** UDP port it listens on for CoA and Disconnect unless set otherwise on the NAS (RFC 5176 2.1: 3799). */
  readonly coa_port: number;
  /** How it is told what somebody who logs in to it may do there, beside the Service-Type. */
  readonly device: (level: DeviceLevel) => Buffer;
  /** The attributes it finds a session by. All that are sent must match (RFC 5176 3), so none is sent that it may report differently. */
  readonly session_keys: readonly SessionKey[];
}

const MAX_U32 = 0xffff_ffff;

/** A rate in bit/s as a 32-bit attribute can say it: what is over 4.29 Gbit/s is sent as that. */
const bitsPerSecond = (kbps: number): number => Math.min(MAX_U32, Math.round(kbps * 1000));

const kbps = (rate: number): string => `${Math.round(rate)}k`;

const encoded = (...attributes: readonly AttributeToSend[]): Buffer => {
  const { bytes, refused } = encodeAttributes(attributes);
  if (refused.length > 0) throw new RangeError(`cannot be sent: ${refused.map((one) => one.name).join(', ')}`);
  return bytes;
};

const filterId = (name: string): Buffer => encoded({ name: 'Filter-Id', value: name });

const delegatedPool = (name: string): Buffer => encoded({ name: 'Delegated-IPv6-Prefix-Pool', value: name });

const wisprRate = ({ down_kbps, up_kbps }: Rate): Buffer =>
  encoded(
    { name: 'WISPr-Bandwidth-Max-Up', value: bitsPerSecond(up_kbps) },
    { name: 'WISPr-Bandwidth-Max-Down', value: bitsPerSecond(down_kbps) },
  );

const huaweiRate = ({ down_kbps, up_kbps }: Rate): Buffer =>
  encoded(
    { name: 'Huawei-Input-Average-Rate', value: bitsPerSecond(up_kbps) },
    { name: 'Huawei-Input-Peak-Rate', value: bitsPerSecond(up_kbps) },
    { name: 'Huawei-Output-Average-Rate', value: bitsPerSecond(down_kbps) },
    { name: 'Huawei-Output-Peak-Rate', value: bitsPerSecond(down_kbps) },
  );

const PRIVILEGES: Readonly<Record<DeviceLevel, number>> = { read: 1, operate: 7, full: 15 };
/** Command levels of VRP: 1 monitors, 2 configures, 3 to 15 manage. */
const HUAWEI_PRIVILEGES: Readonly<Record<DeviceLevel, number>> = { read: 1, operate: 2, full: 15 };
/** The groups that RouterOS comes with. */
const MIKROTIK_GROUPS: Readonly<Record<DeviceLevel, string>> = { read: 'read', operate: 'write', full: 'full' };

const serviceTypeAlone = (): Buffer => Buffer.alloc(0);

/** The makes we know, by id. `generic` speaks WISPr and Filter-Id and trusts no CoA. */
export const VENDOR_ROWS = {
  mikrotik: {
    id: 'mikrotik',
    title: 'MikroTik RouterOS',
    // RouterOS manual: "rx-rate/tx-rate" from the router's side, so what the subscriber sends comes first.
    rate: ({ down_kbps, up_kbps }) =>
      encoded({ name: 'Mikrotik-Rate-Limit', value: `${kbps(up_kbps)}/${kbps(down_kbps)}` }),
    wall: (name) => encoded({ name: 'Mikrotik-Address-List', value: name }),
    delegated_pool: (name) => encoded({ name: 'Mikrotik-Delegated-IPv6-Pool', value: name }),
    // Mikrotik-Total-Limit and Mikrotik-Total-Limit-Gigawords.
    volume: { vendor: 14988, octets: 17, gigawords: 18 },
    tells_end: true,
    coa_changes: { rate: true, wall: true },
    coa_port: 3799,
    device: (level) => encoded({ name: 'Mikrotik-Group', value: MIKROTIK_GROUPS[level] }),
    session_keys: ['acct_session_id', 'user_name', 'framed_ip_address'],
  },
  cisco: {
    id: 'cisco',
    title: 'Cisco IOS / IOS XE',
    // Policy maps of these names are set up on the router, one pair a speed.
    rate: ({ down_kbps, up_kbps }) =>
      encoded(
        { name: 'Cisco-AVPair', value: `ip:sub-qos-policy-in=up-${kbps(up_kbps)}` },
        { name: 'Cisco-AVPair', value: `ip:sub-qos-policy-out=down-${kbps(down_kbps)}` },
      ),
    wall: filterId,
    delegated_pool: delegatedPool,
    tells_end: false,
    coa_changes: { rate: true, wall: false },
    // IOS listens on 1700 unless "aaa server radius dynamic-author" names another port.
    coa_port: 1700,
    // IOS security guide: a privilege level of 0 to 15; which commands 7 has is set up on the router.
    device: (level) => encoded({ name: 'Cisco-AVPair', value: `shell:priv-lvl=${PRIVILEGES[level]}` }),
    session_keys: ['acct_session_id'],
  },
  juniper: {
    id: 'juniper',
    title: 'Juniper MX / ERX',
    // Firewall filters of these names are set up on the router, one pair a speed.
    rate: ({ down_kbps, up_kbps }) =>
      encoded(
        { name: 'ERX-Ingress-Policy-Name', value: `up-${kbps(up_kbps)}` },
        { name: 'ERX-Egress-Policy-Name', value: `down-${kbps(down_kbps)}` },
      ),
    wall: filterId,
    delegated_pool: (name) => encoded({ name: 'ERX-IPv6-Delegated-Pool-Name', value: name }),
    tells_end: false,
    coa_changes: { rate: true, wall: false },
    coa_port: 3799,
    // Template users of these names are set up on the router, each with a login class.
    device: (level) => encoded({ name: 'Juniper-Local-User-Name', value: level }),
    session_keys: ['acct_session_id'],
  },
  huawei: {
    id: 'huawei',
    title: 'Huawei NE / ME',
    rate: huaweiRate,
    wall: filterId,
    delegated_pool: delegatedPool,
    tells_end: false,
    coa_changes: { rate: true, wall: false },
    coa_port: 3799,
    device: (level) => encoded({ name: 'Huawei-Exec-Privilege', value: HUAWEI_PRIVILEGES[level] }),
    session_keys: ['acct_session_id', 'user_name'],
  },
  nokia: {
    id: 'nokia',
    title: 'Nokia 7750 SR OS',
    // SLA profiles of these names are set up on the router, one a speed; the wall is a subscriber profile (SR OS RADIUS attributes reference, 26.6527.12 and .13).
    rate: ({ down_kbps, up_kbps }) =>
      encoded({ name: 'Alc-SLA-Prof-Str', value: `d${kbps(down_kbps)}-u${kbps(up_kbps)}` }),
    wall: (name) => encoded({ name: 'Alc-Subsc-Prof-Str', value: name }),
    delegated_pool: (name) => encoded({ name: 'Alc-Delegated-IPv6-Pool', value: name }),
    device: serviceTypeAlone,
    tells_end: false,
    coa_changes: { rate: true, wall: true },
    coa_port: 3799,
    session_keys: ['acct_session_id'],
  },
  'accel-ppp': {
    id: 'accel-ppp',
    title: 'accel-ppp',
    // Its shaper is told to read these two (accel-ppp.conf(5), [shaper]).
    rate: wisprRate,
    wall: filterId,
    delegated_pool: delegatedPool,
    device: serviceTypeAlone,
    tells_end: false,
    coa_changes: { rate: true, wall: false },
    coa_port: 3799,
    session_keys: ['acct_session_id', 'user_name'],
  },
  hostapd: {
    id: 'hostapd',
    title: 'hostapd (Wi-Fi, 802.1X)',
    // It sets no speed; what it is told of one it leaves aside.
    rate: wisprRate,
    wall: filterId,
    delegated_pool: delegatedPool,
    device: serviceTypeAlone,
    tells_end: false,
    coa_changes: { rate: false, wall: false },
    coa_port: 3799,
    session_keys: ['acct_session_id', 'user_name', 'calling_station_id'],
  },
  ubiquiti: {
    id: 'ubiquiti',
    title: 'Ubiquiti airOS / UniFi / EdgeOS',
    rate: wisprRate,
    wall: filterId,
    delegated_pool: delegatedPool,
    tells_end: true,
    coa_changes: { rate: false, wall: false },
    coa_port: 3799,
    device: serviceTypeAlone,
    session_keys: ['acct_session_id', 'user_name', 'calling_station_id'],
  },
  chillispot: {
    id: 'chillispot',
    title: 'CoovaChilli / ChilliSpot hotspot',
    // Bandwidth in kbit/s, by the manual pages of both.
    rate: ({ down_kbps, up_kbps }) =>
      encoded(
        { name: 'ChilliSpot-Bandwidth-Max-Up', value: Math.round(up_kbps) },
        { name: 'ChilliSpot-Bandwidth-Max-Down', value: Math.round(down_kbps) },
      ),
    wall: filterId,
    delegated_pool: delegatedPool,
    device: serviceTypeAlone,
    // ChilliSpot-Max-Total-Octets and ChilliSpot-Max-Total-Gigawords.
    volume: { vendor: 14559, octets: 3, gigawords: 23 },
    tells_end: true,
    coa_changes: { rate: false, wall: false },
    coa_port: 3799,
    session_keys: ['acct_session_id', 'user_name'],
  },
  generic: {
    id: 'generic',
    title: 'Any other NAS',
    rate: wisprRate,
    wall: filterId,
    delegated_pool: delegatedPool,
    tells_end: true,
    coa_changes: { rate: false, wall: false },
    coa_port: 3799,
    device: serviceTypeAlone,
    session_keys: ['nas_ip_address', 'nas_identifier', 'acct_session_id', 'user_name'],
  },
} as const satisfies Readonly<Record<string, Vendor>>;

/** The id of a row. */
export type VendorId = keyof typeof VENDOR_ROWS;

/** The row of a make, `generic` for one we do not know. */
export const vendorOf = (id: string): Vendor =>
  Object.hasOwn(VENDOR_ROWS, id) ? VENDOR_ROWS[id as VendorId] : VENDOR_ROWS.generic;

/** Of everything known about a session, what this make finds it by. */
export const identificationFor = (vendor: Vendor, session: SessionIdentification): SessionIdentification =>
  Object.fromEntries(vendor.session_keys.map((key) => [key, session[key]]));

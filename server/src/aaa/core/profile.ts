import {
  ATTRIBUTE,
  type DeviceLevel,
  encodeAttributes,
  type PacketView,
  type PacketWriter,
  type Vendor,
} from '@isp/radius';
import { instantFromEpochMs } from '@isp/values';
import type { Grant } from './access.ts';
import { SERVICE } from './way.ts';

/** Seconds between interim records we ask for: RFC 2869 5.16 says never below 60, better not below 600. */
const INTERIM_S = 600;

/** Interim records a session may miss before we take it for gone, in milliseconds. */
export const FRESH_MS = 3 * INTERIM_S * 1000;

/** The list, filter or policy on the NAS that keeps a session in the walled garden, and the one that lets it out again. */
const WALLED_LIST = 'walled';
const OPEN_LIST = 'open';

const rateOf = (grant: Grant, vendor: Vendor): Buffer =>
  grant.rate_down_kbps === null || grant.rate_up_kbps === null
    ? Buffer.alloc(0)
    : vendor.rate({ down_kbps: grant.rate_down_kbps, up_kbps: grant.rate_up_kbps });

/** The attributes of an Access-Accept that only the grant and the make of NAS decide, encoded: speed, wall, interim interval. */
export const acceptAttributes = (grant: Grant, vendor: Vendor): Buffer =>
  Buffer.concat([
    encodeAttributes([{ name: 'Acct-Interim-Interval', value: INTERIM_S }]).bytes,
    rateOf(grant, vendor),
    grant.mode === 'walled' ? vendor.wall(WALLED_LIST) : Buffer.alloc(0),
  ]);

/** The attributes of a CoA-Request that bring a session to a grant, of what this NAS changes so; the wall is named when the session enters or leaves it. */
export const changeAttributes = (grant: Grant, vendor: Vendor, wasWalled: boolean): Buffer => {
  const wall = grant.mode === 'walled' ? WALLED_LIST : wasWalled ? OPEN_LIST : undefined;
  const { rate, wall: walls } = vendor.coa_changes;
  return Buffer.concat([
    rate ? rateOf(grant, vendor) : Buffer.alloc(0),
    wall === undefined || !walls ? Buffer.alloc(0) : vendor.wall(wall),
  ]);
};

/** What of an Access-Accept is this log-in's own. */
export interface Admission {
  /** What `acceptAttributes` gave. */
  attributes: Uint8Array;
  class: Uint8Array;
  /** The IPv4 address as a number; 0 leaves the choice to the NAS. */
  framed_ip: number;
  /** The attributes that say the IPv6 prefixes. */
  prefixes: Uint8Array;
  /** Seconds; 0 for no limit of its own. */
  session_timeout_s: number;
  /** Milliseconds since 1970 at which the entitlement ends; `Infinity` when it does not. */
  ends_at_ms: number;
  /** Octets of both directions after which the session ends, told to makes that can be; `Infinity` for no end. */
  volume: number;
  /** How the NAS is told so; `undefined` when it cannot be. */
  volume_attributes: Vendor['volume'];
  /** Whether the NAS is told the moment at which access ends, too. */
  tells_end: boolean;
  /** Who is charged, sent when asked for (RFC 4372 2): what `writeChargeable` wrote. */
  chargeable: Uint8Array;
}

const MAX_TIMEOUT_S = 0x7fff_ffff;

/** Whole seconds a session may last, so that it ends no later than its entitlement; 0 when nothing limits it. */
export const sessionTimeout = (limitS: number, endsAtMs: number, now: number): number => {
  const left = Math.floor((endsAtMs - now) / 1000);
  const shortest = Math.min(limitS === 0 ? Number.POSITIVE_INFINITY : limitS, left);
  return shortest === Number.POSITIVE_INFINITY ? 0 : Math.min(MAX_TIMEOUT_S, shortest);
};

const GIGAWORD = 4_294_967_296;

/** Writes the octets after which the NAS ends the session, at least one, and their gigawords when there are any. */
const writeVolume = (writer: PacketWriter, { volume, volume_attributes: of }: Admission): void => {
  if (of === undefined || volume === Number.POSITIVE_INFINITY) return;
  const octets = Math.max(1, volume);
  writer.addVendorInteger(of.vendor, of.octets, octets % GIGAWORD);
  if (octets >= GIGAWORD) writer.addVendorInteger(of.vendor, of.gigawords, Math.floor(octets / GIGAWORD));
};

const WISPR = 14122;
const SESSION_TERMINATE_TIME = 9;

/** WISPr 1.0, appendix C: YYYY-MM-DDThh:mm:ssTZD. In UTC, with an offset, as CoovaChilli takes a time without one for its own. */
const terminateTime = (ms: number): string => `${instantFromEpochMs(ms).slice(0, 19)}+00:00`;

/** Writes what an accepted session gets, into an answer begun. Makes no garbage. */
export const writeAdmission = (writer: PacketWriter, request: PacketView, admission: Admission, now: number): void => {
  const service = request.integer(ATTRIBUTE.service_type);
  if (service >= 0 && service !== SERVICE.call_check) writer.addInteger(ATTRIBUTE.service_type, service);
  if (admission.framed_ip !== 0) writer.addInteger(ATTRIBUTE.framed_ip_address, admission.framed_ip);
  writer.addEncoded(admission.prefixes);
  const timeout = sessionTimeout(admission.session_timeout_s, admission.ends_at_ms, now);
  if (timeout > 0) writer.addInteger(ATTRIBUTE.session_timeout, timeout);
  if (admission.tells_end && admission.ends_at_ms !== Number.POSITIVE_INFINITY)
    writer.addVendorText(WISPR, SESSION_TERMINATE_TIME, terminateTime(admission.ends_at_ms));
  writer.addEncoded(admission.attributes);
  writeVolume(writer, admission);
  writer.addOctets(ATTRIBUTE.class, admission.class);
  if (request.has(ATTRIBUTE.chargeable_user_identity))
    writer.addOctets(ATTRIBUTE.chargeable_user_identity, admission.chargeable);
};

/**
 * Writes what a member of staff gets who logs in to a device: the Service-Type (Administrative for who may do everything, else NAS-Prompt, RFC 2865 5.6; Login
 * to a device that asked for that), and the level in its make's words. Never anything of a session.
 */
export const writeDeviceAdmission = (
  writer: PacketWriter,
  request: PacketView,
  vendor: Vendor,
  level: DeviceLevel,
): void => {
  const service = request.integer(ATTRIBUTE.service_type);
  const granted = level === 'full' ? SERVICE.administrative : SERVICE.nas_prompt;
  if (service >= 0) writer.addInteger(ATTRIBUTE.service_type, service === SERVICE.login ? service : granted);
  writer.addEncoded(vendor.device(level));
};

import { ATTRIBUTE, type PacketView, type Secret } from '@isp/radius';
import { macNumber, stationIn } from './station.ts';

export type { DeviceLevel } from '@isp/radius';

/** The way somebody comes in by: a name with a password, a MAC address, the line they come from, or as staff to the device itself. */
export type Way = 'password' | 'mac' | 'line' | 'device';

/** What the NAS that asks has to do with how a request is decided on. */
export interface Asker {
  readonly secret: Secret;
  /** The 16 octets of the NAS's id. */
  readonly nas_octets: Uint8Array;
  /** Whether a MAC address alone is a log-in there. */
  readonly mac_auth: boolean;
  /** By what subscribers are found who send no PPP and no EAP. */
  readonly identify_by: 'name' | 'line' | 'mac';
  /** Which log-ins are to the device itself. */
  readonly device_log_in: 'off' | 'administrative' | 'login';
}

/** Service-Types (RFC 2865 5.6). */
export const SERVICE = { login: 1, framed: 2, administrative: 6, nas_prompt: 7, call_check: 10 } as const;

const PPP = 1;

/** A log-in that names no port does not go through one (RFC 2865 4.1): it is to the device. */
const namesPort = (view: PacketView): boolean =>
  view.has(ATTRIBUTE.nas_port) || view.has(ATTRIBUTE.nas_port_type) || view.has(ATTRIBUTE.nas_port_id);

const isDevice = (view: PacketView, setting: Asker['device_log_in']): boolean => {
  if (setting === 'off') return false;
  const service = view.integer(ATTRIBUTE.service_type);
  if (service === SERVICE.administrative || service === SERVICE.nas_prompt) return true;
  return setting === 'login' && (service === SERVICE.login || service < 0) && !namesPort(view);
};

/**
 * The way a request comes in by, so far as the request and its NAS tell; a name that is a MAC may still turn out to be one where `mac_auth` is on. PPP and
 * EAP prove who they are, so they come by name wherever they come from.
 */
export const wayOf = (view: PacketView, asker: Asker): Way => {
  if (isDevice(view, asker.device_log_in)) return 'device';
  if (view.has(ATTRIBUTE.eap_message) || view.integer(ATTRIBUTE.framed_protocol) === PPP) return 'password';
  if (asker.identify_by !== 'name') return asker.identify_by;
  return asker.mac_auth && view.integer(ATTRIBUTE.service_type) === SERVICE.call_check ? 'mac' : 'password';
};

/** Whether a name that is a MAC may be a log-in by itself in this request. */
export const mayBeMac = (view: PacketView, asker: Asker): boolean =>
  asker.mac_auth &&
  asker.identify_by === 'name' &&
  !view.has(ATTRIBUTE.eap_message) &&
  view.integer(ATTRIBUTE.framed_protocol) !== PPP;

/** The MAC address that the name in a request is, -1 when it is none. */
export const macInName = (view: PacketView): number => {
  const i = view.find(ATTRIBUTE.user_name);
  return i < 0 ? -1 : macNumber(view.bytes, view.start(i), view.size(i));
};

/** The MAC address that a request is about: where all are found by it, that of the station, and the name only without one; else that in the name. -1 for none. */
export const macIn = (view: PacketView, asker: Asker): number => {
  const byStation = asker.identify_by === 'mac';
  const mac = byStation ? stationIn(view) : macInName(view);
  if (mac >= 0) return mac;
  return byStation ? macInName(view) : stationIn(view);
};

import { type AccessLine, ATTRIBUTE, type PacketView, readAccessLine } from '@isp/radius';
import { idOfOctets } from './line.ts';
import { macText, stationIn } from './station.ts';
import { vlanIn, vlanText } from './vlan.ts';

/** What a log-in may be bound to. */
export type BindingKind = 'mac' | 'port' | 'vlan';

/** Of a number that is bound to: any is right; the first that comes is pinned. */
export const ANY = -1;
export const LEARN = -2;

/** What a log-in is bound to, as it is known while a request is decided on. */
export interface Bound {
  /** The MAC address of the station, `ANY` or `LEARN`. */
  station: number;
  /** As `vlanIn` gives it, `ANY` or `LEARN`. */
  vlan: number;
  /** The octets of the port; `undefined` when any is right, none when the first that comes is pinned. */
  port: Uint8Array | undefined;
  /** The 16 octets of the port's NAS. */
  port_nas: Uint8Array;
  /** Whether its time runs from its first log-in on, which is still to come. */
  begins: boolean;
}

const NO_OCTETS = Buffer.alloc(0);

/** Bound to nothing. */
export const UNBOUND: Readonly<Bound> = {
  station: ANY,
  vlan: ANY,
  port: undefined,
  port_nas: NO_OCTETS,
  begins: false,
};

/** What was learned at a log-in: what is `undefined` was not. */
export interface Learned {
  station?: number;
  vlan?: number;
  port?: Buffer;
  port_nas?: Buffer;
  /** When its time began to run, in milliseconds since 1970. */
  begun_ms?: number;
}

const seen: AccessLine = { circuit_at: 0, circuit_size: 0, remote_at: 0, remote_size: 0 };
const place = { at: 0, size: 0 };

/** Where the port stands that a packet comes by: the circuit of its line, else NAS-Port-Id. False when it names none. */
const findPort = (view: PacketView): boolean => {
  readAccessLine(view, seen);
  if (seen.circuit_size > 0) {
    place.at = seen.circuit_at;
    place.size = seen.circuit_size;
    return true;
  }
  const i = view.find(ATTRIBUTE.nas_port_id);
  if (i < 0 || view.size(i) === 0) return false;
  place.at = view.start(i);
  place.size = view.size(i);
  return true;
};

const isSame = (bytes: Uint8Array, at: number, wanted: Uint8Array): boolean => {
  for (let i = 0; i < wanted.length; i++) if (bytes[at + i] !== wanted[i]) return false;
  return true;
};

/** Whether a packet comes from the station that a log-in is bound to. */
export const isStation = (view: PacketView, { station }: Bound): boolean => station < 0 || stationIn(view) === station;

/** Whether it comes by the VLAN. */
export const isVlan = (view: PacketView, { vlan }: Bound): boolean => vlan < 0 || vlanIn(view) === vlan;

/** Whether it comes by the port, at its NAS. */
export const isPort = (view: PacketView, nas: Uint8Array, { port, port_nas }: Bound): boolean => {
  if (port === undefined || port.length === 0) return true;
  return findPort(view) && place.size === port.length && isSame(view.bytes, place.at, port) && isSame(nas, 0, port_nas);
};

/** Whether something is left to be learned. */
export const isLearning = ({ station, vlan, port, begins }: Bound): boolean =>
  station === LEARN || vlan === LEARN || port?.length === 0 || begins;

/** What a packet accepted at `now` teaches of what is to be learned; `undefined` when it says nothing of that. */
export const learnFrom = (view: PacketView, nas: Uint8Array, bound: Bound, now: number): Learned | undefined => {
  const learned: Learned = {};
  const [station, vlan] = [stationIn(view), vlanIn(view)];
  if (bound.station === LEARN && station >= 0) learned.station = station;
  if (bound.vlan === LEARN && vlan >= 0) learned.vlan = vlan;
  if (bound.port?.length === 0 && findPort(view)) {
    learned.port = Buffer.from(view.bytes.subarray(place.at, place.at + place.size));
    learned.port_nas = Buffer.from(nas);
  }
  if (bound.begins) learned.begun_ms = now;
  return Object.keys(learned).length === 0 ? undefined : learned;
};

/** The station of a packet in words. */
export const stationSeen = (view: PacketView): string => {
  const station = stationIn(view);
  return station >= 0 ? macText(station) : (view.text(ATTRIBUTE.calling_station_id) ?? 'no station');
};

const portSeen = (view: PacketView): string =>
  findPort(view) ? `port ${idOfOctets(view.bytes.subarray(place.at, place.at + place.size))}` : 'no port';

const vlanSeen = (view: PacketView): string => {
  const vlan = vlanIn(view);
  return vlan < 0 ? 'no VLAN' : `VLAN ${vlanText(vlan)}`;
};

const numberWords = (number: number, words: (number: number) => string): string => {
  if (number === ANY) return 'any';
  return number === LEARN ? 'the first that comes' : words(number);
};

const portWords = (nas: Uint8Array, { port, port_nas }: Bound): string => {
  if (port === undefined) return 'any';
  if (port.length === 0) return 'the first that comes';
  return `${idOfOctets(Buffer.from(port))}${isSame(nas, 0, port_nas) ? '' : ' at another NAS'}`;
};

/** Where a packet comes from and what the log-in is bound to, in words. */
export const bindingWords: Readonly<Record<BindingKind, (view: PacketView, nas: Uint8Array, bound: Bound) => string>> =
  {
    mac: (view, _, bound) => `comes from ${stationSeen(view)}, bound to ${numberWords(bound.station, macText)}`,
    port: (view, nas, bound) => `comes from ${portSeen(view)}, bound to ${portWords(nas, bound)}`,
    vlan: (view, _, bound) => `comes from ${vlanSeen(view)}, bound to ${numberWords(bound.vlan, vlanText)}`,
  };

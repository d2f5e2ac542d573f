import { ATTRIBUTE } from './codes.ts';
import type { PacketView } from './packet-view.ts';

/** Where two strings of a packet stand that say which line somebody comes by; a size of 0 is none. */
export interface AccessLine {
  circuit_at: number;
  circuit_size: number;
  remote_at: number;
  remote_size: number;
}

const DSL_FORUM = 3561;
const CISCO = 9;
const REDBACK = 2352;
const ERX = 4874;
const NOKIA = 6527;

const CIRCUIT_TAG = Buffer.from('circuit-id-tag=');
const REMOTE_TAG = Buffer.from('remote-id-tag=');

/** DHCP's Relay Agent Information (RFC 3046 2.0). */
const OPTION_82 = 82;
const PAD = 0;
const END = 255;

const setCircuit = (line: AccessLine, at: number, size: number): void => {
  if (line.circuit_size > 0 || size === 0) return;
  line.circuit_at = at;
  line.circuit_size = size;
};

const setRemote = (line: AccessLine, at: number, size: number): void => {
  if (line.remote_size > 0 || size === 0) return;
  line.remote_at = at;
  line.remote_size = size;
};

/** The sub-options of option 82 between two places: 1 is the circuit, 2 the remote end (RFC 3046 3.1, 3.2). */
const readOption82 = (bytes: Uint8Array, from: number, to: number, line: AccessLine): void => {
  for (let at = from; at + 2 <= to; ) {
    const size = bytes[at + 1] as number;
    if (at + 2 + size > to) return;
    if (bytes[at] === 1) setCircuit(line, at + 2, size);
    else if (bytes[at] === 2) setRemote(line, at + 2, size);
    at += 2 + size;
  }
};

/** Option 82 among DHCP options as they stood in a packet (RFC 2132 2). */
const readOptions = (bytes: Uint8Array, from: number, to: number, line: AccessLine): void => {
  for (let at = from; at < to; ) {
    const option = bytes[at] as number;
    if (option === END) return;
    if (option === PAD) {
      at++;
      continue;
    }
    const size = at + 1 < to ? (bytes[at + 1] as number) : 0;
    if (at + 2 + size > to) return;
    if (option === OPTION_82) readOption82(bytes, at + 2, at + 2 + size, line);
    at += 2 + size;
  }
};

const begins = (bytes: Uint8Array, at: number, size: number, tag: Uint8Array): boolean => {
  if (size < tag.length) return false;
  for (let i = 0; i < tag.length; i++) if (bytes[at + i] !== tag[i]) return false;
  return true;
};

const readAvPair = (bytes: Uint8Array, at: number, size: number, line: AccessLine): void => {
  if (begins(bytes, at, size, CIRCUIT_TAG)) setCircuit(line, at + CIRCUIT_TAG.length, size - CIRCUIT_TAG.length);
  else if (begins(bytes, at, size, REMOTE_TAG)) setRemote(line, at + REMOTE_TAG.length, size - REMOTE_TAG.length);
};

const readSub = (bytes: Uint8Array, vendor: number, type: number, at: number, size: number, line: AccessLine): void => {
  if (vendor === DSL_FORUM && type === 1) setCircuit(line, at, size);
  else if (vendor === DSL_FORUM && type === 2) setRemote(line, at, size);
  else if (vendor === CISCO && type === 1) readAvPair(bytes, at, size, line);
  else if (vendor === REDBACK && type === 97) setCircuit(line, at, size);
  else if (vendor === REDBACK && type === 96) setRemote(line, at, size);
  else if (vendor === ERX && type === 110) setCircuit(line, at, size);
  else if (vendor === ERX && type === 182) setRemote(line, at, size);
  else if (vendor === ERX && type === 159) readOption82(bytes, at, at + size, line);
  else if (vendor === ERX && type === 55) readOptions(bytes, at, at + size, line);
  else if (vendor === NOKIA && type === 102) readOptions(bytes, at, at + size, line);
};

const readVendor = (bytes: Buffer, from: number, to: number, line: AccessLine): void => {
  if (to - from < 6) return;
  const vendor = bytes.readUInt32BE(from);
  for (let at = from + 4; at + 2 <= to; ) {
    const size = bytes[at + 1] as number;
    if (size < 2 || at + size > to) return;
    readSub(bytes, vendor, bytes[at] as number, at + 2, size - 2, line);
    at += size;
  }
};

/**
 * Reads into `line` which line a packet says it comes by: Agent-Circuit-Id and Agent-Remote-Id (RFC 4679 3.3.1, 3.3.2; MikroTik's DHCP server
 * sends them too), Redback's, Cisco's circuit-id-tag and remote-id-tag, Juniper's ERX-Acc-Loop-Cir-Id and ERX-Acc-Loop-Remote-Id, and option
 * 82 as ERX-DHCP-Option-82, ERX-Dhcp-Options and Alc-ToServer-Dhcp-Options carry it. The first of each counts. Makes no garbage.
 */
export const readAccessLine = (view: PacketView, line: AccessLine): void => {
  line.circuit_size = 0;
  line.remote_size = 0;
  for (let i = view.find(ATTRIBUTE.vendor_specific); i >= 0; i = view.next(ATTRIBUTE.vendor_specific, i))
    readVendor(view.bytes, view.start(i), view.start(i) + view.size(i), line);
};

import { type AccessLine, type PacketView, readAccessLine } from '@isp/radius';

/** Octets that a circuit or a remote end may be named by: TR-101 (3.9.3) has 63. */
export const MAX_LINE_ID = 80;

const HEX = /^0x(?:[0-9a-f]{2})+$/i;
const PRINTABLE = /^[^\p{Cc}\uFFFD]+$/u;

/** The octets of an id as it is stored: text, or `0x` and hexadecimal digits. */
export const octetsOfId = (id: string): Buffer => (HEX.test(id) ? Buffer.from(id.slice(2), 'hex') : Buffer.from(id));

/** Octets as people read them and as they are stored: text when they are, else `0x` and hexadecimal digits. */
export const idOfOctets = (octets: Buffer): string => {
  const text = octets.toString('utf8');
  return PRINTABLE.test(text) && !HEX.test(text) ? text : `0x${octets.toString('hex')}`;
};

const NAS_OCTETS = 16;
const CIRCUIT_AT = NAS_OCTETS + 1;
const EMPTY = Buffer.alloc(0);

/**
 * What a line is looked up by: 16 octets of its NAS (zeros for any), the size of the circuit's id, that, and the remote end's. Written into one buffer
 * again and again; `size` says how much of it.
 */
const lineKey = {
  bytes: Buffer.alloc(CIRCUIT_AT + 2 * 255),
  size: 0,
};

const put = (
  nas: Uint8Array | undefined,
  bytes: Uint8Array,
  circuitAt: number,
  circuit: number,
  remoteAt: number,
  remote: number,
): void => {
  const key = lineKey.bytes;
  for (let i = 0; i < NAS_OCTETS; i++) key[i] = nas === undefined ? 0 : (nas[i] as number);
  key[NAS_OCTETS] = circuit;
  for (let i = 0; i < circuit; i++) key[CIRCUIT_AT + i] = bytes[circuitAt + i] as number;
  for (let i = 0; i < remote; i++) key[CIRCUIT_AT + circuit + i] = bytes[remoteAt + i] as number;
  lineKey.size = CIRCUIT_AT + circuit + remote;
};

/** A line as it is kept: its NAS, null for any, and what that says of it. */
export interface KeptLine {
  readonly line_nas_id: string | null;
  readonly circuit_id: string | null;
  readonly remote_id: string | null;
}

/** The octets a line that is kept is looked up by. */
export const keyOfLine = ({ line_nas_id, circuit_id, remote_id }: KeptLine): Buffer => {
  const circuit = circuit_id === null ? EMPTY : octetsOfId(circuit_id);
  const remote = remote_id === null ? EMPTY : octetsOfId(remote_id);
  const nas = line_nas_id === null ? undefined : Buffer.from(line_nas_id.replaceAll('-', ''), 'hex');
  put(nas, Buffer.concat([circuit, remote]), 0, circuit.length, circuit.length, remote.length);
  return Buffer.from(lineKey.bytes.subarray(0, lineKey.size));
};

const seen: AccessLine = { circuit_at: 0, circuit_size: 0, remote_at: 0, remote_size: 0 };

/** The ways to look for a line that says both ids: both of them, its circuit alone, its remote end alone; at its NAS, then at any. */
const TRIES = 6;

/** Where lines are looked up: the slot of one by its key, or -1. */
interface Lines {
  find(bytes: Buffer, from: number, size: number, kind: 'line'): number;
}

/**
 * Looks for the line that a packet comes by: `lines` is asked for one `lineKey` after another, what says most first, until it has it. -1 when it
 * has none, or the packet names no line. Makes no garbage.
 */
export const findLine = (view: PacketView, nas: Uint8Array, lines: Lines): number => {
  readAccessLine(view, seen);
  const { circuit_at, circuit_size, remote_at, remote_size } = seen;
  if (circuit_size > MAX_LINE_ID || remote_size > MAX_LINE_ID) return -1;
  for (let i = 0; i < TRIES; i++) {
    const circuit = i % 3 === 2 ? 0 : circuit_size;
    const remote = i % 3 === 1 ? 0 : remote_size;
    if (circuit + remote === 0 || (i % 3 > 0 && (circuit_size === 0 || remote_size === 0))) continue;
    put(i < 3 ? nas : undefined, view.bytes, circuit_at, circuit, remote_at, remote);
    const slot = lines.find(lineKey.bytes, 0, lineKey.size, 'line');
    if (slot >= 0) return slot;
  }
  return -1;
};

/** Whether a packet names a line. */
export const hasLine = (view: PacketView): boolean => {
  readAccessLine(view, seen);
  return seen.circuit_size + seen.remote_size > 0;
};

const idAt = (view: PacketView, at: number, size: number): string | null =>
  size === 0 ? null : idOfOctets(view.bytes.subarray(at, at + size));

/** What a packet names its line by. */
export const lineIn = (view: PacketView): Pick<KeptLine, 'circuit_id' | 'remote_id'> => {
  readAccessLine(view, seen);
  return {
    circuit_id: idAt(view, seen.circuit_at, seen.circuit_size),
    remote_id: idAt(view, seen.remote_at, seen.remote_size),
  };
};

/** A line in words. */
export const lineText = ({ circuit_id, remote_id }: Pick<KeptLine, 'circuit_id' | 'remote_id'>): string =>
  [circuit_id === null ? [] : [`circuit ${circuit_id}`], remote_id === null ? [] : [`remote ${remote_id}`]]
    .flat()
    .join(', ');

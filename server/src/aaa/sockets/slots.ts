import { MAX_PACKET_OCTETS } from '@isp/radius';
import type { Libc } from './libc.ts';

/** Datagrams that one system call takes or gives. */
export const MANY = 64;
/** Octets of a `struct sockaddr_in`, a `struct iovec` and a `struct mmsghdr` (Linux, 64 bits), and where in the last the kernel says how much it took or gave. */
export const NAME = 16;
const IOVEC = 16;
const HEADER = 64;
const FILLED_AT = 56;
/** From one datagram's room to the next: places 4096 octets apart share the few lines of a processor's first cache. */
const STEP = MAX_PACKET_OCTETS + 5 * 64;

const NAMES_AT = 0;
const HEADERS_AT = NAMES_AT + MANY * NAME;
const IOVECS_AT = HEADERS_AT + MANY * HEADER;
const OCTETS_AT = IOVECS_AT + MANY * IOVEC;
const SIZE = OCTETS_AT + MANY * STEP;

/** Room for 64 datagrams and their addresses, and the headers that tell the kernel where it is: in memory that another thread may look at, too. */
export class Slots {
  readonly memory: SharedArrayBuffer;
  readonly octets: readonly Buffer[];
  readonly names: Buffer;
  readonly headers: Buffer;
  readonly #lengths: Uint32Array;
  readonly #filled: Uint32Array;

  /** `memory` is that of slots which are `prepare`d, or new. */
  constructor(memory = new SharedArrayBuffer(SIZE)) {
    this.memory = memory;
    this.names = Buffer.from(memory, NAMES_AT, MANY * NAME);
    this.headers = Buffer.from(memory, HEADERS_AT, MANY * HEADER);
    this.octets = Array.from({ length: MANY }, (_, i) => Buffer.from(memory, OCTETS_AT + i * STEP, MAX_PACKET_OCTETS));
    this.#lengths = new Uint32Array(memory, IOVECS_AT, (MANY * IOVEC) >> 2);
    this.#filled = new Uint32Array(memory, HEADERS_AT, (MANY * HEADER) >> 2);
  }

  /** Writes the headers, once. The memory stays where it is. */
  prepare(libc: Libc): this {
    const iovecs = Buffer.from(this.memory, IOVECS_AT, MANY * IOVEC);
    const [names, at] = [libc.addressOf(this.names), libc.addressOf(iovecs)];
    for (let i = 0; i < MANY; i++) {
      iovecs.writeBigUInt64LE(libc.addressOf(this.octets[i] as Buffer), i * IOVEC);
      this.setLength(i, MAX_PACKET_OCTETS);
      this.headers.writeBigUInt64LE(names + BigInt(i * NAME), i * HEADER);
      this.headers.writeUInt32LE(NAME, i * HEADER + 8);
      this.headers.writeBigUInt64LE(at + BigInt(i * IOVEC), i * HEADER + 16);
      this.headers.writeBigUInt64LE(1n, i * HEADER + 24);
    }
    return this;
  }

  setLength(i: number, octets: number): void {
    this.#lengths[(i * IOVEC + 8) >> 2] = octets;
  }

  lengthOf(i: number): number {
    return this.#lengths[(i * IOVEC + 8) >> 2] as number;
  }

  /** Octets of datagram `i` that the kernel gave. */
  filled(i: number): number {
    return this.#filled[(i * HEADER + FILLED_AT) >> 2] as number;
  }
}

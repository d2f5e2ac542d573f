import type { Socket } from 'node:dgram';
import { MAX_PACKET_OCTETS } from '@isp/radius';
import type { Outlet } from '../answer/door-options.ts';
import type { Libc } from './libc.ts';
import type { Receive } from './one-datagram.ts';

const AF_INET = 2;
const MSG_DONTWAIT = 0x40;

/** Datagrams that one system call takes or gives. */
const MANY = 64;
/** Calls for more in one turn of the event loop, so that others have theirs. */
const CALLS_A_TURN = 4;
/** Octets of a `struct sockaddr_in`, a `struct iovec` and a `struct mmsghdr` (Linux, 64 bits), and where in the last the kernel says how much it took or gave. */
const NAME = 16;
const IOVEC = 16;
const HEADER = 64;
const FILLED_AT = 56;
const NO_TIMEOUT = 0n;

/** The `struct sockaddr_in` of an IPv4 address. */
export const socketName = (address: string, port: number): Buffer => {
  const name = Buffer.alloc(NAME);
  name.writeUInt16LE(AF_INET, 0);
  name.writeUInt16BE(port, 2);
  name.set(address.split('.').map(Number), 4);
  return name;
};

/** Room for datagrams and their addresses, and the headers that tell the kernel where it is. */
class Slots {
  readonly octets = Array.from({ length: MANY }, () => Buffer.alloc(MAX_PACKET_OCTETS));
  readonly names = Buffer.alloc(MANY * NAME);
  readonly headers = Buffer.alloc(MANY * HEADER);
  readonly #iovecs = Buffer.alloc(MANY * IOVEC);
  readonly #lengths = new Uint32Array(this.#iovecs.buffer, this.#iovecs.byteOffset);
  readonly #filled = new Uint32Array(this.headers.buffer, this.headers.byteOffset);

  constructor(libc: Libc) {
    const [names, iovecs] = [libc.addressOf(this.names), libc.addressOf(this.#iovecs)];
    for (let i = 0; i < MANY; i++) {
      this.#iovecs.writeBigUInt64LE(libc.addressOf(this.octets[i] as Buffer), i * IOVEC);
      this.setLength(i, MAX_PACKET_OCTETS);
      this.headers.writeBigUInt64LE(names + BigInt(i * NAME), i * HEADER);
      this.headers.writeUInt32LE(NAME, i * HEADER + 8);
      this.headers.writeBigUInt64LE(iovecs + BigInt(i * IOVEC), i * HEADER + 16);
      this.headers.writeBigUInt64LE(1n, i * HEADER + 24);
    }
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

const KNOWN = 4096;

/** What is made of a few thousand keys, each once. */
class Kept<K, V> {
  #kept = new Map<K, V>();
  #make: (key: K) => V;

  constructor(make: (key: K) => V) {
    this.#make = make;
  }

  of(key: K): V {
    const kept = this.#kept.get(key);
    if (kept !== undefined) return kept;
    if (this.#kept.size >= KNOWN) this.#kept.clear();
    const made = this.#make(key);
    this.#kept.set(key, made);
    return made;
  }
}

/**
 * Datagrams of one IPv4 socket, many by one system call, of which Node makes one or more for each. Node says when the socket has something and gives the first; what came
 * besides is taken 64 at a time, and the answers leave together.
 */
export class ManyDatagrams implements Outlet {
  closed = false;
  #libc: Libc;
  #socket: Socket;
  #fd: number;
  #in: Slots;
  #out: Slots;
  /** Answers that wait to leave. */
  #waiting = 0;
  #willFlush = false;
  /** Until the turn of the event loop in which enough was taken is over. */
  #mayTakeMore = true;
  #names = new Kept((address: string) => socketName(address, 0));
  #texts = new Kept(
    (number: number) => `${number >>> 24}.${(number >>> 16) & 255}.${(number >>> 8) & 255}.${number & 255}`,
  );

  constructor(libc: Libc, socket: Socket, fd: number) {
    this.#libc = libc;
    this.#socket = socket;
    this.#fd = fd;
    this.#in = new Slots(libc);
    this.#out = new Slots(libc);
  }

  /** Where it listens. */
  get port(): number {
    return this.#socket.address().port;
  }

  listen(receive: Receive, failed: (error: Error) => void): void {
    this.#socket.on('error', failed);
    this.#socket.on('message', (datagram, from) => {
      this.#willFlush = true;
      try {
        receive(datagram, from.address, from.port);
        if (this.#mayTakeMore) this.#takeMore(receive);
      } finally {
        this.#flush();
      }
    });
  }

  /** Sends with what else is sent before this turn's end. */
  send(bytes: Buffer, offset: number, length: number, port: number, address: string): void {
    if (this.closed) return;
    if (this.#waiting === MANY) this.#sendWaiting();
    const i = this.#waiting++;
    const { octets, names } = this.#out;
    bytes.copy(octets[i] as Buffer, 0, offset, offset + length);
    this.#out.setLength(i, length);
    names.set(this.#names.of(address), i * NAME);
    names.writeUInt16BE(port, i * NAME + 2);
    if (this.#willFlush) return;
    this.#willFlush = true;
    queueMicrotask(() => this.#flush());
  }

  /** What waits leaves first. */
  close(): Promise<void> {
    this.#flush();
    this.closed = true;
    return new Promise((closed) => this.#socket.close(() => closed()));
  }

  #takeMore(receive: Receive): void {
    for (let calls = 0; calls < CALLS_A_TURN; calls++) {
      const count = this.#libc.recvmmsg(this.#fd, this.#in.headers, MANY, MSG_DONTWAIT, NO_TIMEOUT);
      if (count > 0) this.#take(count, receive);
      if (count < MANY) return;
    }
    this.#mayTakeMore = false;
    setImmediate(() => {
      this.#mayTakeMore = true;
    });
  }

  #take(count: number, receive: Receive): void {
    const { names } = this.#in;
    for (let i = 0; i < count; i++) {
      const octets = this.#in.octets[i] as Buffer;
      const at = i * NAME;
      receive(
        octets.subarray(0, this.#in.filled(i)),
        this.#texts.of(names.readUInt32BE(at + 4)),
        names.readUInt16BE(at + 2),
      );
    }
  }

  #flush(): void {
    this.#willFlush = false;
    this.#sendWaiting();
  }

  /** What the kernel does not take now, Node sends when it does. */
  #sendWaiting(): void {
    const count = this.#waiting;
    if (count === 0) return;
    this.#waiting = 0;
    const sent = this.#libc.sendmmsg(this.#fd, this.#out.headers, count, MSG_DONTWAIT);
    for (let i = Math.max(0, sent); i < count; i++) this.#sendOne(i);
  }

  #sendOne(i: number): void {
    const { octets, names } = this.#out;
    const at = i * NAME;
    const bytes = Buffer.from((octets[i] as Buffer).subarray(0, this.#out.lengthOf(i)));
    this.#socket.send(bytes, names.readUInt16BE(at + 2), this.#texts.of(names.readUInt32BE(at + 4)));
  }
}

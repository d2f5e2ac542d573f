import type { Socket } from 'node:dgram';
import { setTimeout as pause } from 'node:timers/promises';
import type { Secret } from '@isp/radius';
import type { Outlet } from '../answer/door-options.ts';
import { Batch } from './answers.ts';
import type { Libc } from './libc.ts';
import type { Receive } from './one-datagram.ts';
import type { SecondSender } from './second-sender.ts';
import { MANY, NAME, Slots } from './slots.ts';

const AF_INET = 2;
const MSG_DONTWAIT = 0x40;

/** Calls for more in one turn of the event loop, so that others have theirs. When these are done, Node takes up to 31 more, one by one: their answers wait for the turn's end. */
const CALLS_A_TURN = 8;
const NO_TIMEOUT = 0n;
/** So many answers that leave together are worth another thread's being woken. */
const WORTH = 32;
/** Batches of a socket that are written, signed and sent by turns when another thread helps. */
const BATCHES = 4;
/** What another thread has for its last answers when the socket is closed. */
const LAST_MS = 1000;

/** The `struct sockaddr_in` of an IPv4 address. */
export const socketName = (address: string, port: number): Buffer => {
  const name = Buffer.alloc(NAME);
  name.writeUInt16LE(AF_INET, 0);
  name.writeUInt16BE(port, 2);
  name.set(address.split('.').map(Number), 4);
  return name;
};

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

interface Lane {
  readonly batch: Batch;
  /** What the second sender knows it by. */
  readonly number: number;
}

/**
 * Datagrams of one IPv4 socket, many by one system call, of which Node makes one or more for each. Node says when the socket has something and gives the first; what came
 * besides is taken 64 at a time, and the answers leave together: signed and sent by a second thread when there are many and it is given one.
 */
export class ManyDatagrams implements Outlet {
  /** It takes no more answers. What it took before may still leave. */
  closed = false;
  #isSocketOpen = true;
  #libc: Libc;
  #socket: Socket;
  #fd: number;
  #second: SecondSender | undefined;
  #in: Slots;
  #lanes: readonly Lane[];
  /** The one that is written. */
  #lane: Lane;
  #willFlush = false;
  /** Until the turn of the event loop in which enough was taken is over. */
  #mayTakeMore = true;
  #names = new Kept((address: string) => socketName(address, 0));
  #texts = new Kept(
    (number: number) => `${number >>> 24}.${(number >>> 16) & 255}.${(number >>> 8) & 255}.${number & 255}`,
  );

  constructor(libc: Libc, socket: Socket, fd: number, second?: SecondSender) {
    this.#libc = libc;
    this.#socket = socket;
    this.#fd = fd;
    this.#second = second;
    this.#in = new Slots().prepare(libc);
    this.#lanes = Array.from({ length: second === undefined ? 1 : BATCHES }, () => this.#makeLane());
    this.#lane = this.#lanes[0] as Lane;
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
        if (this.#mayTakeMore) this.#flush();
      }
    });
  }

  answer(bytes: Buffer, length: number, secret: Secret, port: number, address: string): void {
    this.#add(bytes, length, secret, port, address);
  }

  /** Sends octets as they are, with what else is sent before this turn's end. */
  send(bytes: Buffer, port: number, address: string): void {
    this.#add(bytes, bytes.length, undefined, port, address);
  }

  /** What waits leaves first. */
  async close(): Promise<void> {
    this.#flush();
    this.closed = true;
    for (let ms = 0; ms < LAST_MS && this.#lanes.some(({ batch }) => batch.isHandedOver); ms++) await pause(1);
    this.#isSocketOpen = false;
    await new Promise<void>((closed) => this.#socket.close(() => closed()));
  }

  #makeLane(): Lane {
    const batch = new Batch();
    batch.slots.prepare(this.#libc);
    const untaken = (taken: number): void => {
      if (this.#isSocketOpen) this.#sendRest(batch, taken);
      batch.giveBack();
    };
    return { batch, number: this.#second?.know(batch, this.#fd, untaken) ?? 0 };
  }

  #add(bytes: Buffer, length: number, secret: Secret | undefined, port: number, address: string): void {
    if (this.closed) return;
    if (this.#lane.batch.count === MANY) this.#leave();
    const { batch } = this.#lane;
    const at = batch.add(bytes, length, secret) * NAME;
    batch.slots.names.set(this.#names.of(address), at);
    batch.slots.names.writeUInt16BE(port, at + 2);
    if (this.#willFlush) return;
    this.#willFlush = true;
    queueMicrotask(() => this.#flush());
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
      this.#flush();
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
    this.#leave();
  }

  #leave(): void {
    const { batch } = this.#lane;
    const { count } = batch;
    if (count === 0 || (count >= WORTH && this.#isTaken())) return;
    this.#sendRest(batch, batch.leave(this.#libc, this.#fd));
    batch.count = 0;
  }

  /** Hands what waits over to the second thread, when it takes it and there is another batch to go on with. */
  #isTaken(): boolean {
    const next = this.#lanes.find((lane) => lane !== this.#lane && !lane.batch.isHandedOver);
    if (next === undefined || !this.#second?.take(this.#lane.batch, this.#lane.number)) return false;
    next.batch.count = 0;
    this.#lane = next;
    return true;
  }

  /** What the kernel does not take now, Node sends when it does. */
  #sendRest({ slots, count }: Batch, taken: number): void {
    for (let i = taken; i < count; i++) {
      const at = i * NAME;
      const bytes = Buffer.from((slots.octets[i] as Buffer).subarray(0, slots.lengthOf(i)));
      this.#socket.send(bytes, slots.names.readUInt16BE(at + 2), this.#texts.of(slots.names.readUInt32BE(at + 4)));
    }
  }
}

import { type Secret, signResponse } from '@isp/radius';
import type { Libc } from './libc.ts';
import { MANY, Slots } from './slots.ts';

const MSG_DONTWAIT = 0x40;

/** A secret as it lies beside an answer: the two states of its HMAC, how many octets it has (0: nothing is to be signed), and these. */
const STATE = 16;
const LENGTH_AT = 2 * STATE;
const BYTES_AT = LENGTH_AT + 4;
const ROOM = 92;
const SECRET = BYTES_AT + ROOM;

/** The two numbers at the end of a batch's secrets. */
const HANDED_OVER = 0;
const COUNT = 1;

class LaidSecret {
  readonly inner: Int32Array;
  readonly outer: Int32Array;
  bytes: Uint8Array;
  readonly #length: Int32Array;
  readonly #room: Uint8Array;

  constructor(memory: SharedArrayBuffer, at: number) {
    this.inner = new Int32Array(memory, at, STATE >> 2);
    this.outer = new Int32Array(memory, at + STATE, STATE >> 2);
    this.#length = new Int32Array(memory, at + LENGTH_AT, 1);
    this.#room = new Uint8Array(memory, at + BYTES_AT, ROOM);
    this.bytes = this.#room;
  }

  get length(): number {
    return this.#length[0] as number;
  }

  clear(): void {
    this.#length[0] = 0;
  }

  lay({ inner, outer, bytes }: Secret): void {
    for (let i = 0; i < STATE >> 2; i++) {
      this.inner[i] = inner[i] as number;
      this.outer[i] = outer[i] as number;
    }
    for (let i = 0; i < bytes.length; i++) this.#room[i] = bytes[i] as number;
    this.#length[0] = bytes.length;
  }

  /** As it was laid, maybe by another thread. */
  read(): Secret {
    const { length } = this;
    if (this.bytes.length !== length) this.bytes = this.#room.subarray(0, length);
    return this;
  }
}

/** What two threads share of a batch. */
export interface BatchMemory {
  readonly slots: SharedArrayBuffer;
  readonly secrets: SharedArrayBuffer;
}

/**
 * Up to 64 datagrams that leave by one system call, each with the secret that is to sign it or signed already. Whoever has them, the thread that wrote them or the one they were handed
 * over to, signs and sends them.
 */
export class Batch {
  readonly slots: Slots;
  readonly #secretsMemory: SharedArrayBuffer;
  readonly #secrets: readonly LaidSecret[];
  readonly #state: Int32Array;

  /** That of `memory`, written by another thread, or a new one, to be `prepare`d. */
  constructor(memory?: BatchMemory) {
    this.slots = new Slots(memory?.slots);
    this.#secretsMemory = memory?.secrets ?? new SharedArrayBuffer(MANY * SECRET + 8);
    this.#secrets = Array.from({ length: MANY }, (_, i) => new LaidSecret(this.#secretsMemory, i * SECRET));
    this.#state = new Int32Array(this.#secretsMemory, MANY * SECRET, 2);
  }

  get memory(): BatchMemory {
    return { slots: this.slots.memory, secrets: this.#secretsMemory };
  }

  /** How many datagrams there are. */
  get count(): number {
    return this.#state[COUNT] as number;
  }

  set count(count: number) {
    this.#state[COUNT] = count;
  }

  /** True while another thread has it. */
  get isHandedOver(): boolean {
    return Atomics.load(this.#state, HANDED_OVER) !== 0;
  }

  handOver(): void {
    Atomics.store(this.#state, HANDED_OVER, 1);
  }

  giveBack(): void {
    Atomics.store(this.#state, HANDED_OVER, 0);
  }

  /** Puts the first `length` octets of `bytes` in, to be signed with `secret` when it is given; gives which datagram of these it is. Ask first whether there is room. */
  add(bytes: Buffer, length: number, secret: Secret | undefined): number {
    const i = this.count++;
    const octets = this.slots.octets[i] as Buffer;
    bytes.copy(octets, 0, 0, length);
    this.slots.setLength(i, length);
    const laid = this.#secrets[i] as LaidSecret;
    if (secret === undefined) laid.clear();
    else if (secret.bytes.length <= ROOM) laid.lay(secret);
    else {
      signResponse(octets, 0, length, secret);
      laid.clear();
    }
    return i;
  }

  sign(): void {
    for (let i = 0; i < this.count; i++) {
      const laid = this.#secrets[i] as LaidSecret;
      if (laid.length > 0) signResponse(this.slots.octets[i] as Buffer, 0, this.slots.lengthOf(i), laid.read());
    }
  }

  /** Signs all and sends those which the kernel takes now; gives how many it took. */
  leave(libc: Libc, fd: number): number {
    this.sign();
    return Math.max(0, libc.sendmmsg(fd, this.slots.headers, this.count, MSG_DONTWAIT));
  }
}

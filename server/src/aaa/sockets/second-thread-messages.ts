import type { BatchMemory } from './answers.ts';

/** What the thread is started with: memory whose number `HANDED` says how many batches were handed over so far, and in the `QUEUE` after it which, round and round; a negative one ends the thread. */
export interface ThreadData {
  readonly queue: SharedArrayBuffer;
}

export const HANDED = 0;
const QUEUE = 1;
const QUEUE_LENGTH = 4096;
export const QUEUE_NUMBERS = QUEUE + QUEUE_LENGTH;

/** Where it says which batch was handed over after so many others. */
export const placeOf = (handed: number): number => QUEUE + ((handed >>> 0) % QUEUE_LENGTH);

/** To the thread, before the first of it is handed over: the batch of this number, which leaves by this socket. */
export interface KnownBatch {
  readonly number: number;
  readonly fd: number;
  readonly memory: BatchMemory;
}

/** From the thread: of the batch of this number the kernel took so many, which are not all. It is given back with the others in it. */
export interface Untaken {
  readonly number: number;
  readonly taken: number;
}

/** The thread that signs and sends what is handed over to it (`second-sender.ts`). */
import { constants, setPriority } from 'node:os';
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { Batch } from './answers.ts';
import { theLibc } from './libc.ts';
import { HANDED, type KnownBatch, placeOf, type ThreadData, type Untaken } from './second-thread-messages.ts';

const port = parentPort as NonNullable<typeof parentPort>;
const queue = new Int32Array((workerData as ThreadData).queue);
const libc = theLibc() as NonNullable<ReturnType<typeof theLibc>>;
const known: { readonly batch: Batch; readonly fd: number }[] = [];

const find = (number: number) => {
  while (known[number] === undefined) {
    const received = receiveMessageOnPort(port);
    if (received === undefined) throw new Error(`batch ${number} was handed over and not made known`);
    const one = received.message as KnownBatch;
    known[one.number] = { batch: new Batch(one.memory), fd: one.fd };
  }
  return known[number] as (typeof known)[number];
};

/** Behind the thread that decides: woken on its core, it would push it aside there instead of going to another. */
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

let done = 0;
for (;;) {
  while (Atomics.load(queue, HANDED) === done) Atomics.wait(queue, HANDED, done);
  const number = Atomics.load(queue, placeOf(done));
  done = (done + 1) | 0;
  if (number < 0) break;
  const { batch, fd } = find(number);
  const taken = batch.leave(libc, fd);
  if (taken === batch.count) batch.giveBack();
  else port.postMessage({ number, taken } satisfies Untaken);
}

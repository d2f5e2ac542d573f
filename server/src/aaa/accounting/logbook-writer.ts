/** The thread that writes the log of log-ins, on a connection of its own. */
import { constants, setPriority } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import pg from 'pg';
import { connectionSettings } from '../../kernel/db.ts';
import { forgetLoginsAside, putLoginsAside, writeLogins, writeLoginsAside } from '../store/log.ts';
import { isBadData } from './bad-data.ts';
import type { FromWriter, ToWriter, WriterData } from './logbook-messages.ts';

/** Between two statements, so that each has several log-ins; the first after a rest is written at once. */
const PAUSE_MS = 20;
/** Log-ins that wait which make a flood: they are put aside, which costs a twentieth of writing them. */
const FLOOD = 1000;
/** Portions that wait which leave no time for a pause. */
const MANY = 4;
/** So long after a flood what was put aside begins to be written, as much at a time as was put there at once: 15,000 log-ins a second. */
const CALM_MS = 500;
const ASIDE_MS = 50;
const AGAIN_MS = 250;

type Portion = Exclude<ToWriter, 'stop'>;

const port = parentPort as NonNullable<typeof parentPort>;
const { url } = workerData as WriterData;
const waiting: Portion[] = [];
let stopping = false;
let aside = true;
let flooded = Number.NEGATIVE_INFINITY;
let client: pg.Client | undefined;
let wake = (): void => undefined;

const say = (message: FromWriter): void => port.postMessage(message);

const connected = async (): Promise<pg.Client> => {
  if (client !== undefined) return client;
  const fresh = new pg.Client(connectionSettings(url, 'logbook'));
  fresh.on('error', () => undefined);
  await fresh.connect();
  client = fresh;
  return fresh;
};

/** The next to be written: of a flood as many as are put aside at once. */
const next = (): { readonly portions: number; readonly count: number; readonly rows: Uint8Array } => {
  let portions = 0;
  let count = 0;
  while (portions < waiting.length && count < FLOOD) count += waiting[portions++]?.count ?? 0;
  return { portions, count, rows: Buffer.concat(waiting.slice(0, portions).map(({ rows }) => rows)) };
};

/** Writes the next, or says why PostgreSQL will never have them. */
const writeWaiting = async (): Promise<void> => {
  const { portions, count, rows } = next();
  const to = await connected();
  const flood = count >= FLOOD && !stopping;
  if (flood) [aside, flooded] = [true, performance.now()];
  try {
    await (flood ? putLoginsAside : writeLogins)(to, rows);
    say({ stored: count, refused: 0, why: undefined });
  } catch (error) {
    if (!isBadData(error)) throw error;
    say({ stored: 0, refused: count, why: (error as Error).message });
  }
  waiting.splice(0, portions);
};

const writeAside = async (): Promise<void> => {
  const to = await connected();
  try {
    aside = await writeLoginsAside(to);
  } catch (error) {
    if (!isBadData(error)) throw error;
    say({ stored: 0, refused: await forgetLoginsAside(to), why: (error as Error).message });
  }
};

const giveUpConnection = async (error: unknown): Promise<void> => {
  say({ waits: (error as Error).message });
  await client?.end().catch(() => undefined);
  client = undefined;
};

/** Does what there is to do, and gives how long to rest after it, in milliseconds. */
const step = async (): Promise<number> => {
  if (waiting.length > 0) {
    await writeWaiting();
    return waiting.length < MANY ? PAUSE_MS : 0;
  }
  if (aside) {
    if (performance.now() - flooded > CALM_MS) await writeAside();
    return ASIDE_MS;
  }
  await new Promise<void>((arrived) => {
    wake = arrived;
  });
  return 0;
};

const work = async (): Promise<void> => {
  while (waiting.length > 0 || !stopping)
    try {
      const rest = await step();
      if (!stopping) await sleep(rest);
    } catch (error) {
      await giveUpConnection(error);
      if (stopping) break;
      await sleep(AGAIN_MS);
    }
  await client?.end().catch(() => undefined);
  port.close();
};

port.on('message', (message: ToWriter) => {
  if (message === 'stop') stopping = true;
  else waiting.push(message);
  wake();
});
// On Linux a thread has a priority of its own: that of the packets is not for the log.
try {
  setPriority(constants.priority.PRIORITY_NORMAL);
} catch {
  // It goes as the others do.
}
await work();

/** The thread that writes the log of log-ins, on a connection of its own. */
import { constants, setPriority } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { Client, connectionSettings } from '../../kernel/db.ts';
import { moveLoginsAside, putLoginsAside, unsync, writeLogins } from '../store/log.ts';
import { isBadData } from './bad-data.ts';
import type { FromWriter, ToWriter, WriterData } from './logbook-messages.ts';
import { rowsSeen } from './seen-log-in.ts';

/** After a statement, so that the next has several log-ins, and after one that had many. */
const PAUSE_MS = 20;
const LONG_PAUSE_MS = 100;
/** Log-ins in a statement that make a peak, a thousand a second: they are put aside, which costs a twentieth of writing them, and leaves the cores to the packets. */
const PEAK = 100;
/** Of a peak as many are put aside at once. */
const AT_ONCE = 1000;
/** Portions that wait which leave no time for a pause. */
const MANY = 4;
/** So long after a peak what was put aside begins to be written, as much at a time as was put there at once. */
const CALM_MS = 500;
const ASIDE_MS = 50;
const AGAIN_MS = 250;

type Portion = Exclude<ToWriter, 'stop'>;

const port = parentPort as NonNullable<typeof parentPort>;
const { url, longest_ms } = workerData as WriterData;
const waiting: Portion[] = [];
let stopping = false;
let aside = true;
/** When the last log-ins were put aside, and the first of them. */
let peaked = Number.NEGATIVE_INFINITY;
let began = Number.NEGATIVE_INFINITY;
let client: Client | undefined;
let wake = (): void => undefined;

const say = (message: FromWriter): void => port.postMessage(message);

const connected = async (): Promise<Client> => {
  if (client !== undefined) return client;
  const fresh = new Client(connectionSettings(url, 'logbook'));
  fresh.on('error', () => undefined);
  await fresh.connect();
  await unsync(fresh);
  client = fresh;
  return fresh;
};

/** The next to be written. */
const next = (): { readonly portions: number; readonly count: number; readonly octets: Buffer } => {
  let portions = 0;
  let count = 0;
  while (portions < waiting.length && count < AT_ONCE) count += waiting[portions++]?.count ?? 0;
  return { portions, count, octets: Buffer.concat(waiting.slice(0, portions).map(({ rows }) => rows)) };
};

/** Writes log-ins that `writeSeen` wrote; gives those it could not read. */
const write = async (to: Client, octets: Buffer): Promise<number> => {
  const seen = rowsSeen(octets);
  const rows = seen.filter((row) => row !== undefined);
  if (rows.length > 0) await writeLogins(to, rows);
  return seen.length - rows.length;
};

/** Writes the next, or says why PostgreSQL will never have them. Gives how many they were. */
const writeWaiting = async (): Promise<number> => {
  const { portions, count, octets } = next();
  const to = await connected();
  const peak = count >= PEAK && !stopping;
  if (peak) {
    peaked = performance.now();
    if (!aside) began = peaked;
    aside = true;
  }
  try {
    await (peak ? putLoginsAside : write)(to, octets);
    say({ stored: count, refused: 0, why: undefined });
  } catch (error) {
    if (!isBadData(error)) throw error;
    say({ stored: 0, refused: count, why: (error as Error).message });
  }
  waiting.splice(0, portions);
  return count;
};

/** Writes those that were put aside first; what is none, or what PostgreSQL will never have, is given up. */
const writeAside = async (): Promise<void> => {
  const to = await connected();
  let lost = 0;
  let why = 'what was put aside is no log-in';
  aside = await moveLoginsAside(
    to,
    async (octets) => {
      lost = await write(to, octets);
    },
    (error, octets) => {
      if (!isBadData(error)) throw error;
      lost = rowsSeen(octets).length;
      why = (error as Error).message;
    },
  );
  if (lost > 0) say({ lost, why });
};

const giveUpConnection = async (error: unknown): Promise<void> => {
  say({ waits: (error as Error).message });
  await client?.end().catch(() => undefined);
  client = undefined;
};

/** True when what was put aside is to be written: the peak is over, or lasts too long. */
const isTimeForAside = (): boolean => {
  const now = performance.now();
  return aside && (now - peaked > CALM_MS || now - began > longest_ms);
};

/** Does what there is to do, and gives how long to rest after it, in milliseconds. */
const step = async (): Promise<number> => {
  if (isTimeForAside()) await writeAside();
  if (waiting.length > 0) {
    const count = await writeWaiting();
    if (waiting.length >= MANY) return 0;
    return count < PEAK ? PAUSE_MS : LONG_PAUSE_MS;
  }
  if (stopping) return 0;
  if (aside) return ASIDE_MS;
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

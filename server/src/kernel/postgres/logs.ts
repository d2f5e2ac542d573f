import { open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

const KEPT_FILES = 10;
const NAME = /^postgresql-\d{8}_\d{6}\.log$/;

/** How the server keeps its log: files of at most 10 MiB in the cluster's `log` folder, a new one each day. */
export const LOG_SETTINGS = {
  logging_collector: 'on',
  log_directory: 'log',
  log_filename: 'postgresql-%Y%m%d_%H%M%S.log',
  log_rotation_size: '10MB',
  log_rotation_age: '1d',
} as const;

/** A place in the newest log file. */
interface LogMark {
  readonly file: string;
  readonly size: number;
}

const logFiles = async (cluster: string): Promise<string[]> =>
  (await readdir(join(cluster, 'log')).catch((): string[] => [])).filter((name) => NAME.test(name)).sort();

const readFrom = async (path: string, from: number): Promise<{ text: string; size: number }> => {
  const handle = await open(path, 'r').catch(() => undefined);
  if (handle === undefined) return { text: '', size: 0 };
  try {
    const { size } = await handle.stat();
    const buffer = Buffer.alloc(Math.min(Math.max(size - from, 0), 65_536));
    await handle.read(buffer, 0, buffer.length, size - buffer.length);
    return { text: buffer.toString(), size };
  } finally {
    await handle.close();
  }
};

/** Marks where the log ends now. */
export const markLog = async (cluster: string): Promise<LogMark> => {
  const file = (await logFiles(cluster)).at(-1) ?? '';
  return { file, size: file === '' ? 0 : (await readFrom(join(cluster, 'log', file), Number.MAX_SAFE_INTEGER)).size };
};

/** What was logged since a mark, the last 64 KiB of it. */
export const logSince = async (cluster: string, mark: LogMark): Promise<string> => {
  const newest = (await logFiles(cluster)).at(-1);
  if (newest === undefined) return '';
  return (await readFrom(join(cluster, 'log', newest), newest === mark.file ? mark.size : 0)).text;
};

/** Removes the oldest log files beyond the ten newest. */
export const pruneLogs = async (cluster: string): Promise<void> => {
  for (const name of (await logFiles(cluster)).slice(0, -KEPT_FILES))
    await rm(join(cluster, 'log', name), { force: true }).catch(() => undefined);
};

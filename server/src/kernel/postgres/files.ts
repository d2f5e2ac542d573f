import { randomBytes } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The text of a file, or `undefined` when there is none. */
export const readIfThere = async (path: string): Promise<string | undefined> => {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
};

/** Makes the names in a directory durable. Where a directory cannot be opened for that, the system does it by itself. */
const syncDirectory = async (dir: string): Promise<void> => {
  const handle = await open(dir, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
};

/** Writes a new file beside `path` and gives its name; no link that someone laid there is followed. */
export const writeBeside = async (path: string, text: string, mode: number): Promise<string> => {
  const beside = `${path}.${randomBytes(6).toString('hex')}`;
  const handle = await open(beside, 'wx', mode);
  try {
    await handle.writeFile(text);
    await handle.chmod(mode);
    await handle.sync();
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
  return beside;
};

/** Replaces a file in one step, durably: after a crash it is the old one or the new one, whole. */
export const replaceFile = async (path: string, text: string, mode: number): Promise<void> => {
  await rename(await writeBeside(path, text, mode), path);
  await syncDirectory(dirname(path));
};

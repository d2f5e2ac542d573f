import { access, chmod, constants, lstat, mkdir } from 'node:fs/promises';
import { canReach } from './owner-user.ts';
import type { Owner } from './run.ts';

/** Where things go that must be reachable for the owner and outlive a reboot. */
export const SYSTEM_BASE = '/var/lib/isp-platform';

/** The same for what can be made again: the second place is for those who may not write the first. */
export const COPY_BASES: readonly string[] = [SYSTEM_BASE, `/var/tmp/isp-platform-${process.getuid?.() ?? 0}`];

/** A directory somebody else made or may write is no place for programs and data of ours. */
const isOurs = async (dir: string): Promise<boolean> => {
  const found = await lstat(dir);
  return found.isDirectory() && found.uid === (process.getuid?.() ?? found.uid) && (found.mode & 0o022) === 0;
};

/** Makes a directory of our own when there is none; true when it is ours alone to write and the owner can enter it. */
export const openToOwner = async (dir: string, owner: Owner | undefined): Promise<boolean> => {
  try {
    await mkdir(dir, { recursive: true, mode: 0o755 });
    if (!(await isOurs(dir))) return false;
    await chmod(dir, 0o755);
    await access(dir, constants.W_OK);
    return await canReach(dir, owner);
  } catch {
    return false;
  }
};

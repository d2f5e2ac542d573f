import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Fault } from '@isp/values';
import { PostgresDiskFull, PostgresNoAccess } from './faults.ts';

const FULL = /No space left on device|Disk quota exceeded|could not extend file .*: wrote only/;

const CLOSED = ['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST'];

/** PostgreSQL writes its log of changes in pieces of this size; with less free, an unexplained failure is a full disk. */
const LEAST_FREE = 16 * 1_048_576;

/** Bytes that are free for ordinary users on the disk of a path (of its nearest existing parent). */
const freeBytes = async (path: string): Promise<number> => {
  try {
    const fs = await statfs(path);
    return fs.bavail * fs.bsize;
  } catch {
    return path === dirname(path) ? 0 : freeBytes(dirname(path));
  }
};

/** The fault of a full disk when that is what the output of a failed program on `dir` tells, else `undefined`. */
export const diskFullFault = async (dir: string, output: string): Promise<Fault | undefined> => {
  const free = await freeBytes(dir);
  return FULL.test(output) || free < LEAST_FREE ? PostgresDiskFull({ dir, free }) : undefined;
};

const isSystemError = (error: unknown): error is NodeJS.ErrnoException & { dest?: string } =>
  error instanceof Error && 'code' in error && typeof error.code === 'string';

/** What to throw for an error of the file system while we prepare `dir`: a fault for a full disk or a closed door, else the error itself. */
export const fileFault = async (error: unknown, dir: string): Promise<unknown> => {
  if (error instanceof Fault || !isSystemError(error)) return error;
  const at = error.dest ?? error.path ?? dir;
  if (error.code === 'ENOSPC' || error.code === 'EDQUOT')
    return PostgresDiskFull({ dir: at, free: await freeBytes(at) });
  if (CLOSED.includes(error.code ?? ''))
    return PostgresNoAccess({ dir: at, user: `with number ${process.getuid?.() ?? '?'}`, reason: error.message });
  return error;
};

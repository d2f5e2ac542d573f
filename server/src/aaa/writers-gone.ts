import { setTimeout as pause } from 'node:timers/promises';
import type { Kernel } from '../kernel/ctx.ts';
import { writersOf } from './store/roll-up.ts';

const LOOK_MS = 20;
const LOOKS = 1500;

/**
 * Waits until whoever was writing a table when this was called has ended, without holding anybody up: a writer holds its lock on the table from before it looks at any
 * row. False when one has not within half a minute.
 */
export const writersGone = async (kernel: Kernel, table: Parameters<typeof writersOf>[1]): Promise<boolean> => {
  const first = new Set(await writersOf(kernel.db, table));
  for (let look = 0; first.size > 0 && look < LOOKS; look++) {
    await pause(LOOK_MS);
    const now = new Set(await writersOf(kernel.db, table));
    for (const writer of first) if (!now.has(writer)) first.delete(writer);
  }
  if (first.size > 0)
    kernel.log.warn({ table, writers: first.size }, 'a writer did not end; what waits for it is done later');
  return first.size === 0;
};

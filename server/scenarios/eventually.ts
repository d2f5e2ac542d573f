import { setTimeout as sleep } from 'node:timers/promises';

/** Tries until it succeeds; the last error after `ms` milliseconds. */
export const eventually = async <T>(attempt: () => T | Promise<T>, ms = 30_000, everyMs = 20): Promise<T> => {
  const end = performance.now() + ms;
  for (;;)
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() > end) throw error;
      await sleep(everyMs);
    }
};

import pg from 'pg';
import type { Kernel } from './ctx.ts';
import { connectionSettings } from './db.ts';

export interface Listening {
  stop(): Promise<void>;
}

/**
 * Listens on PostgreSQL channels over a connection of its own, which is made anew whenever it breaks.
 * `connected` is called after each (re)connection: what was notified meanwhile is lost, so catch up there.
 */
export const listen = async (
  kernel: Kernel,
  handlers: Readonly<Record<string, (payload: string) => void>>,
  connected: () => void = () => {},
): Promise<Listening> => {
  let client: pg.Client | undefined;
  let stopped = false;
  const retry = () => {
    client = undefined;
    if (!stopped) setTimeout(() => void connect().catch(retry), 500).unref();
  };
  const connect = async () => {
    if (stopped) return;
    const next = new pg.Client({ ...connectionSettings(kernel.url, 'listen'), keepAlive: true });
    next.on('error', (err) => kernel.log.warn({ err }, 'the listening connection broke'));
    next.on('notification', (n) => handlers[n.channel]?.(n.payload ?? ''));
    try {
      await next.connect();
      for (const channel of Object.keys(handlers)) await next.query(`listen ${pg.escapeIdentifier(channel)}`);
    } catch (error) {
      void next.end().catch(() => undefined);
      throw error;
    }
    next.once('end', retry);
    client = next;
    connected();
  };
  await connect();
  return {
    stop: async () => {
      stopped = true;
      await client?.end().catch(() => undefined);
    },
  };
};

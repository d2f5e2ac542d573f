/** Ways a process can lose its database, at the n-th statement it sends. */
import type pg from 'pg';
import type { Kernel } from '../src/kernel/ctx.ts';

/** It dies before the statement is sent, or when it is; or lives on and may connect again, all its connections ended by the server, or one. */
export const CUTS = ['dies before', 'dies after', 'all ended', 'one ended'] as const;
export type Cut = (typeof CUTS)[number];

type Asked = (...all: readonly unknown[]) => unknown;
type Watched = pg.PoolClient & {
  readonly processID: number;
  readonly connection: { readonly stream: { destroy(): void } };
};

/** Calls `at` around every statement that a kernel sends from now on, with how many there were before. */
const watch = (kernel: Kernel, at: (n: number, client: Watched, send: () => unknown) => unknown): void => {
  const known = new WeakSet<pg.PoolClient>();
  let sent = 0;
  kernel.pool.on('acquire', (client) => {
    if (known.has(client)) return;
    known.add(client);
    const query = client.query.bind(client) as Asked;
    const counted: Asked = (...all) => at(sent++, client as Watched, () => query(...all));
    client.query = counted as never;
  });
};

/** Counts what a kernel sends. */
export const countStatements = (kernel: Kernel): (() => number) => {
  let count = 0;
  watch(kernel, (_, __, send) => {
    count++;
    return send();
  });
  return () => count;
};

/** Cuts a kernel off at its n-th statement from now. */
export const cutOff = (kernel: Kernel, n: number, cut: Cut, end: (pids: readonly number[]) => Promise<void>): void => {
  const clients = new Set<Watched>();
  const die = (): void => {
    kernel.pool.connect = (() => Promise.reject(new Error('the process is dead'))) as never;
    for (const client of clients) client.connection.stream.destroy();
  };
  watch(kernel, (sent, client, send) => {
    clients.add(client);
    if (sent !== n) return send();
    if (cut === 'dies before') die();
    const answer = send();
    if (cut === 'dies after') setImmediate(die);
    if (cut === 'all ended') void end([...clients].map(({ processID }) => processID));
    if (cut === 'one ended') void end([client.processID]);
    return answer;
  });
};

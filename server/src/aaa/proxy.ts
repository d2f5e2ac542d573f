import type { Id } from '@isp/values';
import { system } from '../kernel/actor.ts';
import { type Kernel, transact } from '../kernel/ctx.ts';
import type { Logbook } from './accounting/logbook.ts';
import type { Directory } from './directory/directory.ts';
import { Deliverer } from './proxy/deliverer.ts';
import { HealthBook } from './proxy/health-book.ts';
import { Homes, type Reach } from './proxy/homes.ts';
import { LogInProxy } from './proxy/log-in-proxy.ts';
import { tlsCarrier } from './proxy/tls-carrier.ts';
import { udpCarrier } from './proxy/udp-carrier.ts';
import { noteHomeSigns } from './store/homes.ts';

/** Everything that speaks to home servers. */
export interface Proxying {
  readonly proxy: LogInProxy;
  readonly deliverer: Deliverer;
  readonly homes: Homes;
  stop(): Promise<void>;
}

const reach: Reach = (server, kind, events) => {
  if (kind === 'radsec') return tlsCarrier(server, events);
  return udpCarrier(server.address, kind === 'auth' ? server.auth_port : server.acct_port);
};

/** Until it is written down, only this process knows; it learns it again from the next such answer after a restart. */
const noteSigns = async (kernel: Kernel, id: Id): Promise<void> => {
  try {
    await transact(kernel, system('radius'), ({ tx, now }) => noteHomeSigns(tx, id, now));
  } catch (err) {
    kernel.log.warn({ err, server_id: id }, 'that a home server signs its answers could not be written down');
  }
};

/** Opens the way to home servers: those of the directory, followed as it changes. */
export const startProxying = (kernel: Kernel, directory: Directory, logbook: Logbook): Proxying => {
  const book = new HealthBook({ db: kernel.db, log: kernel.log, clock: kernel.clock, homes: () => homes });
  const homes: Homes = new Homes({
    directory,
    clock: kernel.clock,
    reach,
    signs: ({ id }) => void noteSigns(kernel, id),
    changed: (port, before) => {
      book.changed(port, before);
      if (port.state === 'up' && before !== 'up') void deliverer.release(homes.poolsOf(port.server.id));
    },
  });
  const deliverer: Deliverer = new Deliverer({ db: kernel.db, log: kernel.log, homes });
  // Whoever was changed is another: what waited for the one before is tried with it at once.
  const unfollow = directory.onChange(() => void deliverer.release(directory.routing.pools.map(({ id }) => id)));
  const proxy = new LogInProxy({ directory, homes, logbook, clock: kernel.clock });
  return {
    proxy,
    deliverer,
    homes,
    stop: async () => {
      unfollow();
      proxy.stop();
      await deliverer.stop();
      await book.stop();
      homes.stop();
    },
  };
};

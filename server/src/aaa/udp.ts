import type { Id } from '@isp/values';
import type { Registry } from 'prom-client';
import { system } from '../kernel/actor.ts';
import { type Kernel, transact } from '../kernel/ctx.ts';
import { createPool } from '../kernel/db.ts';
import { addJobs } from '../kernel/queue.ts';
import { newId } from '../kernel/secrets.ts';
import { Batcher } from './accounting/batcher.ts';
import { HealthBook } from './accounting/health-book.ts';
import { Logbook } from './accounting/logbook.ts';
import { News } from './accounting/news.ts';
import { OnlineSessions } from './accounting/online-sessions.ts';
import { createPins } from './accounting/pins.ts';
import { createProbes } from './accounting/probes.ts';
import { Replay } from './accounting/replay.ts';
import { spent } from './accounting/spent.ts';
import { toldChanges } from './accounting/told-changes.ts';
import { AddressAsks } from './answer/ask-addresses.ts';
import { Discards } from './answer/discards.ts';
import { Door } from './answer/door.ts';
import type { LearnedLogIn } from './answer/log-in.ts';
import { measureRadius } from './answer/metrics.ts';
import { createNewcomers } from './answer/newcomers.ts';
import { measurePools } from './answer/pool-metrics.ts';
import { Strangers } from './answer/strangers.ts';
import type { Port } from './core/replies.ts';
import { type Directory, openDirectory } from './directory/directory.ts';
import { startDynamic } from './dynamic.ts';
import { PasswordChecks } from './passwords/password-checks.ts';
import { startProxying } from './proxy.ts';
import { Radsec } from './radsec.ts';
import { renewAddresses } from './renew-addresses.ts';
import { closeAll, openAt, openEverywhere, openSecondSender, ownAddresses, type UdpSocket } from './sockets/open.ts';
import type { SecondSender } from './sockets/second-sender.ts';
import { POOL } from './store/accounting.ts';
import { noteSigns } from './store/nas.ts';
import { poolUse } from './store/pools.ts';

interface RadiusOptions {
  /** 0 takes any free port. */
  readonly auth_port: number;
  readonly acct_port: number;
  /** TCP, for RADIUS over TLS; any free one when left out. */
  readonly radsec_port?: number;
  /** UDP, for CoA and Disconnect of home servers; any free one when left out. */
  readonly coa_port?: number;
  /** Addresses to listen on by UDP; every one of this machine unless given. */
  readonly addresses?: readonly string[];
  readonly metrics?: Registry;
}

/** The RADIUS door of this process. */
export interface RadiusServer {
  /** Those of RadSec and of CoA are `undefined` while they are not listened for. */
  readonly ports: Readonly<Record<'auth' | 'acct', number> & Record<'radsec' | 'coa', number | undefined>>;
  readonly directory: Directory;
  /** Writes down now how the NASes are; it is done every ten seconds anyway. */
  noteHealth(): Promise<void>;
  stop(): Promise<void>;
}

const LANES = 3;
/** Who else asks for connections of the packets' way: the journal (two), its replay, the closing of ghosts, the news. */
const OTHERS = 5;

const listenOn = (sockets: readonly UdpSocket[], port: Port, door: Door, kernel: Kernel): void => {
  for (const socket of sockets)
    socket.listen(
      (datagram, address, from) => door.receive(port, datagram, address, from, socket),
      (err) => kernel.log.warn({ err, port }, 'a RADIUS socket reported an error'),
    );
};

const createBatcher = (
  kernel: Kernel,
  pool: ReturnType<typeof createPool>,
  news: News,
  directory: Directory,
): Batcher => {
  const sessions = new OnlineSessions(directory.online, pool, kernel.log, (closed) => news.sessions([], closed));
  return new Batcher({
    pool,
    log: kernel.log,
    lanes: LANES,
    committed: (records, closed) => {
      news.sessions(records, closed);
      const used = spent(records, directory.users, directory.online, kernel.registry);
      sessions.follow(records, closed);
      const jobs = [...used, ...toldChanges(records, directory.users)];
      if (jobs.length > 0)
        addJobs(kernel.db, jobs).catch((err: unknown) =>
          kernel.log.warn({ err }, 'what committed records ask for waits for the sweep'),
        );
    },
  });
};

/** Until it is written down, only this process knows; it learns it again from the next such packet after a restart. */
const notePolicy = async (kernel: Kernel, id: Id): Promise<void> => {
  try {
    await transact(kernel, system('radius'), ({ tx, now }) => noteSigns(tx, id, now));
  } catch (err) {
    kernel.log.warn({ err, nas_id: id }, 'that a NAS sends Message-Authenticators could not be written down');
  }
};

/** Who works for the packets' way behind it: what is slow, what is asked of others, what is written down later. */
const openDesks = (kernel: Kernel, directory: Directory, logbook: Logbook) => {
  const proxying = startProxying(kernel, directory, logbook);
  const strangers = new Strangers(kernel);
  const pins = createPins(kernel, directory);
  const newcomers = createNewcomers(kernel, directory);
  return {
    proxying,
    proxy: proxying.proxy,
    deliverer: proxying.deliverer,
    passwords: new PasswordChecks(),
    addresses: new AddressAsks((keys) => renewAddresses(kernel, keys)),
    strangers,
    newcomers,
    learned: (one: LearnedLogIn) => pins.add(one),
    signs: (id: Id) => void notePolicy(kernel, id),
    stop: () => Promise.all([proxying.stop(), strangers.stop(), newcomers.stop(), pins.stop()]),
  };
};

const isLocal = (address: string): boolean => address === '::1' || address.startsWith('127.');

/** Of the addresses it listens on, or has, those that a NAS can be told. */
const reachable = (addresses: readonly string[] = ownAddresses()): string[] =>
  addresses.filter((address) => !isLocal(address)).sort();

const watchHealth = (
  kernel: Kernel,
  { clients }: Directory,
  radsec: Radsec,
  at: { readonly auth_port: number; readonly acct_port: number; readonly addresses: readonly string[] | undefined },
): HealthBook => {
  const { auth_port, acct_port } = at;
  const id = newId(kernel.clock.ms());
  const book = new HealthBook({
    kernel,
    tallies: clients.tallies,
    connected: () => radsec.connected,
    listening: () => ({
      id,
      auth_port,
      acct_port,
      radsec_port: radsec.port ?? null,
      addresses: reachable(at.addresses),
    }),
  });
  void book.write();
  return book;
};

/**
 * Opens the RADIUS ports: loads the directory, then listens, IPv4 and IPv6, by UDP and, with a certificate for it, by TLS. `stop` closes the ports, stores what was received, and lets
 * go of the database.
 */
export const startRadius = async (kernel: Kernel, options: RadiusOptions): Promise<RadiusServer> => {
  const pool = createPool(kernel.url, 'radius', LANES + OTHERS, POOL);
  const directory = await openDirectory(kernel);
  const discards = new Discards();
  const news = new News(pool, kernel.clock, kernel.log, discards);
  const logbook = new Logbook(kernel.url, kernel.log);
  const batcher = createBatcher(kernel, pool, news, directory);
  const desks = openDesks(kernel, directory, logbook);
  const { clock } = kernel;
  const door = new Door({ ...desks, directory, batcher, logbook, discards, clock, full: createProbes(kernel) });
  const second = openSecondSender((err) => kernel.log.error({ err }, 'the thread that helps to answer ended'));
  const open = (port: number, sender?: SecondSender) =>
    options.addresses ? openAt(options.addresses, port, sender) : openEverywhere(port, sender);
  const opened = await Promise.all([open(options.auth_port, second), open(options.acct_port, second)]).catch(
    async (error: unknown) => {
      await Promise.all([desks.stop(), directory.stop(), logbook.stop(), news.stop(), second?.stop()]);
      await pool.end();
      throw error;
    },
  );
  const [auth, acct] = opened;
  listenOn(auth, 'auth', door, kernel);
  listenOn(acct, 'acct', door, kernel);
  const radsec = new Radsec({ port: options.radsec_port ?? 0, door, directory, discards, log: kernel.log });
  await radsec.start();
  const replay = new Replay({ pool, log: kernel.log, batcher });
  const dynamic = await startDynamic({ kernel, directory, discards, open: () => open(options.coa_port ?? 0) });
  if (options.metrics) {
    measureRadius(options.metrics, { ...desks, door, batcher, logbook, discards, directory, radsec, second });
    measurePools(options.metrics, desks.addresses, () => poolUse(kernel.db));
  }
  const [auth_port, acct_port] = [auth[0]?.port ?? 0, acct[0]?.port ?? 0];
  const health = watchHealth(kernel, directory, radsec, { auth_port, acct_port, addresses: options.addresses });
  return {
    get ports() {
      return { auth: auth_port, acct: acct_port, radsec: radsec.port, coa: dynamic.port };
    },
    directory,
    noteHealth: () => health.write(),
    stop: async () => {
      radsec.deafen();
      await dynamic.stop();
      await closeAll(auth);
      await Promise.all([replay.stop(), batcher.stop()]);
      await desks.stop();
      await closeAll(acct);
      await second?.stop();
      await radsec.stop();
      await health.stop();
      await directory.stop();
      await Promise.all([logbook.stop(), news.stop()]);
      await pool.end();
    },
  };
};

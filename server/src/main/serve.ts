import { type ChildProcess, spawn } from 'node:child_process';
import { ensureBillingDefaults } from '../billing/index.ts';
import { ensureOwner } from '../identity/index.ts';
import { system } from '../kernel/actor.ts';
import { type Config, childEnvironment, type Role, readConfig } from '../kernel/config.ts';
import { transact } from '../kernel/ctx.ts';
import { migrate } from '../kernel/migrate.ts';
import { createLogger, createMetrics, type Logger } from '../kernel/observe.ts';
import { openKernel } from '../kernel/open.ts';
import { registry } from './app.ts';
import { buildWeb } from './build-web.ts';
import { type OpenDatabase, startDatabase } from './database.ts';
import { answerPage, answerPages, type Channel, type Channels, serveMetrics } from './metrics.ts';
import { freePorts } from './ports.ts';
import { goFirst, roleArguments } from './role-process.ts';
import { CONNECTIONS, startRole } from './roles.ts';

/** A role that was up and fell is started again at once; one that never came up is given a pause. */
const PAUSE_MS = 1_000;
const STOP_MS = 10_000;

const say = (line: string) => process.stdout.write(`${line}\n`);

/** Makes a new installation usable: the owner, the first legal entity, the usual dunning policy. Says the one-time password when it made one. */
export const prepare = async (config: Config, url: string): Promise<void> => {
  const kernel = await openKernel({
    config,
    url,
    registry,
    log: createLogger(config.log_level, 'serve'),
    connections: 2,
  });
  try {
    const owner = await transact(kernel, system('install'), async (ctx) => {
      await ensureBillingDefaults(ctx);
      return ensureOwner(ctx, { email: config.admin_email, password: config.admin_password });
    });
    if (owner?.one_time_password)
      say(`\n  Sign in as ${owner.email} with the password ${owner.one_time_password}\n  (shown this once)\n`);
  } finally {
    await kernel.close();
  }
};

interface Child {
  readonly role: Role;
  /** The way to its process; undefined while there is none. */
  channel(): Channel | undefined;
  stop(): Promise<void>;
}

interface Children {
  channels(): Channels;
  stop(): Promise<void>;
}

/** Keeps a process of a role running until it is told to stop. */
const startChild = (
  role: Role,
  environment: Readonly<Record<string, string | undefined>>,
  met: (channel: Channel) => void,
): Child => {
  let stopping = false;
  let child: ChildProcess;
  let gone = Promise.resolve();
  const start = () => {
    let wasUp = false;
    child = spawn(process.execPath, roleArguments(role), {
      env: environment,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    child.on('message', (message) => {
      wasUp ||= message === 'up';
    });
    met(child as Channel);
    gone = new Promise((done) => {
      child.once('exit', (code, signal) => {
        done();
        if (stopping) return;
        say(`${role} fell (${signal ?? code}); it is started again`);
        setTimeout(() => !stopping && start(), wasUp ? 0 : PAUSE_MS);
      });
    });
  };
  start();
  return {
    role,
    channel: () => (child.connected ? (child as Channel) : undefined),
    stop: async () => {
      stopping = true;
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      await gone;
      clearTimeout(timer);
    },
  };
};

/** Keeps one process a role running; each may ask for the metrics of all others. */
export const startChildren = (
  roles: readonly Role[],
  environment: Readonly<Record<string, string | undefined>>,
): Children => {
  const children: Child[] = [];
  const channels = (but?: Role) => new Map(children.filter((c) => c.role !== but).map((c) => [c.role, c.channel()]));
  for (const role of roles)
    children.push(startChild(role, environment, (channel) => answerPages(channel, () => channels(role))));
  return { channels, stop: async () => void (await Promise.all(children.map((c) => c.stop()))) };
};

/** A process of a role that cannot go on ends at once, whatever it holds open: its supervisor starts it anew. */
const giveUp =
  (log: Logger, role: Role) =>
  (err: unknown): never => {
    log.fatal({ err }, `${role} cannot go on`);
    process.exit(1);
  };

const openRole = async (role: Role, config: Config, log: Logger) => {
  const url = config.database_url ?? '';
  const kernel = await openKernel({ config, url, registry, log, connections: CONNECTIONS[role] });
  const metrics = createMetrics(role);
  const running = await startRole(kernel, role, metrics);
  answerPage(metrics);
  return { kernel, running };
};

/** Runs one role until it is told to stop, or its supervisor is gone. */
export const runRole = async (role: Role): Promise<void> => {
  if (role === 'radius') goFirst();
  const orphaned = new Promise<void>((done) => process.once('disconnect', done));
  const config = readConfig();
  const log = createLogger(config.log_level, role);
  const { kernel, running } = await openRole(role, config, log).catch(giveUp(log, role));
  log.info(`${running.at} is up`);
  process.send?.('up');
  void running.failure?.then(giveUp(log, role));
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), STOP_MS).unref();
    void running
      .stop()
      .then(() => kernel.close())
      .then(() => process.exit(0));
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, stop);
  void orphaned.then(stop);
};

/** The database, up and at this version, of an installation that can be used. */
const openInstallation = async (config: Config): Promise<OpenDatabase> => {
  const web = config.roles.includes('http') ? buildWeb(say) : Promise.resolve();
  web.catch(() => undefined);
  const database = await startDatabase(config, (line) => createLogger(config.log_level, 'postgres').info(line));
  try {
    await freePorts(config, say);
    await migrate(database.url);
    await prepare(config, database.url);
    await web;
    return database;
  } catch (error) {
    await database.stop();
    throw error;
  }
};

/** `isp serve`: brings the database up and to this version, prepares a new installation, then keeps one process a role running. */
export const serve = async (config: Config): Promise<void> => {
  const database = await openInstallation(config);
  const environment = childEnvironment(config, database.url);
  const children = startChildren(config.roles, environment);
  const metrics = config.metrics_port === undefined ? undefined : serveMetrics(config.metrics_port, children.channels);
  if (config.roles.includes('http')) say(`  The console is at ${config.public_url}`);
  const failed = await new Promise<string | undefined>((done) => {
    for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, () => done(undefined));
    void database.failure.then((fault) => done(fault.message));
  });
  if (failed !== undefined) {
    say(failed);
    process.exitCode = 1;
  }
  metrics?.();
  await children.stop();
  await database.stop();
};

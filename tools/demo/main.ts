/**
 * `npm run demo [-- --fresh] [--accounts N] [--months N] [--seed N] [--online N]`
 *
 * A living ISP on this machine: made on the first start by running the real code through a year, then served, with routers that speak real RADIUS.
 */
import { parseArgs } from 'node:util';
import { Fault } from '@isp/values';
import { type Config, ROLES, readConfig } from '../../server/src/kernel/config.ts';
import { createLogger } from '../../server/src/kernel/observe.ts';
import { buildWeb } from '../../server/src/main/build-web.ts';
import { startDatabase } from '../../server/src/main/database.ts';
import { freePorts } from '../../server/src/main/ports.ts';
import { startChildren } from '../../server/src/main/serve.ts';
import { accountNumber } from './book.ts';
import { comeAlive } from './live.ts';
import { type OpenDemo, openDemo } from './open-demo.ts';

const number = (fallback: number) => ({ type: 'string', default: `${fallback}` }) as const;
const { values } = parseArgs({
  options: {
    fresh: { type: 'boolean', default: false },
    accounts: number(520),
    months: number(12),
    seed: number(20261123),
    online: number(200),
  },
});
const whole = (name: 'accounts' | 'months' | 'seed' | 'online', least: number): number => {
  const n = Number(values[name]);
  if (!Number.isInteger(n) || n < least) throw new Error(`--${name} is a whole number from ${least} up`);
  return n;
};

const say = (line: string) => process.stdout.write(`${line}\n`);

const settings = async (): Promise<{ readonly config: Config; readonly environment: NodeJS.ProcessEnv }> => {
  const given = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ''));
  const environment = { ISP_DATA_DIR: 'data/demo', ISP_LOG_LEVEL: 'warn', ...given, ISP_SANDBOX: '1' };
  const asked = readConfig(environment);
  const ports = await freePorts({ ...asked, roles: ROLES }, say);
  const fixed = {
    ...environment,
    ...Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, `${port}`])),
  };
  return { config: readConfig(fixed), environment: fixed };
};

const answers = async (url: string): Promise<boolean> => {
  try {
    return (await fetch(`${url}/readyz`)).ok;
  } catch {
    return false;
  }
};

const untilReady = async (port: number): Promise<void> => {
  for (let i = 0; i < 600 && !(await answers(`http://localhost:${port}`)); i++)
    await new Promise((next) => setTimeout(next, 100));
};

const guide = (config: Config, { memo, world }: OpenDemo): string => {
  const { owner } = memo;
  const someone = [...world.book.values()].find(
    ({ leave_on, habit, particulars }) => leave_on === undefined && habit === 'prompt' && particulars.kind === 'person',
  );
  return `
  The console is at ${config.public_url}

    sign in as          ${owner.email}
    with the password   ${owner.password}

  Staff of every role (birte@, malte@, tjark@, frauke@nordlicht.example) have the same password.
  A subscriber: ${someone ? `${someone.particulars.name}, account ${accountNumber(someone)}; PPPoE user ${someone.username}, password ${someone.password}; RADIUS at UDP ${config.radius_auth_port}/${config.radius_acct_port}` : 'see Accounts'}

  Try: open an overdue account and record a payment: watch its session come back.
       suspend somebody who is online, and read the CoA in the timeline.
       turn to Online, or to the log-ins: wrong passwords are among them.
       print the vouchers of the Strandhotel, or make some of your own.

  Stop with Ctrl-C; the next start goes on from here. --fresh makes it anew.
`;
};

/** Settles when somebody wants it to end. */
const ending = (): Promise<string> =>
  new Promise((done) => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => done(name));
  });

const serve = async (
  config: Config,
  environment: NodeJS.ProcessEnv,
  url: string,
  demo: OpenDemo,
  end: Promise<unknown>,
): Promise<void> => {
  const shared = { ...environment, DATABASE_URL: url, ISP_SECRET_KEY: Buffer.from(config.secret_key).toString('utf8') };
  const children = startChildren(ROLES, shared);
  const server = { auth_port: config.radius_auth_port, acct_port: config.radius_acct_port };
  const live = untilReady(config.http_port).then(() => {
    say(guide(config, demo));
    return comeAlive(demo.world, { server, online: whole('online', 0) });
  });
  await Promise.race([end, live.then(() => end)]);
  await Promise.all([children.stop(), live.then((one) => one.stop())]);
};

const run = async (): Promise<void> => {
  const wish = {
    fresh: values.fresh,
    seed: whole('seed', 0),
    accounts: whole('accounts', 1),
    months: whole('months', 1),
  };
  const { config, environment } = await settings();
  const end = ending();
  const web = buildWeb(say);
  web.catch(() => undefined);
  say('  Starting the database …');
  const database = await startDatabase(config, (line) => createLogger(config.log_level, 'postgres').info(line));
  const over = Promise.race([end, database.failure.then((fault) => fault.message)]);
  try {
    const demo = await Promise.race([openDemo(config, database.url, wish, say), over]);
    if (typeof demo === 'string') return;
    await Promise.race([web, over])
      .then(() => serve(config, environment, database.url, demo, over))
      .finally(() => demo.kernel.close());
  } finally {
    await database.stop();
  }
};

try {
  await run();
  process.exit(0);
} catch (error) {
  process.stderr.write(
    `\n${error instanceof Fault ? `${error.message}\n${error.remedy}` : error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exit(1);
}

import { addMonths, type Day, dayIn } from '@isp/values';
import { hashPassword } from '../../server/src/identity/credentials/password.ts';
import { insertSubscriber } from '../../server/src/identity/store/people.ts';
import { system } from '../../server/src/kernel/actor.ts';
import { realNow } from '../../server/src/kernel/clock.ts';
import type { Config } from '../../server/src/kernel/config.ts';
import { transact } from '../../server/src/kernel/ctx.ts';
import { sql } from '../../server/src/kernel/db.ts';
import { migrate } from '../../server/src/kernel/migrate.ts';
import { createLogger } from '../../server/src/kernel/observe.ts';
import { type OpenKernel, openKernel } from '../../server/src/kernel/open.ts';
import { newPassword } from '../../server/src/kernel/secrets.ts';
import { registry } from '../../server/src/main/app.ts';
import type { Scope } from './book.ts';
import { COMPANY } from './catalogue.ts';
import { openWorld, type World } from './day.ts';
import { catchUp, makeHistory } from './history.ts';
import { beginAt, foundIsp, type SignIn } from './isp.ts';
import { forgetMemo, type Memo, readMemo, writeMemo } from './memo.ts';
import { addQuotes } from './quotes.ts';
import { routerPlaces } from './routers.ts';
import { type Found, hurry, look, remake } from './sandbox-database.ts';
import { addVouchers } from './vouchers.ts';

/** What is asked for on the command line. */
export interface Wish {
  readonly fresh: boolean;
  readonly seed: number;
  readonly accounts: number;
  readonly months: number;
}

/** A demo that is ready to be served. */
export interface OpenDemo {
  readonly kernel: OpenKernel;
  readonly world: World;
  readonly memo: Memo;
}

type Say = (line: string) => void;

const CONNECTIONS = 10;
const PORTAL_LOGINS = 40;

const open = (config: Config, url: string): Promise<OpenKernel> =>
  openKernel({ config, url, registry, log: createLogger(config.log_level, 'demo'), connections: CONNECTIONS });

const ownerOf = (config: Config): SignIn => ({
  email: config.admin_email ?? 'owner@nordlicht.example',
  password: config.admin_password ?? newPassword(14),
});

const scopeOf = ({ seed, accounts, months }: Wish, today: Day): Scope => ({
  seed,
  accounts,
  from: addMonths(today, -months),
  to: today,
});

/** Some customers have a sign-in of their own, all with the staff's password. */
const addPortalLogins = ({ kernel, book, held }: World, password: string): Promise<void> =>
  transact(kernel, system('demo'), async (ctx) => {
    const password_hash = await hashPassword(password);
    const known = new Set<string>();
    for (const { index, particulars } of [...book.values()].slice(0, PORTAL_LOGINS)) {
      const account_id = held.get(index)?.account_id;
      if (!account_id || known.has(particulars.email)) continue;
      known.add(particulars.email);
      const { email: login, contact: name } = particulars;
      await insertSubscriber(ctx.tx, {
        account_id,
        id: ctx.newId(),
        login,
        name,
        password_hash,
        must_change: false,
        created_at: ctx.now,
      });
    }
  });

const make = async (config: Config, url: string, wish: Wish, say: Say): Promise<OpenDemo> => {
  forgetMemo(config);
  const scope = scopeOf(wish, dayIn(realNow(), COMPANY.zone));
  const owner = ownerOf(config);
  await migrate(url);
  await hurry(url, async () => {
    const kernel = await open(config, url);
    try {
      await beginAt(kernel, scope.from);
      await foundIsp(kernel, owner, await routerPlaces());
      const world = await openWorld(kernel, scope);
      say(`  Making ${wish.months} months of history: ${wish.accounts} accounts, seed ${wish.seed} …`);
      await makeHistory(world, realNow, {
        running: true,
        told: (on) => on.endsWith('-01') && say(`    ${on.slice(0, 7)}`),
      });
      await addPortalLogins(world, owner.password);
      await addVouchers(world);
      await addQuotes(world);
      await sql`analyze`.execute(kernel.db);
    } finally {
      await kernel.close();
    }
  });
  const kernel = await open(config, url);
  const { id } = await kernel.db.selectFrom('kernel.installation').select('id').executeTakeFirstOrThrow();
  const memo: Memo = { installation: id, scope, owner };
  writeMemo(config, memo);
  return { kernel, world: await openWorld(kernel, scope), memo };
};

const resume = async (config: Config, url: string, memo: Memo, say: Say): Promise<OpenDemo> => {
  await migrate(url).catch((error: unknown) => {
    throw new Error(
      `${error instanceof Error ? error.message : String(error)}\nThe demo was made by another version of the platform: start with --fresh to make it anew.`,
      { cause: error },
    );
  });
  const kernel = await open(config, url);
  const world = await openWorld(kernel, memo.scope);
  const days = await catchUp(world, realNow());
  if (days > 0) say(`  Caught up ${days} days`);
  return { kernel, world, memo };
};

const isOurs = (found: Found, memo: Memo | undefined): memo is Memo =>
  memo !== undefined && found.installation === memo.installation;

const REAL =
  'This database has a real installation, or something else, in it: the demo does not touch it. Point DATABASE_URL at an empty one, or leave it out.';
const OTHER =
  'This database has another sandbox in it. Start with --fresh to make it anew, or point DATABASE_URL at an empty one.';

/** Opens the demo of a database: the one that is there, with its clock caught up, or a new one. What was cut off while it was made is made again. */
export const openDemo = async (config: Config, url: string, wish: Wish, say: Say): Promise<OpenDemo> => {
  const found = await look(url);
  const memo = readMemo(config);
  if (found.kind === 'real') throw new Error(REAL);
  if (isOurs(found, memo) && !wish.fresh) return resume(config, url, memo, say);
  if (found.kind === 'sandbox' && !wish.fresh && config.database_url) throw new Error(OTHER);
  if (found.kind === 'sandbox') await remake(url);
  return make(config, url, wish, say);
};

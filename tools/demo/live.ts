import { type Day, dayIn, epochMs, startOfDay } from '@isp/values';
import { sql } from '../../server/src/kernel/db.ts';
import type { FakeNas } from '../fake-nas/fake-nas.ts';
import { Population, type Subscriber } from '../fake-nas/population.ts';
import type { Customer } from './book.ts';
import { COMPANY } from './catalogue.ts';
import { chance } from './chance.ts';
import type { World } from './day.ts';
import { paymentsOn, receive } from './payers.ts';
import { openRouter, openRouters } from './routers.ts';
import { welcomeGuests } from './vouchers.ts';

/** How alive it is. */
export interface LiveOptions {
  readonly server: { readonly auth_port: number; readonly acct_port: number };
  /** How many are online at a time, about. */
  readonly online: number;
}

export interface Live {
  readonly online: number;
  stop(): Promise<void>;
}

const INTERIM_S = 60;
const SESSION_S = 4 * 3600;
const STEP_MS = 1000;
const REJECT_MS = 12_000;
const PAY_MS = 20_000;
const MINUTE_MS = 60_000;

interface Candidate {
  readonly number: string;
  readonly username: string;
  readonly mode: 'allow' | 'walled';
}

const candidates = async ({ kernel }: World): Promise<Candidate[]> => {
  const { rows } = await sql<Candidate>`
    select a.number, c.username, x.mode from aaa.access x join aaa.credential c using (account_id, subscription_id) join crm.account a on a.id = x.account_id
    where x.mode in ('allow', 'walled') and c.state = 'active' order by a.number`.execute(kernel.db);
  return rows;
};

/** Who is online: everybody who is walled in, and of the others as many as are wanted, chosen by the seed. */
const choose = (world: World, all: readonly Candidate[], online: number): Customer[] => {
  const order = (one: Candidate) =>
    one.mode === 'walled' ? -1 : chance(world.scope.seed, 'online', one.number).next();
  const sorted = [...all].sort((a, b) => order(a) - order(b)).slice(0, online);
  return sorted.flatMap((one) => {
    const customer = world.book.get(one.number);
    return customer?.username === one.username ? [customer] : [];
  });
};

const asSubscriber = ({ username, password }: Customer): Subscriber => ({ username, password });

const populate = (world: World, routers: readonly FakeNas[], online: readonly Customer[]): Population[] =>
  routers.map((router, i) => {
    const subscribers = online.filter((customer) => customer.router % routers.length === i).map(asSubscriber);
    return new Population(router, {
      subscribers,
      interim_s: INTERIM_S,
      session_s: SESSION_S,
      random: chance(world.scope.seed, 'population', i).next,
    });
  });

/** Does `work` again and again, never twice at once; what fails is tried again the next time. */
const repeatedly = (world: World, everyMs: number, work: () => Promise<unknown>) => {
  let busy: Promise<unknown> | undefined;
  const timer = setInterval(() => {
    busy ??= work()
      .catch((err: unknown) => world.kernel.log.warn({ err }, 'a part of the demo’s life failed'))
      .finally(() => {
        busy = undefined;
      });
  }, everyMs);
  return async () => {
    clearInterval(timer);
    await busy;
  };
};

/** Somebody at a router who gets it wrong: a forgotten password, a name that was given back, a typing error. */
const mistake = (world: World, routers: readonly FakeNas[]) => {
  const people = [...world.book.values()];
  return async (): Promise<void> => {
    const customer = people[Math.floor(Math.random() * people.length)] as Customer;
    const router = routers[customer.router % routers.length] as FakeNas;
    const gone = Math.random() < 0.3;
    await router.login(gone ? `${customer.username}.alt` : customer.username, gone ? customer.password : 'passwort', {
      method: Math.random() < 0.5 ? 'pap' : 'chap',
    });
  };
};

/** Money of today comes in at its minute. */
const pay = (world: World) => async (): Promise<void> => {
  const { kernel, isp, scope, book } = world;
  const now = kernel.clock.now();
  const today: Day = dayIn(now, COMPANY.zone);
  const minute = (epochMs(now) - epochMs(startOfDay(today, COMPANY.zone))) / MINUTE_MS;
  const due = await paymentsOn(kernel, scope.seed, book, today);
  await receive(
    kernel,
    isp,
    due.filter((payment) => payment.minute <= minute),
  );
};

/** Brings the routers to life: their sessions come on, use the line and go; some log-ins fail; customers pay. */
export const comeAlive = async (world: World, options: LiveOptions): Promise<Live> => {
  const routers = await openRouters(world, options.server);
  await Promise.all(routers.map((router) => router.restart()));
  const online = choose(world, await candidates(world), options.online);
  const hotspot = world.isp.hotspot && (await openRouter(world, world.isp.hotspot, options.server));
  const guests = hotspot === undefined ? [] : [await welcomeGuests(world, hotspot)];
  const populations = [...populate(world, routers, online), ...guests];
  const ends = [
    repeatedly(world, STEP_MS, () => Promise.all(populations.map((population) => population.step()))),
    repeatedly(world, REJECT_MS, mistake(world, routers)),
    repeatedly(world, PAY_MS, pay(world)),
  ];
  return {
    get online() {
      return populations.reduce((sum, population) => sum + population.online, 0);
    },
    stop: async () => {
      await Promise.all([...routers, ...(hotspot ? [hotspot] : [])].map((router) => router.close()));
      await Promise.all(ends.map((end) => end()));
    },
  };
};

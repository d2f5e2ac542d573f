import { addDays, type Day, type Id, later } from '@isp/values';
import { addNote } from '../../server/src/crm/index.ts';
import { activate } from '../../server/src/flows/activate.ts';
import { changePlan } from '../../server/src/flows/change-plan.ts';
import { closeAccount } from '../../server/src/flows/close-account.ts';
import { OpenAccount, Subscribe, TransferSubscription } from '../../server/src/flows/contract.ts';
import { openAccount } from '../../server/src/flows/open-account.ts';
import { resumeByHand, suspendByHand } from '../../server/src/flows/pause.ts';
import { setPayer } from '../../server/src/flows/set-payer.ts';
import { terminate } from '../../server/src/flows/terminate.ts';
import { transfer } from '../../server/src/flows/transfer.ts';
import { type Ctx, type Kernel, transact } from '../../server/src/kernel/ctx.ts';
import { accountNumber, type Customer, customers, type Scope } from './book.ts';
import { COMPANY } from './catalogue.ts';
import { type Isp, readIsp } from './isp.ts';
import { bounce, bouncesOn, paymentsOn, receive } from './payers.ts';

/** What a customer has at the ISP: the account, and its subscriptions, Internet access first. */
interface Held {
  readonly account_id: Id;
  readonly subscriptions: readonly Id[];
}

type Verb = (world: World, ctx: Ctx, customer: Customer) => Promise<void>;

/** Something that a customer does on a day. */
interface Entry {
  readonly on: Day;
  readonly verb: Verb;
  readonly customer: Customer;
}

/** The play: the ISP, its customers, and what the book says for each day. */
export interface World {
  readonly kernel: Kernel;
  readonly isp: Isp;
  readonly scope: Scope;
  /** By account number. */
  readonly book: ReadonlyMap<string, Customer>;
  readonly held: Map<number, Held>;
  readonly agenda: ReadonlyMap<Day, readonly Entry[]>;
}

const heldBy = (world: World, customer: Customer): Held => {
  const held = world.held.get(customer.index);
  if (!held) throw new Error(`${accountNumber(customer)} has not joined`);
  return held;
};

const subscribe = async (
  world: World,
  ctx: Ctx,
  account_id: Id,
  plan: string,
  more: Partial<Subscribe> = {},
): Promise<Id> => {
  const plan_id = world.isp.plans.get(plan);
  return (await activate(ctx, { ...Subscribe.input.parse({ account_id, plan_id }), ...more })).subscription.id;
};

const join: Verb = async (world, ctx, customer) => {
  const { contact: _, ...particulars } = customer.particulars;
  const { id: account_id } = await openAccount(ctx, OpenAccount.input.parse({ ...particulars, zone: COMPANY.zone }));
  const { username, password, static_ip, price_override_minor: price } = customer;
  const price_override_minor = price === null ? null : BigInt(price);
  const subscriptions = [
    await subscribe(world, ctx, account_id, customer.plan, { username, password, static_ip, price_override_minor }),
  ];
  if (customer.addresses) subscriptions.push(await subscribe(world, ctx, account_id, 'STATIC-8'));
  if (customer.tv) subscriptions.push(await subscribe(world, ctx, account_id, 'TV-TEL'));
  world.held.set(customer.index, { account_id, subscriptions });
};

const first = (world: World, customer: Customer): Id => heldBy(world, customer).subscriptions[0] as Id;

const change: Verb = async (world, ctx, customer) => {
  const plan_id = world.isp.plans.get(customer.change?.plan ?? '') as Id;
  await changePlan(ctx, { id: first(world, customer), plan_id });
};

const pause: Verb = async (world, ctx, customer) => {
  await suspendByHand(ctx, { id: first(world, customer), note: 'at the customer’s wish' });
};

const resume: Verb = async (world, ctx, customer) => {
  await resumeByHand(ctx, { id: first(world, customer) });
};

const leave: Verb = async (world, ctx, customer) => {
  for (const id of heldBy(world, customer).subscriptions) await terminate(ctx, { id });
};

const close: Verb = async (world, ctx, customer) => {
  await closeAccount(ctx, { id: heldBy(world, customer).account_id });
};

const remark: Verb = async (world, ctx, customer) => {
  const { account_id } = heldBy(world, customer);
  await addNote(ctx, { account_id, body: customer.note?.body ?? '' });
};

/** Has another customer pay, of whom there is one by then. */
const paidForBy =
  (payer: Customer): Verb =>
  async (world, ctx, customer) => {
    await setPayer(ctx, { id: heldBy(world, customer).account_id, payer_id: heldBy(world, payer).account_id });
  };

const CLOSED_AFTER = 30;
/** Businesses that stay and pay: the first of them pays for so many others, some weeks after both have joined. */
const PAID_FOR = 4;
const PAID_AFTER = 24;

const engagements = ({
  join_on,
  change: changes,
  pause: rests,
  leave_on,
  note,
}: Customer): readonly (readonly [Day | undefined, Verb])[] => [
  [join_on, join],
  [changes?.on, change],
  [rests?.from, pause],
  [rests?.to, resume],
  [note?.on, remark],
  [leave_on, leave],
  [leave_on && addDays(leave_on, CLOSED_AFTER), close],
];

/** The fixed addresses of a firm go to another, at once or with the next period. */
const sell =
  (buyer: Customer, when: 'now' | 'period-end'): Verb =>
  async (world, ctx, customer) => {
    const [, id] = heldBy(world, customer).subscriptions;
    const { account_id: to_account_id } = heldBy(world, buyer);
    const asked = { id, to_account_id, when, reason: 'the firm was sold' };
    await transfer(ctx, TransferSubscription.input.parse(asked));
  };

/** Firms that stay: one was sold to another in the last months, and another will be. */
const sales = (all: readonly Customer[], { to }: Scope): readonly Entry[] => {
  const stay = all.filter((each) => each.addresses && each.leave_on === undefined && each.habit === 'prompt');
  const [sold, next, buyer] = stay.filter(({ join_on }) => join_on < addDays(to, -60));
  if (!sold || !next || !buyer) return [];
  return [
    { on: addDays(to, -30), verb: sell(buyer, 'now'), customer: sold },
    { on: addDays(to, -2), verb: sell(buyer, 'period-end'), customer: next },
  ];
};

/** Those that are sold are left out. */
const paidFor = (all: readonly Customer[], { to }: Scope): readonly Entry[] => {
  const [payer, ...others] = all.filter(
    ({ particulars, habit, leave_on, addresses }) =>
      particulars.kind === 'company' && habit === 'prompt' && leave_on === undefined && !addresses,
  );
  if (payer === undefined) return [];
  return others.slice(0, PAID_FOR).flatMap((customer) => {
    const on = addDays(later(customer.join_on, payer.join_on), PAID_AFTER);
    return on < to ? [{ on, verb: paidForBy(payer), customer }] : [];
  });
};

const agendaOf = (all: readonly Customer[], scope: Scope): World['agenda'] => {
  const entries = all.flatMap((customer) =>
    engagements(customer).flatMap(([on, verb]): Entry[] => (on ? [{ on, verb, customer }] : [])),
  );
  return Map.groupBy([...entries, ...sales(all, scope), ...paidFor(all, scope)], (entry) => entry.on);
};

const alreadyHeld = async (kernel: Kernel, all: readonly Customer[]): Promise<Map<number, Held>> => {
  const byNumber = new Map(all.map((customer) => [accountNumber(customer), customer.index]));
  const rows = await kernel.db
    .selectFrom('crm.account as a')
    .innerJoin('subscriptions.subscription as s', 's.account_id', 'a.id')
    .innerJoin('tariffs.plan as p', 'p.id', 's.plan_id')
    .select(['a.number', 'a.id as account_id', 's.id'])
    .orderBy('a.number')
    .orderBy('p.kind')
    .orderBy('s.id')
    .execute();
  const held = [...Map.groupBy(rows, (row) => row.number)].flatMap(([number, of]): [number, Held][] => {
    const index = byNumber.get(number);
    return index === undefined
      ? []
      : [[index, { account_id: of[0]?.account_id as Id, subscriptions: of.map((row) => row.id) }]];
  });
  return new Map(held);
};

/** Opens the play on a database where the ISP is founded: at its beginning, or where it was left. */
export const openWorld = async (kernel: Kernel, scope: Scope): Promise<World> => {
  const all = customers(scope);
  const book = new Map(all.map((customer) => [accountNumber(customer), customer]));
  return {
    kernel,
    isp: await readIsp(kernel),
    scope,
    book,
    held: await alreadyHeld(kernel, all),
    agenda: agendaOf(all, scope),
  };
};

const engage = (world: World, on: Day): Promise<void> =>
  transact(world.kernel, world.isp.actors.support, async (ctx) => {
    for (const { verb, customer } of world.agenda.get(on) ?? []) await verb(world, ctx, customer);
  });

/** Lets a day happen, at the moment the clock shows: people join, change, pause, leave, and pay. */
export const liveDay = async (world: World, on: Day): Promise<void> => {
  const { kernel, isp, book, scope } = world;
  const bounces = await bouncesOn(kernel, scope.seed, book, on);
  if (bounces.length > 0) await bounce(kernel, isp, bounces);
  const payments = await paymentsOn(kernel, scope.seed, book, on);
  await Promise.all([receive(kernel, isp, payments), world.agenda.has(on) ? engage(world, on) : undefined]);
};

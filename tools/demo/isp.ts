import { type Day, type Id, instantFromEpochMs } from '@isp/values';
import { addPoolRange } from '../../server/src/aaa/add-pool-range.ts';
import { AddPoolRange, CreatePool } from '../../server/src/aaa/contract.ts';
import { addNas, createPool } from '../../server/src/aaa/index.ts';
import { createTax } from '../../server/src/billing/create-tax.ts';
import { defaultLegalEntity, ensureBillingDefaults } from '../../server/src/billing/index.ts';
import { updateLegalEntity } from '../../server/src/billing/update-legal-entity.ts';
import { offerPlan } from '../../server/src/flows/offer-plan.ts';
import { hashPassword } from '../../server/src/identity/credentials/password.ts';
import { ensureOwner } from '../../server/src/identity/index.ts';
import { insertStaff } from '../../server/src/identity/store/people.ts';
import { type Actor, system } from '../../server/src/kernel/actor.ts';
import { type Ctx, type Kernel, transact } from '../../server/src/kernel/ctx.ts';
import { sql } from '../../server/src/kernel/db.ts';
import { createArea } from '../../server/src/tariffs/create-area.ts';
import { AREA, BUNDLES, bundleOf, COMPANY, HOTSPOT, OFFERS, POOLS, planOf, STAFF, TAX } from './catalogue.ts';

/** Where a router is going to be: an address of this machine's own, and a port there for CoA. */
export interface RouterPlace {
  readonly name: string;
  readonly address: string;
  readonly vendor: string;
  readonly coa_port: number;
}

/** A router as the demo needs it to speak for it. */
export interface Router {
  readonly id: Id;
  readonly name: string;
  readonly address: string;
  readonly coa_port: number;
  readonly secret: string;
}

/** The demo ISP as it stands in the database. */
export interface Isp {
  /** Plan by code. */
  readonly plans: ReadonlyMap<string, Id>;
  readonly routers: readonly Router[];
  /** `undefined` where this machine has no address for it. */
  readonly hotspot: Router | undefined;
  /** One who acts for each role, by role; `bank` and `card` are machines. */
  readonly actors: Readonly<Record<'billing' | 'support' | 'network' | 'bank' | 'card', Actor>>;
}

export interface SignIn {
  readonly email: string;
  readonly password: string;
}

const addStaff = async (ctx: Ctx, password: string): Promise<void> => {
  const password_hash = await hashPassword(password);
  for (const one of STAFF)
    await insertStaff(ctx.tx, { ...one, id: ctx.newId(), password_hash, must_change: false, created_at: ctx.now });
};

const addRouters = async (ctx: Ctx, places: readonly RouterPlace[]): Promise<void> => {
  for (const place of places) await addNas(ctx, { ...place, secret: undefined, message_authenticator: 'required' });
};

const addPools = async (ctx: Ctx): Promise<void> => {
  for (const { ranges, ...pool } of POOLS) {
    const { id } = await createPool(ctx, CreatePool.input.parse(pool));
    for (const range of ranges) await addPoolRange(ctx, AddPoolRange.input.parse({ id, ...range }));
  }
};

/** Founds the ISP in an empty sandbox: legal entity, tax, plans, pools, routers, and staff who all have one password. */
export const foundIsp = (kernel: Kernel, owner: SignIn, places: readonly RouterPlace[]): Promise<void> =>
  transact(kernel, system('install'), async (ctx) => {
    await ensureBillingDefaults(ctx, COMPANY);
    const entity = await defaultLegalEntity(ctx, undefined);
    await updateLegalEntity(ctx, { id: entity.id, ...COMPANY });
    await createTax(ctx, TAX);
    await addPools(ctx);
    const plans = new Map<string, Id>();
    for (const offer of OFFERS) plans.set(offer.code, (await offerPlan(ctx, planOf(offer))).id);
    const area = await createArea(ctx, AREA);
    for (const bundle of BUNDLES) await offerPlan(ctx, bundleOf(bundle, plans, area.id));
    await addRouters(ctx, places);
    await ensureOwner(ctx, owner);
    await addStaff(ctx, owner.password);
  });

const actorsOf = async (kernel: Kernel): Promise<Isp['actors']> => {
  const staff = await kernel.db.selectFrom('identity.staff').select(['id', 'name', 'role']).orderBy('email').execute();
  const of = (role: string): Actor => {
    const one = staff.find((each) => each.role === role);
    return one ? { kind: 'staff', id: one.id, name: one.name, permissions: new Set(['*']) } : system(role);
  };
  return {
    billing: of('billing'),
    support: of('support'),
    network: of('network'),
    bank: system('bank statement'),
    card: system('card payments'),
  };
};

/** Reads the ISP that `foundIsp` made. */
export const readIsp = async (kernel: Kernel): Promise<Isp> => {
  const plans = await kernel.db.selectFrom('tariffs.plan').select(['id', 'code']).execute();
  const rows = await kernel.db
    .selectFrom('aaa.nas')
    .innerJoin('aaa.nas_secret', 'nas_id', 'aaa.nas.id')
    .select(['id', 'name', 'coa_port', 'aaa.nas_secret.secret_sealed'])
    .select(sql<string>`host(address)`.as('address'))
    .$narrowType<{ secret_sealed: Buffer }>()
    .orderBy('address')
    .execute();
  const all = rows.map(({ secret_sealed, ...router }) => ({ ...router, secret: kernel.secrets.open(secret_sealed) }));
  return {
    plans: new Map(plans.map((plan) => [plan.code, plan.id])),
    routers: all.filter(({ name }) => name !== HOTSPOT.name),
    hotspot: all.find(({ name }) => name === HOTSPOT.name),
    actors: await actorsOf(kernel),
  };
};

/** Sets an empty sandbox's clock to where its history begins. */
export const beginAt = async (kernel: Kernel, day: Day): Promise<void> => {
  const at = instantFromEpochMs(Date.parse(`${day}T05:00:00Z`));
  await sql`update kernel.sandbox_clock set at = ${at}, running = false`.execute(kernel.db);
  kernel.clock.set({ at, running: false, real_at: at });
};

import { day } from '@isp/values';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreatePool } from '../aaa/contract.ts';
import { createPool } from '../aaa/create-pool.ts';
import { ensureBillingDefaults } from '../billing/index.ts';
import { createRegistry } from '../kernel/jobs.ts';
import { type TestDatabase, testDatabase } from '../kernel/testing.ts';
import { getSubscription } from '../subscriptions/index.ts';
import { CreatePlan, PublishVersion } from '../tariffs/contract.ts';
import { updatePlan } from '../tariffs/update-plan.ts';
import { activate } from './activate.ts';
import { changePlan } from './change-plan.ts';
import { OpenAccount, Subscribe } from './contract.ts';
import { offerPlan } from './offer-plan.ts';
import { openAccount } from './open-account.ts';
import { publishTerms } from './publish-terms.ts';
import { terminate } from './terminate.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase({ now: '2026-03-10T12:00:00Z', registry: createRegistry([], []) });
  await db.run((ctx) => ensureBillingDefaults(ctx, { zone: 'UTC' }));
  await db.run((ctx) => createPool(ctx, CreatePool.input.parse({ code: 'home', name: 'Home', range: '10.20.0.0/24' })));
});
afterAll(() => db.drop());

const plan = (code: string, rate_down_kbps: number) =>
  db.run((ctx) =>
    offerPlan(
      ctx,
      CreatePlan.input.parse({
        code,
        name: code,
        price_minor: 1000,
        rate_down_kbps,
        rate_up_kbps: 1000,
        ipv4_pool: 'home',
      }),
    ),
  );
const subscriber = async (plan_id: string, name: string) => {
  const account = await db.run((ctx) => openAccount(ctx, OpenAccount.input.parse({ name, zone: 'UTC' })));
  return db.run((ctx) =>
    activate(ctx, Subscribe.input.parse({ account_id: account.id, plan_id, username: name, password: 'secret' })),
  );
};
const access = (subscription_id: string) =>
  db.kernel.db
    .selectFrom('aaa.access')
    .select(['rate_down_kbps', 'mode', 'framed_ip'])
    .where('subscription_id', '=', subscription_id)
    .executeTakeFirst();

test('a plan that is to begin on a day to come leaves the line as it is until then', async () => {
  const [slow, fast] = [await plan('slow-1', 10_000), await plan('fast-1', 90_000)];
  const { subscription } = await subscriber(slow.id, 'ann');
  const changed = await db.run((ctx) =>
    changePlan(ctx, { id: subscription.id, plan_id: fast.id, on: day('2026-04-10') }),
  );
  expect(changed.plan_id).toBe(slow.id);
  expect(await access(subscription.id)).toMatchObject({ rate_down_kbps: 10_000 });
});

test('a plan that begins today, when the day has begun already, is told to the line at once', async () => {
  const [slow, fast] = [await plan('slow-2', 10_000), await plan('fast-2', 90_000)];
  const { subscription } = await subscriber(slow.id, 'bob');
  expect(subscription.next_bill_on).toBe('2026-03-10');
  const changed = await db.run((ctx) => changePlan(ctx, { id: subscription.id, plan_id: fast.id }));
  expect(changed.plan_id).toBe(fast.id);
  expect(await access(subscription.id)).toMatchObject({ rate_down_kbps: 90_000 });
});

test('an ended subscription has given its address back, also in what the line was last allowed', async () => {
  const { id } = await plan('gone', 10_000);
  const { subscription, framed_ip } = await subscriber(id, 'cat');
  expect(framed_ip).not.toBeNull();
  await db.run((ctx) => terminate(ctx, { id: subscription.id }));
  expect(await access(subscription.id)).toMatchObject({ mode: 'deny', framed_ip: null });
});

test('the plan it has keeps its version and price through another change, also when it is no longer sold', async () => {
  const { id } = await plan('kept', 10_000);
  const account = await db.run((ctx) => openAccount(ctx, OpenAccount.input.parse({ name: 'dan', zone: 'UTC' })));
  const subscribe = Subscribe.input.parse({ account_id: account.id, plan_id: id, start_on: '2026-03-01' });
  const { subscription } = await db.run((ctx) => activate(ctx, subscribe));
  const version = { id, effective_from: '2026-03-05', price_minor: 1200, ipv4_pool: 'home' };
  await db.run((ctx) => publishTerms(ctx, PublishVersion.input.parse(version)));
  const last = async () => (await db.run((ctx) => getSubscription(ctx, subscription))).segments.at(-1);
  await db.run((ctx) => changePlan(ctx, { id: subscription.id, plan_id: id, anchor_day: 15, when: 'now' }));
  expect(await last()).toMatchObject({ plan_version: 1, price_minor: 1000n, anchor_day: 15 });
  await db.run((ctx) => updatePlan(ctx, { id, state: 'retired' }));
  await db.run((ctx) => changePlan(ctx, { id: subscription.id, plan_id: id, price_override_minor: 900n, when: 'now' }));
  expect(await last()).toMatchObject({ plan_version: 1, price_minor: 900n });
  await db.run((ctx) => updatePlan(ctx, { id, state: 'active' }));
  await db.run((ctx) => changePlan(ctx, { id: subscription.id, plan_id: id, terms: 'newest', when: 'now' }));
  expect(await last()).toMatchObject({ plan_version: 2, price_minor: 1200n });
});

/** New prices of a bundle reach those who have it, each at a period of its own, divided among its parts; the parts' own plans do not touch it; taken back, and rehearsed. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from './eventually.ts';
import type { Answer } from './platform.ts';
import { type Platform, startPlatform } from './platform.ts';

type Body = Answer['body'];
type Row = Record<string, unknown>;

const LONG_MS = 300_000;
let isp: Platform;
let account: string;
let bundle: string;
const plans: Record<string, string> = {};
const parts: Record<string, string> = {};
let preview: Body;
let ofPart: Body;

const offer = async (code: string, price_minor: number, terms: Row) => {
  plans[code] = String((await isp.api.post('/plans', { code, name: code, price_minor, ...terms })).id);
};
const PARTS = () => [{ plan_id: plans.net }, { plan_id: plans.tv }];

const settled = (id: unknown): Promise<Body> =>
  eventually(async () => {
    const found = await isp.api.get(`/price-changes/${id}`);
    if (found.state === 'planning' || found.state === 'taking-back') throw new Error(`still ${found.state}`);
    return found;
  });
const segments = async (id: string) => {
  const { segments: all } = await isp.api.get(`/subscriptions/${id}`);
  return (all as Row[]).map((s) => `${s.from_on} ${s.price_minor} after ${s.before_minor}`);
};

beforeAll(async () => {
  isp = await startPlatform({ now: '2026-01-10T12:00:00Z' });
  await offer('net', 3000, { kind: 'internet' });
  await offer('tv', 1500, { kind: 'tv' });
  await offer('home', 4000, { kind: 'bundle', parts: PARTS() });
  account = String((await isp.api.post('/accounts', { name: 'Kim', zone: 'UTC' })).id);
  const made = await isp.api.post(`/accounts/${account}/subscriptions`, { plan_id: plans.home });
  bundle = (made.subscription as { id: string }).id;
  for (const part of made.parts as unknown as Row[])
    parts[part.plan_id === plans.net ? 'net' : 'tv'] = String(part.subscription_id);
  const terms = { effective_from: '2026-02-01', price_minor: 4400, parts: PARTS() };
  preview = await isp.api.post(`/plans/${plans.home}/versions/preview`, terms);
  ofPart = await isp.api.post(`/plans/${plans.net}/versions/preview`, {
    effective_from: '2026-02-01',
    price_minor: 3300,
    running: { own_prices: 'replaced' },
  });
}, LONG_MS);
afterAll(() => isp?.stop());

test('before it is published one sees the bundle, not its parts; a part is left alone by its own plan', () => {
  expect(preview).toMatchObject({ subscriptions: 1, before_minor: 4000, after_minor: 4400, first_on: '2026-02-10' });
  expect(ofPart).toMatchObject({ subscriptions: 0, kept: [{ why: 'bundle', subscriptions: 1 }] });
});

test('published, it is divided among the parts from the bundle’s own day on; taken back, it is gone from all', async () => {
  const terms = { effective_from: '2026-02-01', price_minor: 4400, parts: PARTS(), running: {} };
  const { price_change_id: id } = await isp.api.post(`/plans/${plans.home}/versions`, terms);
  expect(await settled(id)).toMatchObject({ state: 'planned', planned: 1, waiting: 1 });
  expect(await segments(bundle)).toEqual(['2026-01-10 4000 after null', '2026-02-10 4400 after null']);
  expect(await segments(parts.net as string)).toEqual(['2026-01-10 2667 after 0', '2026-02-10 2933 after 0']);
  expect(await segments(parts.tv as string)).toEqual(['2026-01-10 1333 after 2667', '2026-02-10 1467 after 2933']);
  const { items: changed = [] } = await isp.api.get(`/price-changes/${id}/subscriptions`);
  expect(changed).toMatchObject([{ id: bundle, before_minor: 4000, after_minor: 4400 }]);
  const { items: late = [] } = await isp.api.get(`/subscriptions?account_id=${account}`);
  expect(late).toHaveLength(3);
  await isp.api.post(`/price-changes/${id}/take-back`, {});
  await settled(id);
  expect(await segments(parts.net as string)).toEqual(['2026-01-10 2667 after 0']);
  expect(await segments(bundle)).toEqual(['2026-01-10 4000 after null']);
});

test('running bundles do not get other parts by a price change', async () => {
  const other = { effective_from: '2026-03-01', price_minor: 4000, parts: PARTS().slice(0, 1), running: {} };
  const { status, body } = await isp.api.call('POST', `/plans/${plans.home}/versions`, other, {
    'idempotency-key': crypto.randomUUID(),
  });
  expect([status, String(body.type)]).toEqual([422, expect.stringContaining('flows.parts-differ')]);
});

test('the account is rehearsed with its bundle: paused, ended, to the cent', async () => {
  const rehearsed = await isp.api.call('POST', `/accounts/${account}/rehearsals`, {
    months: 3,
    acts: [{ kind: 'end', on: '2026-02-15', subscription_id: bundle }],
  });
  const { documents } = rehearsed.body as unknown as { documents: { kind: string; net_minor: number }[] };
  // 40.00 twice; from 15 February on, 23 of 28 days come back.
  expect(documents.map(({ kind, net_minor }) => [kind, net_minor])).toEqual([
    ['invoice', 4000],
    ['invoice', 4000],
    ['credit-note', 3286],
  ]);
});

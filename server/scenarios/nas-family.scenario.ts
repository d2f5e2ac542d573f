/** A WISP's routers behind one address: they register themselves, and somebody looks at them, in a real Chromium. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FakeNas } from '../../tools/fake-nas/fake-nas.ts';
import type { FakeSession } from '../../tools/fake-nas/session.ts';
import { ensureOwner } from '../src/identity/index.ts';
import { buildWeb } from '../src/main/build-web.ts';
import { launchBrowser, signIn } from './browser.ts';
import { eventually } from './eventually.ts';
import { type Platform, startPlatform } from './platform.ts';

const SECRET = 'the secret of the whole range';
const OWNER = { email: 'owner@example.org', password: 'correct horse battery' };
const SHOTS = process.env.SHOTS;

let isp: Platform;
let browser: Browser | undefined;
let page: Page;
const faults: string[] = [];

const shoot = async (name: string) => {
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}.png`, fullPage: true });
};
/** In both schemes and at both widths. */
const picture = async (name: string) => {
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 900 });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      if (SHOTS) await page.waitForTimeout(300);
      await shoot(`${name}-${width}-${colorScheme}`);
    }
    await eventually(async () =>
      expect(Number(await page.evaluate('document.documentElement.scrollWidth'))).toBeLessThanOrEqual(width),
    );
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1280, height: 900 });
};
const openNas = async (name: string) => {
  await page.goto(`${isp.url}/nas`);
  await page.getByRole('link', { name }).first().click();
};
const sessionOf = (id: string): FakeSession => ({
  ...{ username: 'somebody', password: '', acct_session_id: id, class: [], framed_ip: '100.64.0.1' },
  ...{ calling_station_id: '02-00-00-00-00-01', port: 1, started_ms: Date.parse('2026-01-10T09:00:00Z') },
  ...{ session_timeout_s: undefined, interim_s: undefined, rate: undefined, walled: false },
  ...{ input_octets: 0n, output_octets: 0n, open: true },
});
const dialog = () => page.getByRole('dialog');
const knownAs = async (identifier: string) =>
  (await isp.api.get('/nas')).items?.find((one) => one.identifier === identifier);

const logInFrom = async (identifier: string, secret = SECRET): Promise<unknown> => {
  const server = { auth_port: isp.radius.auth, acct_port: isp.radius.acct };
  const nas = await FakeNas.open({ secret, identifier, server, retry_ms: 200, tries: 2 });
  try {
    return (await nas.login('nobody', 'x')).outcome;
  } finally {
    await nas.close();
  }
};

beforeAll(async () => {
  browser = await launchBrowser();
  if (!browser) return;
  await buildWeb(() => {});
  isp = await startPlatform({ now: '2026-01-10T09:00:00Z', roles: ['radius', 'worker'] });
  await isp.db.run((ctx) => ensureOwner(ctx, OWNER));
  page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.setDefaultTimeout(20_000);
  page.on('pageerror', (error) => faults.push(error.message));
  await signIn(page, isp.url, OWNER.email, OWNER.password);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await isp?.stop();
});

test('routers behind one address register themselves, and are accepted or refused', async ({ skip }) => {
  if (!browser) skip();
  await page.goto(`${isp.url}/nas`);
  await page.getByRole('button', { name: 'Add a NAS' }).first().click();
  await page.getByRole('textbox', { name: 'Name' }).fill('valley');
  await page.getByRole('textbox', { name: 'Address' }).fill('127.0.0.1');
  await page.getByRole('textbox', { name: 'Shared secret' }).fill(SECRET);
  await page.getByRole('combobox', { name: 'Several NASes there' }).click();
  await page.getByRole('option', { name: /register themselves/ }).click();
  await shoot('nas-form');
  await page.getByRole('button', { name: 'Add NAS' }).click();
  await page.getByRole('link', { name: 'valley' }).waitFor();
  await eventually(async () => expect(await logInFrom('cafe-1')).toBe('reject'));
  await logInFrom('cafe-2');
  await eventually(async () =>
    expect(await knownAs('cafe-2')).toMatchObject({ looked_at: null, range_name: 'valley' }),
  );
  await page.reload();
  await page.getByRole('heading', { name: 'New, to be looked at' }).waitFor();
  const row = (name: string) => page.getByRole('row').filter({ hasText: name }).filter({ hasText: 'valley' });
  await picture('nas-new');
  await row('cafe-1').getByRole('button', { name: 'Accept' }).click();
  await dialog().getByRole('button', { name: 'Accept' }).click();
  await eventually(async () => expect(await knownAs('cafe-1')).toMatchObject({ looked_at: expect.any(String) }));
  await row('cafe-2').getByRole('button', { name: 'Refuse' }).click();
  await dialog().getByRole('button', { name: 'Refuse' }).click();
  await eventually(async () => expect(await knownAs('cafe-2')).toMatchObject({ state: 'disabled' }));
  await eventually(async () => expect(await logInFrom('cafe-2')).toBe('silence'));
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: 'dark' });
  await shoot('nas-phone-dark');
  expect(faults).toEqual([]);
}, 90_000);

test('a range’s page lists its NASes; one gets a secret of its own, and the range’s again', async ({ skip }) => {
  if (!browser) skip();
  const own = 'a secret of cafe-1 alone';
  await openNas('valley');
  await page.getByRole('heading', { name: 'NASes heard in this range' }).waitFor();
  await picture('range');
  await page.getByRole('link', { name: 'cafe-1' }).click();
  const save = async (change: () => Promise<void>) => {
    await page.getByRole('button', { name: 'Edit' }).click();
    await change();
    await dialog().getByRole('button', { name: 'Save' }).click();
    await dialog().waitFor({ state: 'hidden' });
  };
  await save(() => dialog().getByRole('textbox', { name: 'Shared secret' }).fill(own));
  await eventually(async () => expect(await logInFrom('cafe-1', own)).toBe('reject'));
  expect(await logInFrom('cafe-1')).toBe('silence');
  await save(async () => {
    await dialog().getByRole('switch', { name: 'Back to the secret of valley' }).click();
    await dialog().getByRole('switch', { name: 'Back to the secret of valley' }).scrollIntoViewIfNeeded();
    await picture('own-secret');
  });
  expect(await knownAs('cafe-1')).toMatchObject({ has_own_secret: false });
  await eventually(async () => expect(await logInFrom('cafe-1')).toBe('reject'));
  expect(faults).toEqual([]);
}, 90_000);

test('a range that is one NAS to us lists the addresses its accounting comes from', async ({ skip }) => {
  if (!browser) skip();
  await isp.api.post('/nas', { name: 'hills', address: '127.0.0.0/24', secret: SECRET, vendor: 'generic' });
  const server = { auth_port: isp.radius.auth, acct_port: isp.radius.acct };
  for (const address of ['127.0.0.7', '127.0.0.8']) {
    const nas = await FakeNas.open({
      secret: SECRET,
      identifier: `at ${address}`,
      address,
      server,
      retry_ms: 200,
      tries: 20,
    });
    for (const session of ['a', 'b']) expect(await nas.start(sessionOf(`${session}@${address}`))).toBe(true);
    await nas.close();
  }
  await openNas('hills');
  await page.getByText('at 127.0.0.8').waitFor();
  await picture('addresses');
  const { id } = (await isp.api.get('/nas?q=hills')).items?.[0] ?? {};
  expect((await isp.api.get(`/nas/${id}/addresses?sort=address`)).items).toMatchObject([
    { address: '127.0.0.7', nas_identifier: 'at 127.0.0.7', sessions: 2 },
    { address: '127.0.0.8', nas_identifier: 'at 127.0.0.8', sessions: 2 },
  ]);
  expect(faults).toEqual([]);
}, 90_000);

/** A WISP's routers behind one address: they register themselves, and somebody looks at them, in a real Chromium. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FakeNas } from '../../tools/fake-nas/fake-nas.ts';
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
const dialog = () => page.getByRole('dialog');
const knownAs = async (identifier: string) =>
  (await isp.api.get('/nas')).items?.find((one) => one.identifier === identifier);

const logInFrom = async (identifier: string): Promise<unknown> => {
  const server = { auth_port: isp.radius.auth, acct_port: isp.radius.acct };
  const nas = await FakeNas.open({ secret: SECRET, identifier, server, retry_ms: 200, tries: 2 });
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
  await shoot('nas-new');
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

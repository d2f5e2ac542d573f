/** A WISP's routers behind one address: they register themselves, and somebody looks at them, in a real Chromium. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FakeNas } from '../../tools/fake-nas/fake-nas.ts';
import type { FakeSession } from '../../tools/fake-nas/session.ts';
import { type ConsoleWindow, launchBrowser, openConsole } from './browser.ts';
import { eventually } from './eventually.ts';
import { type Platform, startPlatform } from './platform.ts';

const SECRET = 'the secret of the whole range';

let isp: Platform;
let browser: Browser | undefined;
let desk: ConsoleWindow;
let page: Page;

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
  isp = await startPlatform({ now: '2026-01-10T09:00:00Z', roles: ['radius', 'worker'] });
  desk = await openConsole(isp, browser);
  page = desk.page;
  await desk.signIn();
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
  await desk.picture('nas-form');
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
  await desk.picture('nas-new');
  await row('cafe-1').getByRole('button', { name: 'Accept' }).click();
  await dialog().getByRole('button', { name: 'Accept' }).click();
  await eventually(async () => expect(await knownAs('cafe-1')).toMatchObject({ looked_at: expect.any(String) }));
  await row('cafe-2').getByRole('button', { name: 'Refuse' }).click();
  await dialog().getByRole('button', { name: 'Refuse' }).click();
  await eventually(async () => expect(await knownAs('cafe-2')).toMatchObject({ state: 'disabled' }));
  await eventually(async () => expect(await logInFrom('cafe-2')).toBe('silence'));
  expect(desk.faults).toEqual([]);
}, 90_000);

test('a range’s page lists its NASes; one gets a secret of its own, and the range’s again', async ({ skip }) => {
  if (!browser) skip();
  const own = 'a secret of cafe-1 alone';
  await openNas('valley');
  await page.getByRole('heading', { name: 'NASes heard in this range' }).waitFor();
  await desk.picture('range');
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
    await desk.picture('own-secret');
  });
  expect(await knownAs('cafe-1')).toMatchObject({ has_own_secret: false });
  await eventually(async () => expect(await logInFrom('cafe-1')).toBe('reject'));
  expect(desk.faults).toEqual([]);
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
  await desk.picture('addresses');
  const { id } = (await isp.api.get('/nas?q=hills')).items?.[0] ?? {};
  expect((await isp.api.get(`/nas/${id}/addresses?sort=address`)).items).toMatchObject([
    { address: '127.0.0.7', nas_identifier: 'at 127.0.0.7', sessions: 2 },
    { address: '127.0.0.8', nas_identifier: 'at 127.0.0.8', sessions: 2 },
  ]);
  expect(desk.faults).toEqual([]);
}, 90_000);

/** The spine's story once more, as an operator lives it: in a real Chromium, with a fake NAS on the other side. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FakeNas } from '../../tools/fake-nas/fake-nas.ts';
import type { FakeSession } from '../../tools/fake-nas/session.ts';
import { makeAuthority } from '../src/aaa/eap/certificates.fixture.ts';
import { type ConsoleWindow, launchBrowser, openConsole, signIn } from './browser.ts';
import { type Platform, startPlatform } from './platform.ts';

const SECRET = 'a secret of sixteen and more';
const GB = 1_000_000_000n;

let isp: Platform;
let browser: Browser | undefined;
let desk: ConsoleWindow;
let page: Page;
let nas: FakeNas;
let session: FakeSession;

const go = async (name: string) => {
  await page.getByRole('navigation').getByRole('link', { name, exact: true }).click();
  await page.getByRole('heading', { name, exact: true, level: 1 }).waitFor();
};
const button = (name: string | RegExp) => page.getByRole('button', { name }).first();
const dialog = () => page.getByRole('dialog');
/** Waits until the dialog is gone; one that stays says why in its own words. */
const dialogCloses = () =>
  dialog()
    .waitFor({ state: 'hidden' })
    .catch(async (cause: unknown) => {
      throw new Error(`the dialog stays: ${await dialog().textContent()}`, { cause });
    });
const see = (text: string | RegExp) => page.getByText(text).first().waitFor();
const choose = async (label: string, option: string | RegExp) => {
  await page
    .getByRole('combobox', { name: label })
    .or(page.getByRole('textbox', { name: label }))
    .first()
    .click();
  await page.getByRole('option', { name: option }).first().click();
};
const openAccount = async () => {
  await go('Accounts');
  await page.getByRole('link', { name: 'Alice Example' }).first().click();
  await page.getByRole('heading', { name: 'Alice Example' }).waitFor();
};

beforeAll(async () => {
  browser = await launchBrowser();
  if (!browser) return;
  isp = await startPlatform({ now: '2026-01-10T09:00:00Z', roles: ['radius', 'worker'] });
  desk = await openConsole(isp, browser);
  page = desk.page;
});
afterAll(async () => {
  await nas?.close();
  await browser?.close();
  await isp?.stop();
});

/** A pool of addresses by its form; the NAS by the API. */
const prepareNetwork = async () => {
  await go('Address pools');
  await button('Add a pool').click();
  await dialog().getByLabel('Name').fill('Home');
  await dialog().getByLabel('Code').fill('home');
  await dialog().getByLabel('Range').fill('10.20.0.0/24');
  await dialog().getByRole('button', { name: 'Add pool' }).click();
  await page.getByRole('heading', { name: 'Home', level: 1 }).waitFor();
  await see('10.20.0.0/24');

  await isp.api.post('/nas', {
    name: 'bng-1',
    address: '127.0.0.1',
    secret: SECRET,
    vendor: 'mikrotik',
    coa_port: nas.coa_port,
  });
};

/** 50/10 Mbit/s, 19.99 a month, 100 GB included, then 0.50 a GB. */
const makePlan = async () => {
  await page.goto(`${isp.url}/plans/new`);
  await page.getByLabel('Name').fill('Home 50');
  await page.getByLabel('Code').fill('home-50');
  await page.getByLabel('Price of a cycle').fill('19.99');
  await page.getByLabel('Download').fill('50');
  await page.getByLabel('Upload').fill('10');
  await page.getByLabel('Included volume').fill('100');
  await page.getByLabel('Beyond it').fill('0.50');
  await choose('IPv4 address', /Home/);
  await page.getByRole('button', { name: 'Make plan' }).click();
  await page.getByRole('heading', { name: 'Home 50' }).waitFor();
};

/** An account, subscribed to the plan with a log-in of its own. */
const sellLine = async () => {
  await page.goto(`${isp.url}/accounts/new`);
  await page.getByLabel('Name', { exact: true }).or(page.getByLabel('Name *')).first().fill('Alice Example');
  await page.getByLabel('E-mail').fill('alice@example.org');
  await page.getByRole('button', { name: 'Open account' }).click();
  await page.getByRole('heading', { name: 'Alice Example' }).waitFor();

  await button(/^Subscribe/).click();
  await choose('Plan', /Home 50/);
  await dialog().getByLabel('Username').fill('alice');
  await dialog().getByLabel('Password').first().fill('open sesame 42');
  await dialog().getByRole('button', { name: 'Subscribe' }).click();
  await see('10.20.0.2');
};

/** The subscriber comes online, is seen, uses 121 GB and goes. */
const useLine = async () => {
  const entered = await nas.login('alice', 'open sesame 42');
  if (!entered.session) throw new Error('not let on');
  session = entered.session;
  expect(await nas.start(session)).toBe(true);
  expect(await nas.interim(session, { input_octets: GB, output_octets: 120n * GB })).toBe(true);
  await go('Online now');
  await see('alice');
  await nas.stop(session);
};

/** Online again when dunning strikes: the session is walled in and the page says so. */
const leaveUnpaid = async () => {
  // 14 days to pay, 14 days of patience: on 8 February at six in the morning, Berlin time, service stops.
  await isp.turnTo('2026-02-08T04:59:00Z');
  const again = await nas.login('alice', 'open sesame 42');
  if (!again.session) throw new Error('not let on');
  session = again.session;
  expect(await nas.start(session)).toBe(true);
  expect(session.walled).toBe(false);
  await isp.turnTo('2026-02-08T05:01:00Z');
  await openAccount();
  await see(/suspended/i);
  expect(session.walled || !session.open).toBe(true);
};

/** The payment brings service back on the live session. */
const payDebt = async () => {
  await button('Record payment').click();
  await dialog().getByRole('button', { name: 'Record payment' }).click();
  await dialogCloses();
  await see(/mode: walled → allow/);
  expect((await isp.api.get('/subscriptions')).items?.[0]).toMatchObject({ state: 'active' });
  expect(session.walled && session.open).toBe(false);
};

/** The next invoice has the plan and what was used beyond, traced to its session. */
const readInvoice = async () => {
  await isp.turnTo('2026-02-10T12:00:00Z');
  await go('Invoices');
  await page.getByRole('link', { name: 'INV-2026-000002' }).first().click();
  await see('€30.49');
  await button('Where it comes from').click();
  await see('bng-1');
};

test('an operator sells a line, sees it online, bills it, sees it cut off and brings it back', async ({ skip }) => {
  if (!browser) skip();
  nas = await FakeNas.open({
    secret: SECRET,
    server: { auth_port: isp.radius.auth, acct_port: isp.radius.acct },
    stamps: false,
  });
  await desk.signIn();
  await prepareNetwork();
  await makePlan();
  await sellLine();
  await useLine();
  await leaveUnpaid();
  await payDebt();
  await readInvoice();
  expect(desk.faults).toEqual([]);
}, 240_000);

/** Every page of the navigation, and one of each kind that lists lead to. */
const everyPage = async (): Promise<string[]> => {
  const links = await page.getByRole('navigation').getByRole('link').all();
  const listed = await Promise.all(links.map((link) => link.getAttribute('href')));
  const lists = ['/accounts', '/invoices', '/plans', '/sessions', '/pools', '/nas'];
  const details = await Promise.all(
    lists.map(async (path) => `${path}/${(await isp.api.get(path)).items?.[0]?.id as string}`),
  );
  const account = details[0] as string;
  const tabs = ['timeline', 'invoices', 'payments', 'sessions', 'notes'].map((tab) => `${account}?tab=${tab}`);
  const forms = [
    '/accounts/new',
    '/plans/new',
    '/ledger/receivable',
    '/ledger?tab=journal',
    '/ledger?tab=deferred',
    '/ledger?tab=periods',
    '/ledger?tab=chart',
    '/search?q=alice',
    '/logins?tab=why',
    '/me',
    '/nowhere',
  ];
  return [...listed.filter((href) => href !== null), ...details, ...tabs, ...forms];
};

const SETTLE_MS = 3_000;
const FITS = `document.querySelector('#content [aria-busy="true"]') === null
  && document.documentElement.scrollWidth <= document.documentElement.clientWidth`;

/** Whether the page is loaded and no wider than the window, once it has had time to follow the window's width. */
const fits = async (): Promise<boolean> => {
  for (const end = performance.now() + SETTLE_MS; performance.now() < end; await page.waitForTimeout(50))
    if (await page.evaluate<boolean>(FITS)) return true;
  return false;
};

test('every page has a heading and keeps to its width, on a desk and on a phone, without a fault', async ({ skip }) => {
  if (!browser) skip();
  const wide: string[] = [];
  for (const path of await everyPage()) {
    await page.goto(`${isp.url}${path}`);
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 844 });
      if (!(await fits())) wide.push(`${path} at ${width}`);
    }
    await page.setViewportSize({ width: 1280, height: 900 });
  }
  expect(wide).toEqual([]);
  expect(desk.faults).toEqual([]);
}, 120_000);

test('the keyboard finds a customer by what one has of them, and leads from an unpaid invoice to its payment', async ({
  skip,
}) => {
  if (!browser) skip();
  for (const known of ['alice@example', 'alice', 'Alice Ex', '10.20.0.2']) {
    await go('Plans');
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog', { name: 'Search' }).waitFor();
    await page.keyboard.type(known);
    await page.locator('[data-action][data-selected]').getByText('Alice Example').waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Alice Example', level: 1 }).waitFor();
  }
  await go('Invoices');
  await page.getByRole('link', { name: 'INV-2026-000002' }).first().click();
  await page.getByRole('link', { name: 'Record payment' }).click();
  await dialog().getByRole('button', { name: 'Record payment' }).waitFor();
  await page.keyboard.press('Escape');
  await dialogCloses();
  expect(desk.faults).toEqual([]);
}, 60_000);

test('a rejected log-in leads to why: the questions in order, and what the NAS gets', async ({ skip }) => {
  if (!browser) skip();
  await nas.login('alice', 'not her password');
  await go('Log-ins');
  const row = page.getByRole('row').filter({ hasText: 'wrong password' }).first();
  await row.getByRole('link', { name: 'Why?' }).click();
  await page.getByRole('textbox', { name: 'Password' }).fill('not her password');
  await button('Ask').click();
  await see('Decided here: wrong password');
  await see('What the NAS gets: Access-Reject');
  await page.getByRole('textbox', { name: 'Password' }).fill('');
  await button('Ask').click();
  await see('What the NAS gets: Access-Accept');
  expect(desk.faults).toEqual([]);
}, 60_000);

test('a hash from another system is pasted instead of a password, shows what it allows, and Why? tells what it does not', async ({
  skip,
}) => {
  if (!browser) skip();
  await openAccount();
  const change = async () => {
    await button(/^More to do with Home 50/).click();
    await page.getByRole('menuitem', { name: 'Change log-in' }).click();
  };
  await change();
  await dialog().getByText('password in clear, sealed').waitFor();
  await dialog().getByLabel('Only its hash is known').check();
  const field = dialog().getByRole('textbox', { name: 'Password hash' });
  await field.fill('$2b$31$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW');
  await dialog().getByRole('button', { name: 'Change log-in' }).click();
  await dialog().getByText('its bcrypt cost is 31').waitFor();
  await field.fill('$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW');
  await dialog().getByRole('button', { name: 'Change log-in' }).click();
  await dialog().waitFor({ state: 'hidden' });
  await change();
  await dialog().getByText('bcrypt hash, sealed').waitFor();
  await dialog().getByText('PAP, EAP-TTLS with PAP', { exact: true }).waitFor();
  await page.keyboard.press('Escape');
  await page.goto(`${isp.url}/logins?tab=why`);
  await choose('NAS', 'bng-1');
  await page.getByRole('textbox', { name: 'Username' }).fill('alice');
  await choose('How it is proven', 'CHAP');
  await button('Ask').click();
  await see('Decided here: CHAP needs the password in clear; this user has a bcrypt hash');
  expect(desk.faults).toEqual([]);
}, 60_000);

test('a certificate for EAP is kept from pasted text, shown without its key, made by an authority of our own, and forgotten', async ({
  skip,
}) => {
  if (!browser) skip();
  const authority = await makeAuthority('An authority of this test');
  const ours = await authority.issue('radius.example.net', 'server');
  await go('NAS');
  await button('Keep one you have').click();
  await dialog()
    .getByRole('textbox', { name: /^Certificate/ })
    .fill(ours.pem);
  await dialog().getByRole('textbox', { name: 'Private key' }).fill(authority.pem);
  await dialog().getByRole('button', { name: 'Keep' }).click();
  await see('The private key is not good');
  await dialog().getByRole('textbox', { name: 'Private key' }).fill(ours.key_pem);
  await dialog().getByRole('button', { name: 'Keep' }).click();
  await see('DNS:radius.example.net');
  await button('Make a new one').click();
  await dialog().getByRole('textbox', { name: 'Name of this server' }).fill('wifi.example.net');
  await dialog().getByRole('button', { name: 'Make' }).click();
  await see('DNS:wifi.example.net');
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download it for devices' }).click();
  expect((await download).suggestedFilename()).toBe('authority.pem');
  await button('Forget').click();
  await dialog().getByRole('button').last().click();
  await see('None is kept');
  expect(desk.faults).toEqual([]);
}, 60_000);

test('a certificate for RadSec is made, and one is issued for a NAS, to download this once', async ({ skip }) => {
  if (!browser) skip();
  const nas = { name: 'radsec bng', address: '192.0.2.77', vendor: 'generic' };
  const { id } = await isp.api.post('/nas', nas);
  await go('NAS');
  const panel = page.locator('section', { hasText: 'Certificate for RADIUS over TLS (RadSec)' });
  await panel.getByRole('button', { name: 'Make a certificate' }).click();
  await dialog().getByRole('textbox', { name: 'Name of this server' }).fill('radius.example.net');
  await dialog().getByRole('button', { name: 'Make' }).click();
  await panel.getByText('DNS:radius.example.net').waitFor();
  await page.getByRole('link', { name: 'radsec bng' }).click();
  await button('Edit').click();
  await button('Issue a RadSec certificate').click();
  await page.getByRole('button', { name: 'Issue', exact: true }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'All in one file' }).click();
  expect((await download).suggestedFilename()).toBe('radsec-bng-radsec.pem');
  await button('I have downloaded it').click();
  const { radsec_identity } = await isp.api.get(`/nas/${String(id)}`);
  expect(radsec_identity).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  expect(await page.getByRole('textbox', { name: 'RadSec identity' }).inputValue()).toBe(radsec_identity);
  await dialog().getByRole('button', { name: 'Cancel' }).click();
  await isp.api.call('DELETE', '/radsec/certificate');
  expect(desk.faults).toEqual([]);
}, 60_000);

test('who signs in with a password somebody else made is asked on every page for one of their own, until there is one', async ({
  skip,
}) => {
  if (!browser) return skip();
  const colleague = { email: 'birte@example.org', name: 'Birte Example', role: 'support' };
  const { one_time_password } = (await isp.api.post('/staff', colleague)) as unknown as { one_time_password: string };
  const theirs = await (await browser.newContext()).newPage();
  await signIn(theirs, isp.url, colleague.email, one_time_password);
  const asked = theirs.getByText('Choose a password of your own');
  await asked.waitFor();
  await theirs.getByRole('link', { name: 'change it now' }).click();
  await theirs.getByLabel('Current password').fill(one_time_password);
  await theirs.getByLabel('New password').fill('four words of hers');
  await theirs.getByLabel('Once more').fill('four words of hers');
  await theirs.getByRole('button', { name: 'Change password' }).click();
  await asked.waitFor({ state: 'detached' });
  await theirs.goto(isp.url);
  await theirs.getByRole('heading', { name: 'Dashboard' }).waitFor();
  expect(await asked.count()).toBe(0);
}, 60_000);

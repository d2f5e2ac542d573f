/** An operator lets a partner's users on, in a real Chromium: home server, pool, realm; then sees how it does, who logged in, and why. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FakeHome, HOME_SECRET } from '../src/aaa/proxy/home.fixture.ts';
import { type RadiusServer, startRadius } from '../src/aaa/udp.ts';
import { type ConsoleWindow, launchBrowser, openConsole } from './browser.ts';
import { eventually } from './eventually.ts';
import { type Platform, startPlatform } from './platform.ts';
import { hasRadclient, radclient } from './radclient.ts';

const SECRET = 'a secret of sixteen and more';
const BOB = 'bob@example.net';

let isp: Platform;
let browser: Browser | undefined;
let desk: ConsoleWindow;
let page: Page;
let home: FakeHome;
/** A second RADIUS process, which nobody asks. */
let another: RadiusServer | undefined;

const dialog = () => page.getByRole('dialog');
const see = (text: string | RegExp) => page.getByText(text).first().waitFor();
const fill = (label: string, text: string) => dialog().getByLabel(label).first().fill(text);
const choose = async (label: string, option: string | RegExp) => {
  await dialog()
    .getByRole('combobox', { name: label })
    .or(dialog().getByRole('textbox', { name: label }))
    .first()
    .click();
  await page.getByRole('option', { name: option }).first().click();
};
const add = async (tab: string, what: string) => {
  await page.getByRole('tab', { name: tab, exact: true }).click();
  await page
    .getByRole('button', { name: `Add a ${what}` })
    .first()
    .click();
};
const send = async (what: string) => {
  await dialog()
    .getByRole('button', { name: `Add ${what}` })
    .click();
  await dialog().waitFor({ state: 'hidden' });
};

beforeAll(async () => {
  browser = await launchBrowser();
  if (!browser) return;
  isp = await startPlatform({ now: '2026-01-10T09:00:00Z', roles: ['radius', 'worker'] });
  home = await new FakeHome().open();
  desk = await openConsole(isp, browser);
  page = desk.page;
});
afterAll(async () => {
  await browser?.close();
  await another?.stop();
  home?.close();
  await isp?.stop();
});

/** A home server, the pool it is in, and the realm that goes there. */
const enterPartner = async () => {
  await page.goto(`${isp.url}/realms`);
  await see('Every user is ours');
  await add('Home servers', 'home server');
  await fill('Name', 'partner-1');
  await fill('Address', '127.0.0.1');
  await fill('Port for log-ins', `${home.auth}`);
  await fill('Port for accounting', `${home.acct}`);
  await fill('Shared secret', HOME_SECRET);
  await fill('Dead after', '1');
  await send('home server');
  await add('Pools', 'pool');
  await fill('Name', 'Partner');
  await choose('Home servers', 'partner-1');
  await page.keyboard.press('Escape');
  await send('pool');
  await add('Realms', 'realm');
  await fill('Realm', 'Example.NET');
  await choose('Goes to', 'Partner');
  await send('realm');
  await see('forwarded and kept');
};

test('a stranger is added by a click; a partner’s realm goes to its home server, which is seen to answer and then to be dead', async ({
  skip,
}) => {
  if (!browser || !hasRadclient()) skip();
  await desk.signIn();
  const ask = () =>
    radclient(isp.radius.auth, 'auth', SECRET, {
      ...{ 'User-Name': BOB, 'User-Password': 'pw', 'NAS-Identifier': 'bng-7', 'Message-Authenticator': '0x00' },
    });
  expect((await ask()).code).toBe('none');
  await page.goto(`${isp.url}/nas`);
  await see('bng-7');
  await page.getByRole('button', { name: 'Add this NAS' }).click();
  expect(await dialog().getByLabel('Address').first().inputValue()).toBe('127.0.0.1');
  await fill('Shared secret', SECRET);
  await send('NAS');

  await enterPartner();
  await eventually(async () => expect((await ask()).code).toBe('Access-Accept'), 10_000);
  await page.getByRole('tab', { name: 'Home servers', exact: true }).click();
  await see('it answers');
  another = await startRadius(isp.db.kernel, { auth_port: 0, acct_port: 0, addresses: ['127.0.0.1'] });
  home.isOut = true;
  await ask();
  await see('no answer for 1 s');
  await see('seen so by 1 of 2 RADIUS processes');
  await desk.picture('home-servers');

  await page.goto(`${isp.url}/logins`);
  await see('realm example.net: accepted by home server partner-1');
  await page.goto(`${isp.url}/logins?tab=why&username=${BOB}`);
  await page
    .getByRole('combobox', { name: 'NAS' })
    .or(page.getByRole('textbox', { name: 'NAS' }))
    .first()
    .click();
  await page.getByRole('option', { name: 'bng-7' }).click();
  await page.getByRole('button', { name: 'Ask' }).click();
  await see('Decided here: realm example.net: proxied to pool Partner');
  expect(desk.faults).toEqual([]);
}, 120_000);

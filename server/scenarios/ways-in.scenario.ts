/** A support agent's afternoon in the console: a set-top box by its MAC, a router that is learned and replaced, a line; and a password for the routers. */
import { CODE, prepareSecret } from '@isp/radius';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FakeNas } from '../../tools/fake-nas/fake-nas.ts';
import { eventually } from '../src/aaa/aaa.fixture.ts';
import { by, type Names, NasSocket, request } from '../src/aaa/wire.fixture.ts';
import { type ConsoleWindow, launchBrowser, OWNER, openConsole } from './browser.ts';
import { type Platform, startPlatform } from './platform.ts';

const SECRET = 'a secret of sixteen and more';
const OLD = '02:AB:CD:00:00:01';
const NEW = '02:AB:CD:00:00:02';
const BOX = '02:AB:CD:00:00:09';

let isp: Platform;
let browser: Browser | undefined;
let desk: ConsoleWindow;
let page: Page;
let nas: NasSocket;
let account: string;
let nasId: string;

const dialog = () => page.getByRole('dialog');
const see = (text: string | RegExp) => page.getByText(text).first().waitFor();
const choose = async (label: string, option: string | RegExp) => {
  await dialog()
    .getByRole('combobox', { name: label })
    .or(dialog().getByRole('textbox', { name: label }))
    .first()
    .click();
  await page.getByRole('option', { name: option }).first().click();
};
const submit = async (name: string) => {
  await dialog().getByRole('button', { name, exact: true }).click();
  await dialog().waitFor({ state: 'hidden' });
};
const ask = async (attributes: Names, password?: string): Promise<number | undefined> => {
  const secret = prepareSecret(Buffer.from(SECRET));
  const octets = await nas.ask(
    'auth',
    request(
      (w) => {
        by(attributes)(w);
        if (password !== undefined) w.addUserPassword(Buffer.from(password), secret);
      },
      { secret: SECRET },
    ),
  );
  return octets[0];
};
const isLetOn = async (attributes: Names, password?: string) =>
  (await ask(attributes, password)) === CODE.access_accept;
const fromRouter = (mac: string): Names => ({ user_name: 'alice', calling_station_id: mac, nas_port_id: 'ether2' });

beforeAll(async () => {
  browser = await launchBrowser();
  if (!browser) return;
  isp = await startPlatform({ now: '2026-02-02T09:00:00Z', roles: ['radius', 'worker'] });
  const bng = { name: 'bng-1', address: '127.0.0.1', secret: SECRET, vendor: 'mikrotik' };
  nasId = String((await isp.api.post('/nas', bng)).id);
  const terms = {
    kind: 'internet',
    currency: 'EUR',
    price_minor: 0,
    rate_down_kbps: 50_000,
    rate_up_kbps: 10_000,
    simultaneous: 5,
  };
  const plan = await isp.api.post('/plans', { code: 'home', name: 'Home', ...terms });
  const { id } = await isp.api.post('/accounts', { name: 'Alice Example', zone: 'UTC' });
  account = String(id);
  const log_in = { username: 'alice', password: 'open sesame' };
  await isp.api.post(`/accounts/${id}/subscriptions`, { account_id: id, plan_id: plan.id, ...log_in });
  nas = await NasSocket.open({ ...isp.radius, radsec: undefined, coa: undefined });
  desk = await openConsole(isp, browser);
  page = desk.page;
  await desk.signIn();
});
afterAll(async () => {
  nas?.close();
  await browser?.close();
  await isp?.stop();
});

const setUpNas = async () => {
  await page.goto(`${isp.url}/nas`);
  await page.getByRole('link', { name: 'bng-1' }).first().click();
  await page.getByRole('button', { name: 'Edit' }).click();
  await dialog().getByRole('switch', { name: 'Lets on by MAC' }).click();
  await see('A MAC is no secret');
  await choose('Who may log in to the device itself', /asks for Administrative/);
  await desk.picture('nas');
  await submit('Save');
};

const addMac = async () => {
  await page.goto(`${isp.url}/accounts/${account}`);
  await page.getByRole('button', { name: 'Add a MAC or line' }).click();
  await dialog().getByLabel('MAC address', { exact: false }).last().fill('02-AB-CD-00-00-09');
  await desk.picture('add');
  await submit('Add log-in');
  await see('02:ab:cd:00:00:09');
  await eventually(() => isLetOn({ user_name: '02abcd000009' }, ''));
};

const addLine = async () => {
  await page.getByRole('button', { name: 'Add a MAC or line' }).click();
  await dialog().getByText('Line (option 82)').click();
  await dialog().getByLabel('Circuit').fill('eth 0/1/2:100');
  await submit('Add log-in');
  await see('circuit eth 0/1/2:100');
};

/** Two sessions of one subscription, by its name and by a MAC: with the MAC goes the session that came by it. */
const removeMac = async () => {
  const { auth, acct } = isp.radius;
  const router = await FakeNas.open({ secret: SECRET, server: { auth_port: auth, acct_port: acct }, stamps: false });
  await isp.api.patch(`/nas/${nasId}`, { coa_port: router.coa_port });
  const byMac = await router.login('02abcd000009', '02abcd000009', { method: 'mac', calling_station_id: BOX });
  const byName = await router.login('alice', 'open sesame', { calling_station_id: NEW });
  for (const { session } of [byMac, byName]) expect(session && (await router.start(session))).toBe(true);
  await page.goto(`${isp.url}/accounts/${account}`);
  const box = page.getByRole('region', { name: 'Log-ins' });
  await box.getByRole('button', { name: 'Remove' }).nth(1).click();
  await see('the sessions that came by it end');
  await dialog().getByRole('button', { name: 'Take it away' }).click();
  await eventually(async () => !(await isLetOn({ user_name: '02abcd000009' }, '')));
  await eventually(async () => byMac.session?.open === false);
  expect(byName.session?.open).toBe(true);
  await router.close();
};

const learnRouter = async () => {
  await page.getByRole('button', { name: 'Bind' }).first().click();
  const learn = (label: string) => dialog().getByRole('radiogroup', { name: label }).getByText('Learn the first');
  await learn('Station (MAC)').click();
  await learn('Port').click();
  await desk.picture('bind');
  await submit('Save');
  await see('learns its station');
  await eventually(() => isLetOn(fromRouter(OLD), 'open sesame'));
  expect(await isLetOn(fromRouter(NEW), 'open sesame')).toBe(false);
  await page.reload();
  await see(/station 02:ab:cd:00:00:01, learned · port ether2, learned/);
  await desk.picture('subscription');
};

const letNewRouterIn = async () => {
  await page.goto(`${isp.url}/logins`);
  await see(/not the station this user may log in from: comes from 02:ab:cd:00:00:02, bound to 02:ab:cd:00:00:01/);
  await desk.picture('log');
  await page.goto(`${isp.url}/accounts/${account}`);
  await page.getByRole('button', { name: 'Let a new router in' }).click();
  await see('learns its station');
  await eventually(() => isLetOn(fromRouter(NEW), 'open sesame'));
  expect(await isLetOn(fromRouter(OLD), 'open sesame')).toBe(false);
};

const seeByWay = async () => {
  await page.goto(`${isp.url}/logins?way=mac`);
  await see('02abcd000009');
  expect(await page.getByText('alice', { exact: true }).count()).toBe(0);
};

const getDevicePassword = async () => {
  await page.goto(`${isp.url}/me`);
  await see('Log-in to the routers');
  await page.getByLabel('Password you sign in with').fill(OWNER.password);
  await page.getByLabel('Password for the routers').fill('a word for routers only');
  await page.getByRole('button', { name: 'Get a log-in' }).click();
  await see('You log in to the routers as owner.');
  await desk.picture('me');
  await eventually(() => isLetOn({ user_name: 'owner', service_type: 6 }, 'a word for routers only'));
  await page.goto(`${isp.url}/staff?tab=routers`);
  await see('everything');
  await desk.picture('routers');
  await page.goto(`${isp.url}/staff?tab=roles`);
  await page.getByRole('combobox', { name: 'What Support may do on the routers' }).waitFor();
  await desk.picture('roles');
};

test('what the console says, the wire does', { timeout: 240_000 }, async ({ skip }) => {
  if (!browser) skip();
  for (const part of [setUpNas, addMac, addLine, removeMac, learnRouter, letNewRouterIn, seeByWay, getDevicePassword])
    await part();
  expect(desk.faults).toEqual([]);
});

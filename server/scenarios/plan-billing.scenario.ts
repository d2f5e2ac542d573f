/** How a plan is billed: an operator types a trial, a fee for a pause, rules of its own and prices by steps in a real Chromium, and new terms with others. */
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ConsoleWindow, launchBrowser, openConsole } from './browser.ts';
import type { Platform } from './platform.ts';
import { type Stage, setStage } from './stage.ts';

let stage: Stage | undefined;
let isp: Platform;
let browser: Browser | undefined;
let desk: ConsoleWindow;
let page: Page;

beforeAll(async () => {
  browser = await launchBrowser();
  stage = await setStage('2026-11-25T10:00:00Z');
  ({ isp } = stage);
  if (!browser) return;
  desk = await openConsole(isp, browser);
  page = desk.page;
});
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

const USUAL = {
  proration: 'day',
  termination: 'exclusive',
  first_part: 'separately',
  bill_suspended: false,
  rounding: 'half-up',
  adjustments: 'credit-now',
  upgrade: 'now',
  downgrade: 'period-end',
  hold_fee_minor: null,
  phases: [],
  overage_model: 'flat',
  overage_tiers: [],
  overage_partial: 'exact',
};
const TRIAL = { hold_fee_minor: 500, downgrade: 'now', adjustments: 'none', phases: [{ days: 10, price_minor: 0 }] };
const NEXT = {
  ...TRIAL,
  downgrade: 'period-end',
  adjustments: 'credit-next-invoice',
  proration: 'second',
  termination: 'inclusive',
  bill_suspended: true,
  phases: [...TRIAL.phases, { cycles: 3, price_minor: 990 }],
};

const STEPPED = {
  included_bytes: 0,
  overage_unit_bytes: 1_000_000_000,
  overage_unit_price_minor: null,
  overage_model: 'graduated',
  overage_tiers: [
    { up_to: '20', unit_price_minor: '200' },
    { up_to: '120', unit_price_minor: '20' },
    { up_to: null, unit_price_minor: '10' },
  ],
  overage_partial: 'exact',
};
const REACHED = { ...STEPPED, overage_model: 'volume', overage_partial: 'up' };
const STEPS_IN_WORDS = '€2.00 per GB up to 20 GB, €0.20 up to 120 GB, €0.10 above';

const see = (text: string) => page.getByText(text).first().waitFor();

const choose = async (within: Locator, label: string, option: string) => {
  await within.getByLabel(label, { exact: true }).click();
  await page.getByRole('option', { name: option, exact: true }).click();
  await page.getByRole('option').first().waitFor({ state: 'hidden' });
};

const typePlan = async () => {
  await page.goto(`${isp.url}/plans/new`);
  await page.getByLabel('Name').fill('Try 50');
  await page.getByLabel('Price of a cycle').fill('19.99');
  const part = page.getByRole('group', { name: 'How it is billed' });
  await choose(part, 'Downgrades', 'at once');
  await choose(part, 'Unused days', 'not given back');
  await part.getByLabel('While paused').fill('5.00');
  await part.getByRole('button', { name: 'Add introductory price' }).click();
  await page.getByRole('button', { name: 'Make plan' }).click();
  await see('write an amount, 0 for free');
  await desk.picture('plan-billing-unclear');
  await part.getByLabel('For the first').fill('10');
  await part.getByRole('textbox', { name: 'Price' }).fill('0');
  await see('the first 10 days free; unlimited speed');
  await desk.picture('plan-billing-form');
  await page.getByRole('button', { name: 'Make plan' }).click();
  await page.getByRole('heading', { name: 'Try 50' }).waitFor();
};

const typeNewTerms = async () => {
  await page.getByRole('button', { name: 'New terms' }).click();
  const form = page.getByRole('dialog');
  await choose(form, 'Downgrades', 'with the next period');
  await choose(form, 'Unused days', 'off the next invoice');
  await form.getByRole('button', { name: 'Add introductory price' }).click();
  const second = form.getByRole('group', { name: 'Introductory price 2' });
  await second.getByLabel('Then for').fill('3');
  await choose(second, 'Unit', 'periods');
  await second.getByRole('textbox', { name: 'Price' }).fill('9.90');
  await form.getByRole('button', { name: /^More/ }).click();
  await choose(form, 'Part of a period', 'to the second');
  await choose(form, 'Last day', 'charged');
  await form.getByLabel('Charged while suspended too').check();
  await desk.picture('plan-billing-version');
  await form.getByRole('button', { name: 'Publish version 2' }).click();
  await form.waitFor({ state: 'hidden' });
};

const seeDifference = async () => {
  const entry = page.getByRole('listitem').filter({ hasText: 'Version 2' }).first();
  await entry.waitFor();
  const text = await entry.textContent();
  for (const change of [
    'Introductory price: the first 10 days free → the first 10 days free, then 3 periods at €9.90',
    'Downgrades: at once → with the next period',
    'Unused days: not given back → off the next invoice',
    'Part of a period: to the day → to the second',
    'Last day: not charged → charged',
    'While suspended: not charged → charged',
  ])
    expect(text).toContain(change);
  expect(text).not.toContain('Upgrades');
};

const typeSteps = async () => {
  await page.goto(`${isp.url}/plans/new`);
  await page.getByLabel('Name').fill('By use');
  await page.getByLabel('Price of a cycle').fill('5.00');
  const part = page.getByRole('group', { name: 'Speed and volume' });
  await choose(part, 'What more costs', 'By steps');
  const step = (n: number) => part.getByRole('group', { name: `Price step ${n}` });
  await part.getByRole('button', { name: 'Add price step' }).click();
  await step(1).getByRole('textbox', { name: 'Up to' }).fill('20');
  await step(1).getByRole('textbox', { name: 'Price' }).fill('2.00');
  await step(2).getByRole('textbox', { name: 'Up to' }).fill('12');
  await page.getByRole('button', { name: 'Make plan' }).click();
  await see('write how much is included, 0 for none');
  await see('write more than 20');
  await see('write an amount, 0 for free');
  await desk.picture('plan-steps-unclear');
  await part.getByLabel('Included volume').fill('0');
  await step(2).getByRole('textbox', { name: 'Up to' }).fill('120');
  await step(2).getByRole('textbox', { name: 'Price' }).fill('0.20');
  await step(3).getByRole('textbox', { name: 'Price' }).fill('0,10');
  await see(`no volume included, then ${STEPS_IN_WORDS}`);
  await desk.picture('plan-steps-form');
  await page.getByRole('button', { name: 'Make plan' }).click();
  await page.getByRole('heading', { name: 'By use' }).waitFor();
};

const typeStepReached = async () => {
  await page.getByRole('button', { name: 'New terms' }).click();
  const form = page.getByRole('dialog');
  await choose(form, 'What more costs', 'By the step reached');
  await choose(form, 'A begun unit', 'whole');
  await desk.picture('plan-steps-version');
  await form.getByRole('button', { name: 'Publish version 2' }).click();
  await form.waitFor({ state: 'hidden' });
};

test('an operator types a trial, a pause’s fee and rules, sees them in words, and what new terms change', async ({
  skip,
}) => {
  if (!browser) return skip();
  await desk.signIn();
  await typePlan();
  await see('the first 10 days free');
  await see('paused for €5.00 a month');
  await see('Upgrades and downgrades take effect at once and are charged to the day. Unused days are not given back.');
  await desk.picture('plan-billing-page');
  const [made] = (await isp.api.get('/plans?q=Try')).items ?? [];
  expect(made).toMatchObject({ name: 'Try 50', current: { ...USUAL, ...TRIAL } });
  await typeNewTerms();
  await seeDifference();
  await desk.picture('plan-billing-versions');
  expect(await isp.api.get(`/plans/${made?.id}`)).toMatchObject({
    versions: [
      { version: 1, ...USUAL, ...TRIAL },
      { version: 2, ...USUAL, ...NEXT },
    ],
  });
  expect(desk.faults).toEqual([]);
}, 180_000);

test('an operator types prices of use by steps, sees them in words, and then all at the price of the step reached', async ({
  skip,
}) => {
  if (!browser) return skip();
  await typeSteps();
  await see(`no volume included, then ${STEPS_IN_WORDS}.`);
  await desk.picture('plan-steps-page');
  const [made] = (await isp.api.get('/plans?q=By')).items ?? [];
  expect(made).toMatchObject({ name: 'By use', current: STEPPED });
  await typeStepReached();
  const entry = page.getByRole('listitem').filter({ hasText: 'Version 2' }).first();
  await entry.waitFor();
  const text = await entry.textContent();
  expect(text).toContain(`→ no volume included, then all at the price of the step reached: ${STEPS_IN_WORDS}`);
  expect(text).toContain('A begun unit: in exact part → whole');
  await desk.picture('plan-steps-versions');
  expect(await isp.api.get(`/plans/${made?.id}`)).toMatchObject({
    versions: [
      { version: 1, ...STEPPED },
      { version: 2, ...REACHED },
    ],
  });
  await page.goto(`${isp.url}/plans`);
  await see('no volume included, then by steps');
  await desk.picture('plan-steps-list');
  expect(desk.faults).toEqual([]);
}, 180_000);

test('a plan that says nothing of it is billed in the usual way', async () => {
  const { id } = await isp.api.post('/plans', { code: 'usual', name: 'Usual', price_minor: 1000 });
  expect(await isp.api.get(`/plans/${id}`)).toMatchObject({ current: USUAL });
});

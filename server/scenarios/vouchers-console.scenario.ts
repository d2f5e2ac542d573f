/** Vouchers as an owner lives them: a batch is typed and seen as a card, printed, used by a guest, looked at and cancelled; in a real Chromium, with a NAS on the other side. */
import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { extractText, getDocumentProxy } from 'unpdf';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FakeNas } from '../../tools/fake-nas/fake-nas.ts';
import { type ConsoleWindow, launchBrowser, openConsole } from './browser.ts';
import type { Platform } from './platform.ts';
import { type Stage, setStage } from './stage.ts';

let stage: Stage | undefined;
let isp: Platform;
let browser: Browser | undefined;
let desk: ConsoleWindow;
let page: Page;
let nas: FakeNas;

const see = (text: string | RegExp) => page.getByText(text).first().waitFor();
const press = (name: string | RegExp) => page.getByRole('button', { name }).first().click();

beforeAll(async () => {
  browser = await launchBrowser();
  if (!browser) return;
  stage = await setStage('2026-11-25T10:00:00Z', 'hotspot');
  ({ isp, nas } = stage);
  await isp.api.post('/accounts', { name: 'Hotel Adler', kind: 'company', zone: 'Europe/Berlin' });
  desk = await openConsole(isp, browser);
  page = desk.page;
});
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

const typeBatch = async (): Promise<void> => {
  await page.goto(`${isp.url}/vouchers`);
  await see('No vouchers yet');
  await desk.picture('empty');
  await page.getByRole('link', { name: 'Make vouchers' }).first().click();
  await press('Make vouchers');
  await see('choose whose they are');
  await page.getByRole('combobox', { name: 'Whose they are' }).click();
  await page.getByRole('combobox', { name: 'Whose they are' }).fill('Adler');
  await page.getByRole('option', { name: /Hotel Adler/ }).click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Reception');
  await page.getByLabel('How many').fill('30');
  await page.getByLabel('Time online', { exact: true }).fill('2');
  await page.getByLabel('Download, Mbit/s').fill('5');
  await page.getByLabel('Upload, Mbit/s').fill('1');
  await page.getByLabel('From', { exact: true }).fill('Hotel Adler Wi-Fi');
  await page.getByLabel('Price', { exact: true }).fill('2.50');
  await page.getByLabel('Log-in page, for a QR code').fill('http://login.example/login?username={code}');
  const card = page.getByTestId('voucher-card');
  for (const words of ['Hotel Adler Wi-Fi', '€2.50', 'K7MP 4XWQ', '2 h online', 'valid 24 h from first log-in'])
    await card.getByText(words).waitFor();
  await page.getByLabel('Characters drawn').fill('4');
  await press('Make vouchers');
  await see('draw at least 6 characters for so many vouchers');
  await page.getByLabel('Characters drawn').fill('8');
  await desk.picture('form');
  await press('Make vouchers');
  await page.getByRole('heading', { name: 'Reception' }).waitFor();
};

const printBatch = async () => {
  await press('Print');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Paper').waitFor();
  await desk.picture('print');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: 'Save the PDF' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('vouchers Reception.pdf');
  const pdf = await readFile(await download.path());
  const { totalPages, text } = await extractText(await getDocumentProxy(new Uint8Array(pdf)), { mergePages: true });
  const [batch] = (await isp.api.get('/voucher-batches')).items ?? [];
  const codes = (await isp.api.get(`/voucher-batches/${batch?.id}/codes`)).items ?? [];
  expect(totalPages).toBe(3);
  for (const { code } of codes) expect(text.replaceAll(/\s/g, '')).toContain(code);
  return codes;
};

test('an owner makes vouchers, prints them, sees a guest use one, and cancels', async ({ skip }) => {
  if (!browser) return skip();
  await desk.signIn();
  await typeBatch();

  const codes = await printBatch();
  const dialog = page.getByRole('dialog');
  const { id, code } = codes[2] as { readonly id: string; readonly code: string };
  await expect.poll(async () => (await nas.login(code, code)).outcome).toBe('accept');
  const { session } = await nas.login(code, code);
  if (!session) throw new Error('not let on');
  await nas.start(session);
  await nas.interim(session, { output_octets: 120_000_000n });
  await expect.poll(async () => (await isp.api.get(`/vouchers/${id}`)).state).toBe('in-use');
  await page.reload();
  await page.getByRole('row', { name: /in use/ }).waitFor();
  await desk.picture('batch');
  await page.getByLabel('Whole code, number or device').fill(code.toLowerCase());
  await see('1 in all');
  await page.goto(`${isp.url}/`);
  await page.getByRole('heading', { name: 'Dashboard' }).waitFor();
  await page.keyboard.press('/');
  await page.getByLabel('Search everything').fill(code);
  await page.getByText('Voucher 3 of Reception').click();
  await page.getByRole('heading', { name: 'Voucher 3' }).waitFor();
  await see('120 MB');
  await press('Show');
  await see(code);
  await see('let on');
  await desk.picture('voucher');
  await press('Cancel voucher');
  await dialog.getByRole('button', { name: 'Cancel voucher' }).click();
  await see(/voucher cancelled on 25 Nov 2026/);
  await expect.poll(() => session.open).toBe(false);

  await page.goto(`${isp.url}/vouchers`);
  await see('Reception');
  await desk.picture('list');
  await page.getByText('Reception').first().click();
  await press('Last day');
  await dialog.getByLabel('First log-in by').fill('2026-12-31');
  await page.keyboard.press('Enter');
  await see('29 vouchers can still be used first.');
  await press('Cancel all');
  await dialog.getByRole('button', { name: 'Cancel all' }).click();
  await see('Reception is cancelled.');
  expect(desk.faults).toEqual([]);
});

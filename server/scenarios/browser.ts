/** A real Chromium: the system's, or the npm package's. */
import { existsSync } from 'node:fs';
import chromiumPackage from '@sparticuz/chromium';
import { type Browser, chromium, type Page } from 'playwright-core';

const SYSTEM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts Chromium; `undefined`, with one line, where neither can run (under CI that is a failure). */
export const launchBrowser = async (): Promise<Browser | undefined> => {
  const system = SYSTEM.find((path) => existsSync(path));
  try {
    const executablePath = system ?? (await chromiumPackage.executablePath());
    return await chromium.launch({ executablePath, args: system ? QUIET : [...chromiumPackage.args, ...QUIET] });
  } catch (error) {
    if (process.env.CI === 'true') throw error;
    console.log(`skipped: no Chromium can be started here (${String(error).split('\n')[0]})`);
    return undefined;
  }
};

/** Signs in on the page the console leads to. */
export const signIn = async (page: Page, url: string, email: string, password: string): Promise<void> => {
  await page.goto(url);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Dashboard' }).waitFor();
};

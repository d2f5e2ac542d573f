/** A real Chromium, the system's or the npm package's, and the console in it. */
import { existsSync } from 'node:fs';
import chromiumPackage from '@sparticuz/chromium';
import { type Browser, chromium, type Page } from 'playwright-core';
import { ensureOwner } from '../src/identity/index.ts';
import { buildWeb } from '../src/main/build-web.ts';
import { eventually } from './eventually.ts';
import type { Platform } from './platform.ts';

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

/** Starts Chromium and builds the console for it; `undefined`, with one line, where neither can run (under CI that is a failure). Comes before the platform, which serves what was built. */
export const launchBrowser = async (): Promise<Browser | undefined> => {
  const system = SYSTEM.find((path) => existsSync(path));
  try {
    const executablePath = system ?? (await chromiumPackage.executablePath());
    const args = system ? QUIET : [...chromiumPackage.args, ...QUIET];
    const browser = await chromium.launch({ executablePath, args });
    await buildWeb(() => {});
    return browser;
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

/** Whom the console has in a story. */
export const OWNER = { email: 'owner@example.org', password: 'correct horse battery' };
const DESK = { width: 1280, height: 900 };
/** What Chromium says of a command that the API refuses, as a story may want it to. */
const REFUSED = /status of 422/;
const WIDTHS = [1440, 390];
/** Until what moves stands still, for a picture. */
const STILL_MS = 400;

/** A window at the console of an installation. */
export interface ConsoleWindow {
  readonly page: Page;
  /** What went wrong in it: errors that were thrown, or written to its console, but for input that was refused. */
  readonly faults: readonly string[];
  /** Signs in as the owner. */
  signIn(): Promise<void>;
  /** Looks at it in both schemes, at a desk's and a phone's width: nothing sticks out. Pictures go to the folder `SHOTS`, when that is said. */
  picture(name: string): Promise<void>;
}

/** Opens the console of an installation, which then has an owner. */
export const openConsole = async (
  isp: Pick<Platform, 'db' | 'url'>,
  browser: Browser,
  options: { readonly timezoneId?: string } = {},
): Promise<ConsoleWindow> => {
  await isp.db.run((ctx) => ensureOwner(ctx, OWNER));
  const page = await browser.newPage({ viewport: DESK, ...options });
  const faults: string[] = [];
  page.setDefaultTimeout(30_000);
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !REFUSED.test(message.text()))
      faults.push(`${message.text()} ${message.location().url}`);
  });
  return {
    page,
    faults,
    signIn: () => signIn(page, isp.url, OWNER.email, OWNER.password),
    picture: async (name) => {
      for (const width of WIDTHS) {
        await page.setViewportSize({ ...DESK, width });
        await eventually(async () => {
          const wide = Number(await page.evaluate('document.documentElement.scrollWidth'));
          if (wide > width) throw new Error(`${name} is ${wide} wide at ${width}`);
        });
        for (const colorScheme of ['light', 'dark'] as const) await shoot(page, `${name}-${width}`, colorScheme);
      }
      await page.emulateMedia({ colorScheme: 'light' });
      await page.setViewportSize(DESK);
    },
  };
};

const shoot = async (page: Page, name: string, colorScheme: 'light' | 'dark'): Promise<void> => {
  const dir = process.env.SHOTS;
  if (!dir) return;
  await page.emulateMedia({ colorScheme });
  await page.waitForTimeout(STILL_MS);
  await page.screenshot({ path: `${dir}/${name}-${colorScheme}.png`, fullPage: true });
};

import { readFileSync } from 'node:fs';
import { day, parseDay, parseMoney } from '@isp/values';
import type { z } from 'zod';
import * as aaaContract from '../aaa/contract.ts';
import { addNas } from '../aaa/index.ts';
import { importSubscribers } from '../flows/import-subscribers.ts';
import { offerPlan } from '../flows/offer-plan.ts';
import { runBills } from '../flows/run-bills.ts';
import { CreateClient } from '../identity/contract.ts';
import { createClient } from '../identity/index.ts';
import { system } from '../kernel/actor.ts';
import { readConfig } from '../kernel/config.ts';
import { type Ctx, transact } from '../kernel/ctx.ts';
import { inputFault } from '../kernel/http/problem.ts';
import { migrate } from '../kernel/migrate.ts';
import { createLogger } from '../kernel/observe.ts';
import { type OpenKernel, openKernel } from '../kernel/open.ts';
import { CreatePlan } from '../tariffs/contract.ts';
import { registry } from './app.ts';
import { command, Misuse } from './command.ts';
import { borrowDatabase } from './database.ts';
import { prepare } from './serve.ts';

const say = (line: string) => process.stdout.write(`${line}\n`);
const ACTOR = system('command line');

/** Opens the installation's database for one command; a new one is prepared first. */
const withKernel = async (work: (kernel: OpenKernel) => Promise<void>): Promise<void> => {
  const config = readConfig();
  const database = await borrowDatabase(config, () => {});
  try {
    await migrate(database.url);
    await prepare(config, database.url);
    const kernel = await openKernel({
      config,
      url: database.url,
      registry,
      log: createLogger(config.log_level, 'command'),
      connections: 8,
    });
    await work(kernel).finally(() => kernel.close());
  } finally {
    await database.stop();
  }
};

const checked = <I extends z.ZodType>(type: I, raw: unknown): z.output<I> => {
  const result = type.safeParse(raw);
  if (!result.success) throw inputFault(result.error);
  return result.data;
};

const once = <T>(work: (ctx: Ctx) => Promise<T>, report: (result: T) => string): Promise<void> =>
  withKernel(async (kernel) => {
    say(report(await transact(kernel, ACTOR, work)));
  });

/** What was given, without what was not. */
const some = <T extends Record<string, unknown>>(fields: T) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

const whole = (option: string, typed: string | undefined): number | undefined => {
  if (typed === undefined) return undefined;
  if (!/^\d{1,9}$/.test(typed)) throw new Misuse(`${option} is a whole number, not ${typed}`);
  return Number.parseInt(typed, 10);
};

const kbps = (option: string, typed: string): number => {
  if (!/^\d{1,7}(\.\d{1,3})?$/.test(typed))
    throw new Misuse(`${option} is a speed in Mbit/s, such as 50 or 2.5, not ${typed}`);
  return Math.round(Number.parseFloat(typed) * 1000);
};

const minor = (price: string, currency: string): number => {
  const money = parseMoney(price, currency);
  if (!money.ok) throw new Misuse(`--price ${price} --currency ${currency} is not an amount: ${money.reason}`);
  return Number(money.value.amount_minor);
};

const migrateCommand = command('migrate', 'Brings the database to this version.', {
  run: async () => {
    const database = await borrowDatabase(readConfig(), () => {});
    try {
      const done = await migrate(database.url);
      say(done.length > 0 ? done.map((d) => `applied ${d}`).join('\n') : 'the database is at this version');
    } finally {
      await database.stop();
    }
  },
});

const planAdd = command('plan add', 'Adds a plan that can be sold from today on: monthly, in advance.', {
  options: {
    code: { shown: 'CODE', about: 'its short name, by which an import names it', needed: true },
    name: { shown: 'NAME', about: 'its name on invoices', needed: true },
    price: { shown: '19.99', about: 'a month, without tax, in the currency', needed: true },
    currency: { shown: 'EUR', about: 'ISO 4217 code', needed: true },
    down: { shown: 'MBIT', about: 'download, Mbit/s', needed: true },
    up: { shown: 'MBIT', about: 'upload, Mbit/s', needed: true },
    tax: { shown: 'CODE', about: 'a tax that is there; without it the plan is untaxed' },
  },
  run: ({ code, name, price, currency, down, up, tax: tax_code }) => {
    const price_minor = minor(price, currency);
    const rates = { rate_down_kbps: kbps('--down', down), rate_up_kbps: kbps('--up', up) };
    const plan = checked(CreatePlan.input, { code, name, price_minor, currency, ...rates, ...some({ tax_code }) });
    return once(
      (ctx) => offerPlan(ctx, plan),
      (p) => `plan ${p.code} added`,
    );
  },
});

const nasAdd = command('nas add', 'Adds a NAS: RADIUS answers its packets from this moment on.', {
  options: {
    name: { shown: 'NAME', about: 'what you call it', needed: true },
    address: { shown: 'CIDR', about: 'where its packets come from: 192.0.2.1 or 192.0.2.0/24', needed: true },
    secret: { shown: 'SECRET', about: 'the shared secret', needed: true },
    vendor: { shown: 'VENDOR', about: 'how it wants to be told its rates: mikrotik, cisco, huawei … (generic)' },
    'coa-port': { shown: 'PORT', about: 'where it listens for CoA and Disconnect (3799)' },
  },
  run: ({ name, address, secret, vendor, 'coa-port': port }) => {
    const coa_port = whole('--coa-port', port);
    const nas = checked(aaaContract.CreateNas.input, { name, address, secret, ...some({ vendor, coa_port }) });
    return once(
      (ctx) => addNas(ctx, nas),
      (n) => `NAS ${n.name} (${n.address}) added`,
    );
  },
});

const clientAdd = command('client add', 'Adds an API client and prints its secret, this once.', {
  options: {
    name: { shown: 'NAME', about: 'what it is for', needed: true },
    role: { shown: 'ROLE', about: 'what it may do: owner, billing, support, network, read-only', needed: true },
  },
  notes:
    'Prints two lines, made to be read by a shell:\n\n    eval "$(npx isp client add --name reports --role read-only)"',
  run: ({ name, role }) => {
    const client = checked(CreateClient.input, { name, role });
    return once(
      (ctx) => createClient(ctx, client),
      (c) => `CLIENT_ID=${c.client_id}\nCLIENT_SECRET=${c.client_secret}`,
    );
  },
});

const billRun = command('bill-run', 'Issues every invoice that is due. A second run finds nothing to do.', {
  options: {
    'as-of': { shown: 'DATE', about: 'what is due by this day, such as 2026-11-23 (today)' },
    'dry-run': { about: 'says what it would issue, and issues nothing' },
  },
  run: ({ 'as-of': asked, 'dry-run': dry_run }) => {
    if (asked !== undefined && !parseDay(asked)) throw new Misuse(`${asked} is not a day; write 2026-11-23`);
    const as_of = asked === undefined ? undefined : day(asked);
    return withKernel(async (kernel) => {
      const result = await runBills(kernel, ACTOR, { as_of, dry_run });
      say(
        `${result.dry_run ? 'would issue' : 'issued'} ${result.invoices} invoices as of ${result.as_of}; ${result.held.length} held`,
      );
      for (const held of result.held) say(`  held: account ${held.account_id}: ${held.reason}`);
    });
  },
});

const importSubscribersCommand = command(
  'import subscribers',
  'Brings subscribers from a CSV file in; a row that is wrong is named and left out.',
  {
    takes: 'FILE.csv',
    options: { 'dry-run': { about: 'says what is wrong with the file, and writes nothing' } },
    notes:
      'The first line names the columns: account,email,plan,username,password and, if you like, static_ip,mac,phone,address.\nInstead of password, or beside it, password_hash takes what another system kept: $2b$…, $argon2id$…, {SSHA}…, {SSHA256}…, {SSHA512}… or {NT} and 32 hexadecimal digits; each row has one of both.\nA plan is named by its code (isp plan add). Rows of one account name and e-mail are one account.',
    run: ({ 'dry-run': dry_run }, [file = '', more]) => {
      if (more !== undefined) throw new Misuse(`one file at a time: ${file}, or ${more}`);
      const csv = readFileSync(file, 'utf8');
      return withKernel(async (kernel) => {
        const result = await importSubscribers(kernel, csv, { dry_run });
        for (const problem of result.problems) say(`line ${problem.line}: ${problem.message}`);
        say(`${result.dry_run ? 'would import' : 'imported'} ${result.imported} of ${result.rows} rows`);
        if (result.problems.length > 0) process.exitCode = 1;
      });
    },
  },
);

/** The commands that work on an installation and end. */
export const commands = [migrateCommand, importSubscribersCommand, planAdd, nasAdd, clientAdd, billRun] as const;

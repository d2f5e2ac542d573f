import { readFileSync } from 'node:fs';
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { day, parseDay, parseMoney } from '@isp/values';
import type { z } from 'zod';
import * as aaaContract from '../aaa/contract.ts';
import { addNas } from '../aaa/index.ts';
import { runBills } from '../flows/bill-period.ts';
import { importSubscribers } from '../flows/import-subscribers.ts';
import { offerPlan } from '../flows/offer-plan.ts';
import { system } from '../kernel/actor.ts';
import { readConfig } from '../kernel/config.ts';
import { type Ctx, transact } from '../kernel/ctx.ts';
import { inputFault } from '../kernel/http/problem.ts';
import { migrate } from '../kernel/migrate.ts';
import { createLogger } from '../kernel/observe.ts';
import { type OpenKernel, openKernel } from '../kernel/open.ts';
import { CreatePlan } from '../tariffs/contract.ts';
import { registry } from './app.ts';
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
      connections: 4,
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

const options = <O extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  verb: string,
  usage: string,
  config: O,
) => {
  const parsed = parseArgs({ args: [...args], allowPositionals: true, options: config });
  if (verb && parsed.positionals[0] !== verb) throw new Error(`usage: ${usage}`);
  return parsed;
};

const text = { type: 'string' } as const;
const flag = { type: 'boolean', default: false } as const;

const kbps = (mbit: string | undefined): number | undefined =>
  mbit === undefined ? undefined : Math.round(Number.parseFloat(mbit) * 1000);

/** `isp plan add`: speeds in Mbit/s, the price in the currency's major unit. */
export const planAddCommand = (args: readonly string[]): Promise<void> => {
  const usage = 'isp plan add --code C --name N --price 19.99 --currency EUR --down MBIT --up MBIT [--tax CODE]';
  const { values } = options(args, 'add', usage, {
    code: text,
    name: text,
    price: text,
    currency: text,
    down: text,
    up: text,
    tax: text,
  });
  const { code, name, price, currency, down, up, tax } = values;
  if (price === undefined || currency === undefined) throw new Error(`usage: ${usage}`);
  const money = parseMoney(price, currency);
  if (!money.ok) throw new Error(`${price} ${currency} is not an amount: ${money.reason}`);
  const plan = checked(CreatePlan.input, {
    code,
    name,
    price_minor: Number(money.value.amount_minor),
    currency,
    rate_down_kbps: kbps(down),
    rate_up_kbps: kbps(up),
    ...(tax === undefined ? {} : { tax_code: tax }),
  });
  return once(
    (ctx) => offerPlan(ctx, plan),
    (p) => `plan ${p.code} added`,
  );
};

/** `isp nas add`. */
export const nasAddCommand = (args: readonly string[]): Promise<void> => {
  const usage = 'isp nas add --name N --address CIDR --secret S [--vendor V] [--coa-port P]';
  const { values } = options(args, 'add', usage, {
    name: text,
    address: text,
    secret: text,
    vendor: text,
    'coa-port': text,
  });
  const port = values['coa-port'];
  const nas = checked(aaaContract.CreateNas.input, {
    name: values.name,
    address: values.address,
    secret: values.secret,
    ...(values.vendor === undefined ? {} : { vendor: values.vendor }),
    ...(port === undefined ? {} : { coa_port: Number.parseInt(port, 10) }),
  });
  return once(
    (ctx) => addNas(ctx, nas),
    (n) => `NAS ${n.name} (${n.address}) added`,
  );
};

/** `isp bill-run`. */
export const billRunCommand = (args: readonly string[]): Promise<void> => {
  const { values } = options(args, '', '', { 'as-of': text, 'dry-run': flag });
  const asked = values['as-of'];
  if (asked !== undefined && !parseDay(asked)) throw new Error(`${asked} is not a day; write 2026-11-23`);
  return withKernel(async (kernel) => {
    const as_of = asked === undefined ? undefined : day(asked);
    const result = await runBills(kernel, ACTOR, { as_of, dry_run: values['dry-run'] });
    say(
      `${result.dry_run ? 'would issue' : 'issued'} ${result.invoices} invoices as of ${result.as_of}; ${result.held.length} held`,
    );
    for (const held of result.held) say(`  held: account ${held.account_id}: ${held.reason}`);
  });
};

/** `isp import subscribers FILE.csv`. */
export const importCommand = (args: readonly string[]): Promise<void> => {
  const { values, positionals } = options(args, 'subscribers', 'isp import subscribers FILE.csv [--dry-run]', {
    'dry-run': flag,
  });
  const file = positionals[1];
  if (file === undefined) throw new Error('usage: isp import subscribers FILE.csv [--dry-run]');
  const csv = readFileSync(file, 'utf8');
  return withKernel(async (kernel) => {
    const result = await importSubscribers(kernel, csv, { dry_run: values['dry-run'] });
    for (const problem of result.problems) say(`line ${problem.line}: ${problem.message}`);
    say(`${result.dry_run ? 'would import' : 'imported'} ${result.imported} of ${result.rows} rows`);
    if (result.problems.length > 0) process.exitCode = 1;
  });
};

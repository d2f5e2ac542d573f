import type { Id } from '@isp/values';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { addCredential } from '../aaa/index.ts';
import { system } from '../kernel/actor.ts';
import { type Ctx, type Kernel, transact } from '../kernel/ctx.ts';
import { toFault } from '../kernel/http/problem.ts';
import { PlanNotFound, planByCode } from '../tariffs/index.ts';
import { activate } from './activate.ts';
import { OpenAccount, Subscribe } from './contract.ts';
import { ImportUnreadable } from './faults.ts';
import { openAccount } from './open-account.ts';

export interface Imported {
  readonly dry_run: boolean;
  readonly rows: number;
  readonly imported: number;
  readonly problems: readonly { readonly line: number; readonly message: string }[];
}

const blank = (v: string | undefined) => (v === undefined || v === '' ? undefined : v);
const required = (name: string) => z.string().min(1, `${name} is missing`);
const optional = z.string().optional().transform(blank);

const Row = z
  .strictObject({
    account: required('account'),
    email: required('email'),
    plan: required('plan'),
    username: required('username'),
    password: optional,
    password_hash: optional,
    static_ip: optional,
    /** Only this station; "learn" for the first that comes. */
    mac: optional,
    /** A MAC that is a log-in by itself. */
    log_in_mac: optional,
    /** The line that is a log-in by itself, at any NAS. */
    circuit_id: optional,
    remote_id: optional,
    phone: optional,
    address: optional,
  })
  .refine(({ password, password_hash }) => password === undefined || password_hash === undefined, {
    path: ['password_hash'],
    error: 'password_hash and password are both given',
  })
  .refine(({ password, password_hash }) => password !== undefined || password_hash !== undefined, {
    path: ['password'],
    error: 'password is missing, and password_hash too',
  });
type Row = z.output<typeof Row>;

const MAX_ROWS = 1_000_000;

interface Line {
  readonly line: number;
  readonly row: Record<string, string>;
}

interface Parsed {
  readonly record: readonly string[];
  /** The record as it stands in the file, with what came before it since the last one. */
  readonly raw: string;
}

const OPTIONS = { bom: true, trim: true, skip_empty_lines: true, max_record_size: 100_000, info: true, raw: true };

const lineBreaks = (text: string): number => text.match(/\r\n|\r|\n/g)?.length ?? 0;

/** Each row, by the header's names, with the line of the file it begins on. */
const readRows = (csv: string): Line[] => {
  try {
    const [header, ...rows] = parse(csv, OPTIONS) as unknown as Parsed[];
    if (rows.length > MAX_ROWS) throw new Error(`it has ${rows.length} rows; ${MAX_ROWS} at most`);
    let line = 1 + lineBreaks(header?.raw ?? '');
    return rows.map(({ record, raw }) => {
      const begins = line + lineBreaks(/^\s*/.exec(raw)?.[0] ?? '');
      line += lineBreaks(raw);
      return { line: begins, row: Object.fromEntries(record.map((value, i) => [header?.record[i] ?? '', value])) };
    });
  } catch (error) {
    throw ImportUnreadable({ why: error instanceof Error ? error.message : String(error) });
  }
};

/** What is wrong with a row; a failure that is not the row's is thrown on. */
const describe = (error: unknown): string => {
  const fault = toFault(error, 'import');
  if (fault.status >= 500) throw error;
  return fault.errors.length > 0
    ? fault.errors.map((e) => `${e.pointer.slice(1)}: ${e.message}`).join('; ')
    : fault.message;
};

/** The log-ins without a password that a row brings beside its name. */
const addLogIns = async (
  ctx: Ctx,
  key: { readonly account_id: Id; readonly subscription_id: Id },
  { log_in_mac, circuit_id, remote_id }: Row,
): Promise<void> => {
  if (log_in_mac !== undefined) await addCredential(ctx, { ...key, kind: 'mac', mac: log_in_mac });
  if ((circuit_id ?? remote_id) !== undefined)
    await addCredential(ctx, { ...key, kind: 'line', circuit_id, remote_id });
};

const importRow = async (ctx: Ctx, row: Row, accounts: Map<string, Id>): Promise<void> => {
  const plan = await planByCode(ctx.tx, row.plan);
  if (!plan) throw PlanNotFound({ plan: row.plan });
  const key = `${row.account}\n${row.email.toLowerCase()}`;
  const account_id =
    accounts.get(key) ??
    (
      await openAccount(
        ctx,
        OpenAccount.input.parse({ name: row.account, email: row.email, phone: row.phone, street: row.address }),
      )
    ).id;
  const { username, password, password_hash, static_ip, mac } = row;
  const log_in = { username, password, password_hash, static_ip, mac };
  const { subscription } = await activate(ctx, Subscribe.input.parse({ account_id, plan_id: plan.id, ...log_in }));
  await addLogIns(ctx, { account_id, subscription_id: subscription.id }, row);
  accounts.set(key, account_id);
};

/** Thrown to take back what a dry run did. */
class DryRun extends Error {}

const attempt = async (
  kernel: Kernel,
  raw: Record<string, string>,
  accounts: Map<string, Id>,
  dryRun: boolean,
): Promise<string | undefined> => {
  try {
    const row = Row.parse(raw);
    await transact(kernel, system('import'), async (ctx) => {
      await importRow(ctx, row, dryRun ? new Map() : accounts);
      if (dryRun) throw new DryRun();
    });
    return undefined;
  } catch (error) {
    return error instanceof DryRun ? undefined : describe(error);
  }
};

/**
 * Imports subscribers from CSV, each row in its own transaction: a bad row is reported with its line and loses nothing of the others.
 * Rows of one account name and e-mail become one account. A row whose username exists already is refused, so a second run adds nothing.
 */
export const importSubscribers = async (
  kernel: Kernel,
  csv: string,
  options: { readonly dry_run: boolean },
): Promise<Imported> => {
  const rows = readRows(csv);
  const accounts = new Map<string, Id>();
  const seen = new Set<string>();
  const problems: { line: number; message: string }[] = [];
  for (const { line, row: raw } of rows) {
    const username = raw.username ?? '';
    const message = seen.has(username)
      ? `username ${username} stands on an earlier line too`
      : await attempt(kernel, raw, accounts, options.dry_run);
    seen.add(username);
    if (message !== undefined) problems.push({ line, message });
  }
  return { dry_run: options.dry_run, rows: rows.length, imported: rows.length - problems.length, problems };
};

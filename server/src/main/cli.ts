import { Fault } from '@isp/values';
import { ROLES, type Role, readConfig } from '../kernel/config.ts';
import { migrate } from '../kernel/migrate.ts';
import { billRunCommand, importCommand, nasAddCommand, planAddCommand } from './commands.ts';
import { borrowDatabase } from './database.ts';
import { decodeCommand } from './decode.ts';
import { runRole, serve } from './serve.ts';

const USAGE = `isp: the ISP Management Platform

  isp serve                                      start everything (roles: ISP_ROLES)
  isp migrate                                    bring the database to this version
  isp import subscribers FILE.csv [--dry-run]    columns account,email,plan,username,password
                                                 and optional static_ip,mac,phone,address
  isp plan add --code C --name N --price 19.99 --currency EUR --down MBIT --up MBIT [--tax CODE]
  isp nas add --name N --address CIDR --secret S [--vendor V] [--coa-port P]
  isp bill-run [--as-of DATE] [--dry-run]
  isp radius decode HEX [--secret S]             the packet's attributes as JSON
`;

const migrateCommand = async (): Promise<void> => {
  const database = await borrowDatabase(readConfig(), () => {});
  try {
    const done = await migrate(database.url);
    process.stdout.write(
      done.length > 0 ? `${done.map((d) => `applied ${d}`).join('\n')}\n` : 'the database is at this version\n',
    );
  } finally {
    await database.stop();
  }
};

const COMMANDS: Readonly<Record<string, (args: readonly string[]) => Promise<void>>> = {
  serve: () => serve(readConfig()),
  role: ([role]) => {
    if (!ROLES.includes(role as Role)) throw new Error(`there is no role ${role}; there are ${ROLES.join(', ')}`);
    return runRole(role as Role);
  },
  migrate: migrateCommand,
  import: importCommand,
  plan: planAddCommand,
  nas: nasAddCommand,
  'bill-run': billRunCommand,
  radius: decodeCommand,
};

const isDefect = (error: Error): boolean =>
  [TypeError, RangeError, ReferenceError, SyntaxError].some((kind) => error instanceof kind) &&
  !String((error as { code?: string }).code).startsWith('ERR_PARSE_ARGS');

/** What a person reads: the message with its cause; the stack only where the program itself is wrong. */
const explain = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof Fault) {
    const fields = error.errors.map((e) => `\n  ${e.pointer}: ${e.message}`).join('');
    return `${error.message}${fields}\n${error.remedy}`;
  }
  if (isDefect(error)) return error.stack ?? error.message;
  return error.cause === undefined ? error.message : `${error.message}: ${explain(error.cause)}`;
};

const [name, ...args] = process.argv.slice(2);
const run = COMMANDS[name ?? ''];
if (!run) {
  process.stdout.write(USAGE);
  process.exitCode = name === undefined || name === 'help' || name === '--help' ? 0 : 2;
} else {
  try {
    await run(args);
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    process.exitCode = 1;
  }
}

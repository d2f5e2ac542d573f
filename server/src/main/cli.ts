import { Fault } from '@isp/values';
import { ROLES, type Role, readConfig } from '../kernel/config.ts';
import { softwareVersion } from '../kernel/version.ts';
import { type Command, command, Misuse, understand, usageOf } from './command.ts';
import { commands } from './commands.ts';
import { radiusDecode } from './decode.ts';
import { runRole, serve } from './serve.ts';

const serveCommand = command('serve', 'Starts everything: the database, and one process a role. Ctrl-C stops it.', {
  notes: 'The environment decides the rest (ports, roles, an own database): docs/configuration.md.',
  run: () => serve(readConfig()),
});

const COMMANDS: readonly Command[] = [serveCommand, ...commands, radiusDecode];

const help = (): string =>
  [
    'isp: the ISP Management Platform\n',
    ...COMMANDS.map((c) => `  ${usageOf(c)}\n      ${c.about}\n`),
    'isp COMMAND --help says more. It works on ISP_DATA_DIR (./data), also while a platform runs there, or on DATABASE_URL.\n',
  ].join('\n');

const version = (): string => `isp ${softwareVersion()}\n`;

/** Not for people: a process of `isp serve`. */
const roleOf = ([name, role]: readonly string[]): Role | undefined =>
  name === 'role' ? ROLES.find((r) => r === role) : undefined;

const isDefect = (error: Error): boolean =>
  [TypeError, RangeError, ReferenceError, SyntaxError].some((kind) => error instanceof kind);

const messageOf = (error: Error): string => {
  const first = error instanceof AggregateError ? (error.errors[0] as Error | undefined) : undefined;
  return error.message || first?.message || error.name;
};

/** What a person reads: the message with its cause; the stack only where the program itself is wrong. */
const explain = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof Fault) {
    const fields = error.errors.map((e) => `\n  ${e.pointer}: ${e.message}`).join('');
    return `${error.message}${fields}\n${error.remedy}`;
  }
  if (isDefect(error)) return error.stack ?? error.message;
  return error.cause === undefined ? messageOf(error) : `${messageOf(error)}: ${explain(error.cause)}`;
};

const run = async (args: readonly string[]): Promise<void> => {
  const role = roleOf(args);
  if (role !== undefined) return runRole(role);
  const wanted = args[0] === '--version' ? version() : understand(args, COMMANDS, help());
  if (typeof wanted === 'string') process.stdout.write(wanted);
  else await wanted();
};

try {
  await run(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = error instanceof Misuse ? 2 : 1;
}

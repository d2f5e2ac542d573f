/**
 * `node tools/fake-nas/main.ts --secret S --users FILE [--server HOST] [--auth-port N] [--acct-port N] [--address A] [--coa-port N] [--interim S] [--session S]`
 *
 * Logs everyone of FILE (lines `username,password`) in from one fake NAS and lets them live until Ctrl-C.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createFakeNas } from './fake-nas.ts';
import { Population } from './population.ts';

const text = { type: 'string' } as const;
const { values } = parseArgs({
  options: {
    secret: text,
    users: text,
    server: { ...text, default: '127.0.0.1' },
    'auth-port': { ...text, default: '1812' },
    'acct-port': { ...text, default: '1813' },
    address: { ...text, default: '127.0.0.1' },
    'coa-port': { ...text, default: '3799' },
    interim: text,
    session: text,
  },
});

if (values.secret === undefined || values.users === undefined) {
  console.error(
    'usage: fake-nas --secret S --users FILE [--server HOST] [--auth-port N] [--acct-port N] [--address A] [--coa-port N] [--interim S] [--session S]',
  );
  process.exit(2);
}

const whole = (given: string | undefined): number => Number.parseInt(given ?? '0', 10);

const subscribers = readFileSync(values.users, 'utf8')
  .split('\n')
  .filter((line) => line.includes(','))
  .map((line) => {
    const comma = line.indexOf(',');
    return { username: line.slice(0, comma).trim(), password: line.slice(comma + 1).trim() };
  });

const nas = await createFakeNas({
  secret: values.secret,
  server: { host: values.server, auth_port: whole(values['auth-port']), acct_port: whole(values['acct-port']) },
  address: values.address,
  coa_port: whole(values['coa-port']),
}).catch((error: Error) => {
  console.error(`fake-nas: ${error.message}; --address and --coa-port choose where it listens`);
  process.exit(1);
});
nas.on('received', ({ kind }, session) =>
  console.log(
    `${kind} for ${session?.username ?? 'nobody'}: rate ${session?.rate ?? '-'}, ${session?.walled ? 'walled' : 'open'}`,
  ),
);

const population = new Population(nas, {
  subscribers,
  ...(values.interim === undefined ? {} : { interim_s: whole(values.interim) }),
  ...(values.session === undefined ? {} : { session_s: whole(values.session) }),
});
let shown = -1;
let stepping: Promise<void> | undefined;
const timer = setInterval(() => {
  stepping ??= population.step().finally(() => {
    stepping = undefined;
    if (population.online !== shown) console.log(`${population.online} of ${subscribers.length} online`);
    shown = population.online;
  });
}, 1000);

const leave = async (): Promise<void> => {
  clearInterval(timer);
  await stepping;
  await population.end();
  await nas.close();
};
process.once('SIGINT', () => void leave());
process.once('SIGTERM', () => void leave());

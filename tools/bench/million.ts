/** The RADIUS role with a million subscribers: how soon it is ready, what memory it takes, and how soon a change is seen by the next packet. */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Id } from '@isp/values';
import { openDirectory } from '../../server/src/aaa/directory/directory.ts';
import { FakeNas } from '../fake-nas/fake-nas.ts';
import { seedOnline } from '../seed/online.ts';
import { type Door, startDoor } from './door.ts';
import { fill } from './fill.ts';
import { type Bench, median, quantile, type Row, type Run } from './measure.ts';
import { openPlatform, type Platform, type RoleProcess } from './platform.ts';
import { findRadload, load } from './radload.ts';

interface Size {
  readonly users: number;
  readonly online: number;
  readonly nases: number;
  readonly rounds: number;
  /** Seconds of log-ins. */
  readonly seconds: number;
  readonly changes: number;
}

const SIZE: Size = { users: 1_000_000, online: 100_000, nases: 5000, rounds: 3, seconds: 20, changes: 300 };
const QUICK: Size = { users: 2000, online: 200, nases: 20, rounds: 2, seconds: 1, changes: 20 };

const SECRET = 'testing123';
const AGAIN_MS = 2;
const MIB = 1_048_576;

const RADLOAD = `insert into aaa.nas (id, name, address, secret_sealed, vendor, message_authenticator, created_at)
  values (gen_random_uuid(), 'radload', '127.0.0.0/8', $1, 'mikrotik', 'required', now()) on conflict do nothing`;

/** A platform of that size: an installation that was seeded, named by ISP_DATA_DIR, or one of its own. */
const setStage = async (run: Run, size: Size): Promise<Platform> => {
  const installation = process.env.ISP_DATA_DIR;
  const platform = await openPlatform(run, installation);
  if (installation !== undefined) {
    await platform.client.query(RADLOAD, [platform.kernel.secrets.seal(SECRET)]);
    return platform;
  }
  await fill(platform, { accounts: size.users, seed: run.seed, log_ins: true });
  await seedOnline(platform.kernel, { sessions: size.online, nases: size.nases });
  return platform;
};

const megabytes = (pid: number): number => {
  const [, kib] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number.parseInt(kib ?? '0', 10) / 1024;
};

interface Ready {
  readonly seconds: number;
  readonly megabytes: number;
}

interface Radius {
  readonly role: RoleProcess;
  readonly ready: readonly Ready[];
}

/** Starts the role a few times, the last of which stays. */
const startRadius = async (platform: Platform, size: Size): Promise<Radius> => {
  const ready: Ready[] = [];
  for (;;) {
    const began = performance.now();
    const role = await platform.start('radius', {
      ISP_RADIUS_AUTH_PORT: '0',
      ISP_RADIUS_ACCT_PORT: '0',
      ISP_RADSEC_PORT: '0',
      ISP_COA_PORT: '0',
    });
    ready.push({ seconds: (performance.now() - began) / 1000, megabytes: megabytes(role.pid) });
    if (ready.length === size.rounds) return { role, ready };
    await role.stop();
  }
};

/** Megabytes that the directory's rows take: typed arrays, outside the heap. */
const directoryOf = async ({ kernel }: Platform): Promise<number> => {
  const before = process.memoryUsage().arrayBuffers;
  const directory = await openDirectory(kernel);
  await sleep(100);
  const taken = process.memoryUsage().arrayBuffers - before;
  await directory.stop();
  return taken / MIB;
};

const portsOf = ({ at }: RoleProcess) => {
  const [, auth, acct] = /radius (\d+)\/(\d+)/.exec(at) ?? [];
  return { auth_port: Number.parseInt(auth ?? '', 10), acct_port: Number.parseInt(acct ?? '', 10) };
};

interface Someone {
  readonly account_id: Id;
  readonly subscription_id: Id;
  readonly username: string;
}

/** Subscribers all over the directory who may log in and are not online. */
const someOf = async ({ client }: Platform, count: number): Promise<Someone[]> => {
  const { rows } = await client.query<Someone>(
    `select c.account_id, c.subscription_id, c.username from aaa.credential c join aaa.access x on x.account_id = c.account_id and x.subscription_id = c.subscription_id
     where x.mode = 'allow' and not exists (select from aaa.session s where s.account_id = c.account_id and s.stopped_at is null) order by md5(c.username) limit $1`,
    [count],
  );
  return rows;
};

interface Change {
  /** Milliseconds from the answer of the API until the packet that was let on was answered, and from asking the API. */
  readonly seen: number;
  readonly whole: number;
}

/** The password that was seeded, so that an installation is left as it was. */
const seeded = (one: Someone): string => one.username.replace('user', 'pw');

/** Gives somebody another password by the API; log-ins with it are tried until one is let on. */
const change = async (door: Door, token: string, nas: FakeNas, one: Someone, password: string): Promise<Change> => {
  const url = `http://localhost:${door.port}/api/v1/accounts/${one.account_id}/subscriptions/${one.subscription_id}/credential`;
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const began = performance.now();
  const response = await fetch(url, {
    method: 'PUT',
    headers,
    body: JSON.stringify({ username: one.username, password }),
  });
  if (!response.ok) throw new Error(`rejected: ${response.status} ${await response.text()}`);
  const answered = performance.now();
  while ((await nas.login(one.username, password)).outcome !== 'accept') {
    if (performance.now() - answered > 30_000)
      throw new Error(`rejected: the new password of ${one.username} is not known`);
    await sleep(AGAIN_MS);
  }
  const accepted = performance.now();
  return { seen: accepted - answered, whole: accepted - began };
};

const changesOf = async (run: Run, platform: Platform, role: RoleProcess, size: Size): Promise<Change[]> => {
  const door = await startDoor(platform);
  const token = await door.token();
  const nas = await FakeNas.open({ secret: SECRET, server: portsOf(role) });
  run.afterwards(async () => nas.close());
  const changes: Change[] = [];
  for (const one of await someOf(platform, size.changes / 2))
    for (const password of [`new ${one.username}`, seeded(one)])
      changes.push(await change(door, token, nas, one, password));
  return changes;
};

/** Log-ins of those who are not online: the others come from other stations than their sessions. */
const logInsOf = async (run: Run, role: RoleProcess, size: Size): Promise<number | undefined> => {
  const radload = findRadload(run);
  if (radload === undefined) return undefined;
  const server = { port: portsOf(role).auth_port, also: ['--require-ma'], pids: [role.pid] };
  const offline = ['--user-base', size.online, '-u', size.users - size.online];
  const args = ['-m', 'auth-pap', ...offline, '-t', size.seconds, '--seed', run.seed, '-S', 16, '-w', 32];
  const { rate } = await load(radload, server, [...args, '--wrong', 0.02, '--unknown', 0.02]);
  return rate;
};

const row = (what: string, unit: string, ours: readonly number[], target = ''): Row => ({
  ...{ bench: 'million', what, unit, ours, mark: '–', theirs: [], less: true, target },
});

/** A million subscribers, a hundred thousand online, five thousand NASes. */
export const million: Bench = {
  name: 'million',
  run: async (run) => {
    const size = run.quick ? QUICK : SIZE;
    const platform = await setStage(run, size);
    const { role, ready } = await startRadius(platform, size);
    run.say(`ready in ${ready.map((one) => one.seconds.toFixed(1)).join(', ')} s`);
    const changes = await changesOf(run, platform, role, size);
    const rate = await logInsOf(run, role, size);
    const after = megabytes(role.pid);
    const alone = await directoryOf(platform);
    const seen = changes.map((one) => one.seen).sort((a, b) => a - b);
    const whole = changes.map((one) => one.whole).sort((a, b) => a - b);
    const memory = ready.map((one) => one.megabytes);
    const loaded =
      rate === undefined
        ? 'no log-ins were sent: RADLOAD is not set'
        : `${Math.round(rate)} log-ins/s for ${size.seconds} s before the memory was read again`;
    return {
      rows: [
        row(
          'from start to ready',
          's',
          ready.map((one) => one.seconds),
          'ours ≤ 20',
        ),
        row('memory when ready', 'MB', memory, 'ours ≤ 600'),
        row('memory after changes and log-ins', 'MB', [after], 'ours ≤ 600'),
        row('the directory’s rows alone', 'MB', [alone]),
        row('change answered by the API → log-in let on, median', 'ms', [median(seen)]),
        row('change answered by the API → log-in let on, 99 of 100', 'ms', [quantile(seen, 0.99)], 'ours ≤ 100'),
        row('change asked of the API → log-in let on, 99 of 100', 'ms', [quantile(whole, 0.99)]),
      ],
      remarks: [
        `${size.users.toLocaleString('en-US')} users, ${size.online.toLocaleString('en-US')} online, ${size.nases} NASes, or what ISP_DATA_DIR has; ${changes.length} changes of a password, one after another, each tried every ${AGAIN_MS} ms; ${loaded}.`,
      ],
    };
  },
};

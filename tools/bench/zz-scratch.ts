import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fill } from './fill.ts';
import { openPlatform } from './platform.ts';

const undone: (() => Promise<unknown>)[] = [];
const run = {
  quick: false,
  seed: 1,
  profiles: process.env.PROF,
  say: (l: string) => console.error(l),
  afterwards: (u: () => Promise<unknown>) => void undone.push(u),
};
const users = Number(process.env.USERS ?? 20000);
const platform = await openPlatform(run);
await fill(platform, { accounts: users, seed: 1, log_ins: true });
const role = await platform.start('radius', { ISP_RADIUS_AUTH_PORT: '0', ISP_RADIUS_ACCT_PORT: '0' });
const [, a, b] = /radius (\d+)\/(\d+)/.exec(role.at) ?? [];
writeFileSync(
  '/tmp/spd/up.json',
  JSON.stringify({ auth: a, acct: b, pid: role.pid, pg: platform.postgres_pid, url: platform.url }),
);
console.log('up', role.at, role.pid);
let stop = false;
process.on('SIGTERM', () => {
  stop = true;
});
process.on('SIGINT', () => {
  stop = true;
});
while (!stop) await sleep(200);
for (let u = undone.pop(); u; u = undone.pop()) await u().catch((e: unknown) => console.error(String(e)));
process.exit(0);

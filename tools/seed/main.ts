/**
 * `node tools/seed/main.ts --accounts N [--months M] [--online N] [--nases N] [--log-ins N]`
 *
 * Fills an empty installation (DATABASE_URL, or the data directory's own database) straight by SQL, for benches and to look at screens at size.
 * A million: `node tools/seed/main.ts --accounts 1000000 --online 100000 --nases 5000 --log-ins 4000000`.
 */
import { parseArgs } from 'node:util';
import { dayIn, Fault } from '@isp/values';
import { realNow } from '../../server/src/kernel/clock.ts';
import { readConfig } from '../../server/src/kernel/config.ts';
import { sql } from '../../server/src/kernel/db.ts';
import { migrate } from '../../server/src/kernel/migrate.ts';
import { createLogger } from '../../server/src/kernel/observe.ts';
import { openKernel } from '../../server/src/kernel/open.ts';
import { registry } from '../../server/src/main/app.ts';
import { borrowDatabase } from '../../server/src/main/database.ts';
import { prepare } from '../../server/src/main/serve.ts';
import { seedLogIns } from './log-ins.ts';
import { seedOnline } from './online.ts';
import { seedRollUps } from './roll-ups.ts';
import { seedDatabase } from './seed.ts';

const LOGGED_DAYS = 28;
const text = (fallback: string) => ({ type: 'string', default: fallback }) as const;
const { values } = parseArgs({
  options: {
    accounts: { type: 'string' },
    months: text('1'),
    online: text('0'),
    nases: text('20'),
    'log-ins': text('0'),
  },
});
const [accounts, months] = [Number(values.accounts), Number(values.months)];
const [sessions, nases, log_ins] = [Number(values.online), Number(values.nases), Number(values['log-ins'])];
if (![accounts, months, sessions, nases, log_ins].every(Number.isInteger)) {
  console.error('usage: node tools/seed/main.ts --accounts N [--months M] [--online N] [--nases N] [--log-ins N]');
  process.exit(2);
}

const began = performance.now();
const say = (line: string) => console.log(`${((performance.now() - began) / 1000).toFixed(1).padStart(7)} s  ${line}`);
const config = readConfig();
const database = await borrowDatabase(config, () => {});
try {
  await migrate(database.url);
  await prepare(config, database.url);
  const kernel = await openKernel({
    config,
    url: database.url,
    registry,
    log: createLogger(config.log_level, 'seed'),
    connections: 2,
  });
  try {
    const zone = 'Europe/Berlin';
    await seedDatabase(kernel, {
      accounts,
      months,
      today: dayIn(realNow(), zone),
      told: (done) => say(`${done} accounts`),
    });
    if (sessions > 0) await seedOnline(kernel, { sessions, nases });
    say(`${sessions} sessions`);
    if (log_ins > 0) await seedLogIns(kernel, { log_ins, days: LOGGED_DAYS });
    say(`${log_ins} log-ins`);
    await seedRollUps(kernel, realNow(), zone);
    await sql`vacuum analyze`.execute(kernel.db);
    say('done');
  } finally {
    await kernel.close();
  }
} catch (error) {
  console.error(
    error instanceof Fault ? `${error.message}\n${error.remedy}` : error instanceof Error ? error.message : error,
  );
  process.exitCode = 1;
} finally {
  await database.stop();
}

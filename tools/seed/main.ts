/**
 * `node tools/seed/main.ts --accounts N [--months M] [--online N] [--nases N]`
 *
 * Fills an empty installation (DATABASE_URL, or the data directory's own database) straight by SQL, for benches and to look at screens at size.
 */
import { parseArgs } from 'node:util';
import { dayIn, Fault } from '@isp/values';
import { realNow } from '../../server/src/kernel/clock.ts';
import { readConfig } from '../../server/src/kernel/config.ts';
import { migrate } from '../../server/src/kernel/migrate.ts';
import { createLogger } from '../../server/src/kernel/observe.ts';
import { openKernel } from '../../server/src/kernel/open.ts';
import { registry } from '../../server/src/main/app.ts';
import { borrowDatabase } from '../../server/src/main/database.ts';
import { prepare } from '../../server/src/main/serve.ts';
import { seedOnline } from './online.ts';
import { seedDatabase } from './seed.ts';

const text = (fallback: string) => ({ type: 'string', default: fallback }) as const;
const { values } = parseArgs({
  options: { accounts: { type: 'string' }, months: text('1'), online: text('0'), nases: text('20') },
});
const [accounts, months] = [Number(values.accounts), Number(values.months)];
const [sessions, nases] = [Number(values.online), Number(values.nases)];
if (![accounts, months, sessions, nases].every(Number.isInteger)) {
  console.error('usage: node tools/seed/main.ts --accounts N [--months M] [--online N] [--nases N]');
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
    await seedDatabase(kernel, {
      accounts,
      months,
      today: dayIn(realNow(), 'Europe/Berlin'),
      told: (done) => say(`${done} accounts`),
    });
    if (sessions > 0) await seedOnline(kernel, { sessions, nases });
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

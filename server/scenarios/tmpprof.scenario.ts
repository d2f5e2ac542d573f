import { expect, test } from 'vitest';
import { instant } from '@isp/values';
import { startPlatform } from './platform.ts';
import { noon, Year } from './year.ts';
import { schedules } from '../src/main/app.ts';
import { turnClock } from '../src/kernel/schedule.ts';
test('prof', async () => {
  const isp = await startPlatform({ now: noon(0) });
  const year = new Year(isp); await year.begin();
  const t: Record<string, [number, number]> = {};
  const wrapped = schedules.map((s) => ({ ...s, run: async (k: never, at: never, z: never) => { const b = performance.now(); await (s.run as any)(k, at, z); const e = (t[s.name] ??= [0, 0]); e[0] += performance.now() - b; e[1]++; } }));
  const b = performance.now();
  const cpu = process.cpuUsage();
  const n = await turnClock(isp.db.kernel, wrapped as any, instant(noon(60)));
  const total = performance.now() - b;
  const used = process.cpuUsage(cpu);
  let sum = 0; for (const [k, [ms, c]] of Object.entries(t)) { sum += ms; console.log(k, c, (ms / c).toFixed(2)); }
  console.log('occurrences', n, 'total', total, 'runs', sum, 'overhead each', (total - sum) / n, 'cpu ms', (used.user+used.system)/1000);
  await isp.stop();
}, 120000);

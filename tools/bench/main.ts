/**
 * `npm run bench -- [name…] [--quick] [--seed N] [--json FILE] [--profile DIR] [--publish]`
 *
 * Runs the benches (`radius-auth radius-acct crowd bill-run bill-growth rating api million`), each against a limit or a peer measured in the same rounds, or a target. Prints a Markdown table;
 * `--json` writes every figure of every round, `--profile` CPU profiles of our side, `--publish` puts the tables into their places in docs/benchmarks.md.
 * Tools that the platform does not need come by the environment: `RADLOAD`, the load generator's binary, and `FREERADIUS_TOOLS`, the directory
 * of its FreeRADIUS scripts.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { api } from './api.ts';
import { billGrowth } from './bill-growth.ts';
import { billRun } from './bill-run.ts';
import { crowd } from './crowd.ts';
import { lookAtMachine, machineLine } from './machine.ts';
import type { Bench, Row } from './measure.ts';
import { million } from './million.ts';
import { radiusAcct } from './radius-acct.ts';
import { radiusAuth } from './radius-auth.ts';
import { rating } from './rating.ts';
import { markdown, publish, type Report } from './report.ts';

const BENCHES: readonly Bench[] = [radiusAuth, radiusAcct, crowd, billRun, billGrowth, rating, api, million];
const PAGE = join(import.meta.dirname, '../../docs/benchmarks.md');

const text = { type: 'string' } as const;
const flag = { type: 'boolean', default: false } as const;
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: flag, publish: flag, seed: { ...text, default: '1' }, json: text, profile: text },
});

const say = (line: string): void => console.error(line);

const undone: (() => Promise<unknown>)[] = [];
const undoAll = async (): Promise<void> => {
  for (let undo = undone.pop(); undo; undo = undone.pop())
    await undo().catch((error: unknown) => say(`could not clean up: ${error}`));
};
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void undoAll().finally(() => process.exit(130)));

const chosen = (): readonly Bench[] => {
  const unknown = positionals.find((name) => !BENCHES.some((bench) => bench.name === name));
  if (unknown !== undefined)
    throw new Error(`there is no bench ${unknown}; there are ${BENCHES.map((bench) => bench.name).join(', ')}`);
  return positionals.length === 0 ? BENCHES : BENCHES.filter((bench) => positionals.includes(bench.name));
};

/** What to type for the same figures: without what only says where they go. */
const commandLine = (): string => {
  const tools = ['RADLOAD', 'FREERADIUS_TOOLS'].filter((name) => process.env[name]).map((name) => `${name}=…`);
  const asked = [...positionals, ...(options.quick ? ['--quick'] : []), ...(seed === 1 ? [] : [`--seed ${seed}`])];
  return [...tools, 'npm run bench', ...(asked.length > 0 ? ['--', ...asked] : [])].join(' ');
};

const profiles = options.profile === undefined ? undefined : resolve(options.profile);
if (profiles !== undefined) mkdirSync(profiles, { recursive: true });

const seed = Number.parseInt(options.seed, 10);
const machine = lookAtMachine();
const began = performance.now();
const rows: Row[] = [];
const remarks: string[] = [];
say(`seed ${seed}; ${machineLine(machine)}`);

for (const bench of chosen()) {
  say(`${bench.name} …`);
  const run = {
    quick: options.quick,
    seed,
    profiles,
    say: (line: string) => say(`  ${line}`),
    afterwards: (undo: () => Promise<unknown>) => void undone.push(undo),
  };
  try {
    const found = await bench.run(run);
    rows.push(...found.rows);
    remarks.push(...found.remarks.map((remark) => `${bench.name}: ${remark}`));
  } catch (error) {
    process.exitCode = 1;
    remarks.push(`${bench.name}: **failed**: ${error instanceof Error ? error.message : error}`);
    say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  } finally {
    await undoAll();
  }
}

const report: Report = {
  command: commandLine(),
  at: new Date().toISOString(),
  seconds: (performance.now() - began) / 1000,
  seed,
  quick: options.quick,
  machine,
  load_after: lookAtMachine().load,
  rows,
  remarks,
};
console.log(markdown(report));
if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(report, null, 2)}\n`);
if (options.publish)
  publish(
    PAGE,
    report,
    chosen().map(({ name }) => name),
  );

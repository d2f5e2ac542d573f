/**
 * `ISP_DATA_DIR=… node tools/routes/main.ts [--over MS] [--only TEXT] [--json FILE]`
 *
 * Asks a seeded installation (tools/seed) every question that can be asked by GET: each route, by each of its sorts, by each filter, by each two of them; three times, and the second page. Prints those that
 * took longer than `--over` (100 ms), the slowest first. It measures; no check depends on it.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type pg from 'pg';
import { startDoor } from '../bench/door.ts';
import { median } from '../bench/measure.ts';
import { openPlatform } from '../bench/platform.ts';
import { type Case, casesOf, type Description, routesOf, type Samples } from './cases.ts';
import { samplesOf } from './samples.ts';

const { values: options } = parseArgs({
  options: {
    over: { type: 'string', default: '100' },
    only: { type: 'string', default: '' },
    json: { type: 'string' },
  },
});
const ROUNDS = 3;
/** What took so long is not asked again. */
const ENOUGH_MS = 400;
const ROUTES_TO_SHOW = 30;

interface Found {
  readonly route: string;
  readonly url: string;
  readonly status: number;
  /** Milliseconds: the first time, and the middle of the others. */
  readonly first: number;
  readonly ms: number;
  readonly kilobytes: number;
  readonly next: string | null;
}

const undone: (() => Promise<unknown>)[] = [];
const say = (line: string): void => console.error(line);

interface Door {
  readonly base: string;
  readonly token: () => Promise<string>;
}

let token = '';
let asked = 0;

const get = async (
  { base, token: another }: Door,
  url: string,
): Promise<{ status: number; text: string; ms: number }> => {
  if (asked++ % 2000 === 0) token = await another();
  const began = performance.now();
  const response = await fetch(`${base}${url}`, { headers: { authorization: `Bearer ${token}` } });
  const text = await response.text();
  return { status: response.status, text, ms: performance.now() - began };
};

const nextOf = (text: string): string | null =>
  (JSON.parse(text) as { next_cursor?: string | null }).next_cursor ?? null;

const ask = async (door: Door, { route }: Pick<Case, 'route'>, url: string): Promise<Found> => {
  const first = await get(door, url);
  const times: number[] = [];
  for (let i = 0; i < ROUNDS && first.ms < ENOUGH_MS; i++) times.push((await get(door, url)).ms);
  const next = first.status === 200 ? nextOf(first.text) : null;
  const ms = times.length > 0 ? median(times) : first.ms;
  return { route, url, status: first.status, first: first.ms, ms, kilobytes: first.text.length / 1024, next };
};

/** The fields a list can be sorted by are in the refusal of one it cannot. */
const sortsOf = async (
  door: Door,
  route: string,
  samples: Samples,
  parameters: Parameters<typeof casesOf>[1],
): Promise<string[]> => {
  if (!parameters.some(({ name }) => name === 'sort')) return [];
  const [plain] = casesOf(route, parameters, [], samples) ?? [];
  if (!plain) return [];
  const { text } = await get(door, `${plain.url}${plain.url.includes('?') ? '&' : '?'}sort=none`);
  const { detail = '' } = JSON.parse(text) as { detail?: string };
  return (/it can be by ([a-z_, ]+)\./.exec(detail)?.[1] ?? '').split(', ').filter(Boolean);
};

const askAll = async (door: Door, client: pg.Client): Promise<Found[]> => {
  const samples = await samplesOf(client);
  const description = JSON.parse((await get(door, '/api/openapi.json')).text) as Description;
  const found: Found[] = [];
  for (const [route, parameters] of routesOf(description)) {
    if (!route.includes(options.only)) continue;
    const sorts = await sortsOf(door, route, samples, parameters);
    const cases = casesOf(route, parameters, sorts, samples);
    if (!cases) {
      say(`${route}: not asked, there is no value for it`);
      continue;
    }
    const before = found.length;
    for (const one of cases) {
      const page = await ask(door, one, one.url);
      found.push(page);
      if (page.next !== null)
        found.push(await ask(door, one, `${one.url}${one.url.includes('?') ? '&' : '?'}cursor=${page.next}`));
    }
    const of = found.slice(before);
    const slowest = of.reduce((a, b) => (b.ms > a.ms ? b : a));
    say(
      `${route}: ${of.length} questions, sorts ${sorts.join(' ') || 'none'}; slowest ${slowest.ms.toFixed(0)} ms ${slowest.url}`,
    );
  }
  return found;
};

const lineOf = ({ url, status, first, ms, kilobytes }: Found): string =>
  `| ${ms.toFixed(0)} | ${first.toFixed(0)} | ${kilobytes.toFixed(0)} | ${status} | ${decodeURIComponent(url)
    .replace('/api/v1', '')
    .replace(/cursor=[^&]*/, 'cursor=…')} |`;

const HEAD = '| ms | first | kB | status | question |\n| --- | --- | --- | --- | --- |';

const show = (found: readonly Found[]): void => {
  const slowFirst = [...found].sort((a, b) => b.ms - a.ms);
  const slow = slowFirst.filter(({ ms }) => ms > Number(options.over));
  console.log(
    `${found.length} questions, ${slow.length} over ${options.over} ms, median ${median(found.map(({ ms }) => ms)).toFixed(1)} ms\n`,
  );
  console.log([HEAD, ...slow.map(lineOf)].join('\n'));
  const failed = found.filter(({ status }) => status >= 400);
  if (failed.length > 0) console.log(`\nrefused:\n${[HEAD, ...failed.map(lineOf)].join('\n')}`);
  const routes = [...Map.groupBy(slowFirst, ({ route }) => route).values()].map(([slowest]) => slowest as Found);
  console.log(
    `\nthe slowest routes, by their slowest question:\n${[HEAD, ...routes.slice(0, ROUTES_TO_SHOW).map(lineOf)].join('\n')}`,
  );
};

const measure = async (): Promise<void> => {
  const dir = process.env.ISP_DATA_DIR;
  if (dir === undefined)
    throw new Error('ISP_DATA_DIR: the data directory of a seeded installation (tools/seed/main.ts)');
  const run = {
    quick: false,
    seed: 1,
    profiles: undefined,
    say,
    afterwards: (undo: () => Promise<unknown>) => void undone.push(undo),
  };
  const platform = await openPlatform(run, dir);
  const { port, token: tokenOf } = await startDoor(platform);
  const found = await askAll({ base: `http://localhost:${port}`, token: tokenOf }, platform.client);
  if (options.json !== undefined) writeFileSync(options.json, JSON.stringify(found));
  show(found);
};

try {
  await measure();
} finally {
  for (let undo = undone.pop(); undo; undo = undone.pop()) await undo();
}

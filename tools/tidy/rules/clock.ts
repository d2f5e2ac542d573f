import { codeIn, except } from '../places.ts';
import { eachNode, type Hit, type Rule } from '../rule.ts';
import type { Seen, Source } from '../source.ts';
import { dotted, readsOf } from '../syntax.ts';

const isClockFile = (path: string): boolean => path === 'server/src/kernel/clock.ts';

const bareDate = ({ node }: Seen): string | undefined => {
  if (node.type !== 'NewExpression' && node.type !== 'CallExpression') return undefined;
  if (dotted(node.callee) !== 'Date') return undefined;
  return node.type === 'CallExpression' || node.arguments.length === 0 ? 'Date reads the clock' : undefined;
};

const clockReads = (source: Source): Hit[] =>
  readsOf(source, ['Date.now', 'Temporal.Now', 'performance.timeOrigin']).map(({ at, name }) => ({
    at,
    reason: `${name} reads the clock`,
  }));

/** The time of day is read in one file, so a test can turn it. `performance.now()` measures durations and is free. */
export const clockInOnePlace: Rule = {
  name: 'clock-in-one-place',
  where: except(codeIn(/^server\//, /^values\//, /^radius\//), isClockFile),
  find: (source) => [...clockReads(source), ...eachNode(bareDate)(source)],
  remedy: 'take now from ctx, or the clock of server/src/kernel/clock.ts at a door',
  bad: [
    ['server/src/billing/issue-invoice.ts', 'const at = Date.now();'],
    ['server/src/billing/issue-invoice.ts', 'const later = [1].map(Date.now);'],
    ['server/src/billing/issue-invoice.ts', 'const at = new Date();'],
    ['server/src/kernel/cache.ts', 'const at = Date();'],
    ['values/day.ts', 'const at = Temporal.Now.plainDateISO();'],
    ['radius/packet.ts', 'const at = globalThis.Date.now();'],
  ],
  good: [
    ['server/src/kernel/clock.ts', 'export const now = () => Date.now();'],
    ['server/src/aaa/answer.ts', 'const began = performance.now();'],
    [
      'values/instant.ts',
      'export const f = (ms: number) => new Date(ms); export const g = (t: string) => Date.parse(t);',
    ],
    ['tools/bench/main.ts', 'const at = Date.now();'],
    ['values/id.test.ts', 'const at = Date.now();'],
  ],
};

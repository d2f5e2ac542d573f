import { codeIn } from '../places.ts';
import { eachNode, type Hit, type Rule } from '../rule.ts';
import type { Seen, Source } from '../source.ts';
import { readsOf } from '../syntax.ts';

const inCore = codeIn(/^server\/src\/[^/]+\/core\//);

const WAITING = new Set([
  'AwaitExpression',
  'ForOfStatement',
  'ArrowFunctionExpression',
  'FunctionDeclaration',
  'FunctionExpression',
]);

const waits = ({ node }: Seen): string | undefined => {
  if (!WAITING.has(node.type)) return undefined;
  if (node.type === 'AwaitExpression') return 'core/ waits';
  if ('async' in node && node.async === true) return 'core/ has an async function';
  return node.type === 'ForOfStatement' && node.await ? 'core/ waits' : undefined;
};

const promises = (source: Source): Hit[] =>
  readsOf(source, ['Promise', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask']).map(({ at, name }) => ({
    at,
    reason: `core/ uses ${name}`,
  }));

/** `core/` gives its answer at once. */
export const coreIsSynchronous: Rule = {
  name: 'core-is-synchronous',
  where: inCore,
  find: (source) => [...eachNode(waits)(source), ...promises(source)],
  remedy: 'let the verb read what is needed and hand it to core/ as plain values',
  bad: [
    ['server/src/billing/core/tax.ts', 'export const tax = async () => 1;'],
    ['server/src/billing/core/tax.ts', 'export async function tax() {}'],
    ['server/src/billing/core/tax.ts', 'export const tax = (load: () => Promise<number>) => load;'],
    ['server/src/billing/core/tax.ts', 'await tax();'],
    ['server/src/aaa/core/clock/tick.ts', 'setTimeout(() => {}, 1);'],
  ],
  good: [
    ['server/src/billing/core/tax.ts', 'export const tax = (net: bigint) => net / 5n; // a Promise, async'],
    ['server/src/billing/core/tax.test.ts', 'await tax();'],
    ['server/src/billing/issue-invoice.ts', 'export const issueInvoice = async () => 1;'],
  ],
};

const IMPURE = ['Date.now', 'performance', 'Math.random', 'crypto', 'process', 'fetch', 'console', 'Temporal.Now'];

const IMPURE_MODULES = /^(node:)?(crypto|fs|process|perf_hooks|timers|os|child_process|worker_threads)(\/|$)/;

const impureReads = (source: Source): Hit[] =>
  readsOf(source, IMPURE).map(({ at, name }) => ({ at, reason: `core/ reads ${name}` }));

const impureNode = ({ node }: Seen): string | undefined => {
  if (node.type === 'NewExpression' && node.callee.type === 'Identifier' && node.callee.name === 'Date')
    return 'core/ makes a Date';
  return node.type === 'ImportDeclaration' && IMPURE_MODULES.test(node.source.value)
    ? `core/ imports ${node.source.value}`
    : undefined;
};

/** `core/` gives the same answer to the same question: no clock, no chance, no world. */
export const coreIsPure: Rule = {
  name: 'core-is-pure',
  where: inCore,
  find: (source) => [...impureReads(source), ...eachNode(impureNode)(source)],
  remedy: 'take now, the random octets or the setting as an argument',
  bad: [
    ['server/src/billing/core/due.ts', 'export const due = () => Date.now();'],
    ['server/src/billing/core/due.ts', 'export const due = () => new Date(0);'],
    ['server/src/billing/core/due.ts', 'export const due = () => performance.now();'],
    ['server/src/billing/core/due.ts', 'export const draw = () => Math.random();'],
    ['server/src/billing/core/due.ts', 'export const draw = () => crypto.randomUUID();'],
    ['server/src/billing/core/due.ts', "import { randomBytes } from 'node:crypto';"],
    ['server/src/billing/core/due.ts', 'export const zone = () => process.env.TZ;'],
    ['server/src/billing/core/due.ts', "export const load = () => fetch('x');"],
    ['server/src/billing/core/due.ts', 'export const now = () => Temporal.Now.instant();'],
  ],
  good: [
    ['server/src/billing/core/due.ts', 'export const due = (now: string, p: { process: string }) => now + p.process;'],
    ['server/src/billing/core/due.ts', "export const say = () => 'Date.now() and Math.random()';"],
    ['server/src/billing/core/due.test.ts', 'const seed = Math.random();'],
  ],
};

import { codeIn } from '../places.ts';
import { eachNode, type Hit, type Rule } from '../rule.ts';
import type { Seen, Source } from '../source.ts';
import { calledName, isReference, readsOf } from '../syntax.ts';

const whereMoneyIs = codeIn(
  /^values\/(money|decimal|rounding|split)(-[^/]*)?\.ts$/,
  /^server\/src\/(billing|payments|tariffs|resellers|flows)\//,
);

/** `Number(x)` and `.map(Number)`, but not `Number.isInteger(x)`. */
const numberAsFunction = (seen: Seen): string | undefined => {
  const { node, parent } = seen;
  if (node.type === 'CallExpression') return calledName(node) === 'toFixed' ? 'toFixed() rounds in binary' : undefined;
  if (node.type !== 'Identifier' || node.name !== 'Number' || !isReference(seen)) return undefined;
  if (parent?.node.type === 'MemberExpression' || parent?.node.type === 'TSTypeReference') return undefined;
  return 'Number() loses minor units beyond 2^53';
};

const parses = (source: Source): Hit[] =>
  readsOf(source, ['parseFloat', 'Number.parseFloat']).map(({ at, name }) => ({
    at,
    reason: `${name} makes a binary fraction`,
  }));

/** Money is whole minor units in a `bigint`, rates are exact decimals: never a floating-point number. */
export const moneyIsExact: Rule = {
  name: 'money-is-exact',
  where: whereMoneyIs,
  find: (source) => [...parses(source), ...eachNode(numberAsFunction)(source)],
  remedy: 'keep bigint minor units, or a Decimal of values/decimal.ts',
  bad: [
    ['values/money.ts', 'export const f = (t: string) => parseFloat(t);'],
    ['values/decimal.ts', 'export const f = (t: string) => Number.parseFloat(t);'],
    ['server/src/billing/core/invoice.ts', 'export const f = (n: number) => n.toFixed(2);'],
    ['server/src/flows/paid.ts', 'export const f = (n: bigint) => Number(n);'],
    ['server/src/resellers/settle.ts', "export const f = (t: string) => t.split(',').map(Number);"],
  ],
  good: [
    ['values/money.ts', 'export const f = (n: number) => Number.isSafeInteger(n) && n < Number.MAX_SAFE_INTEGER;'],
    ['server/src/billing/core/invoice.test.ts', 'const n = Number(total);'],
    ['server/src/network/poll.ts', 'export const poll = (t: string) => parseFloat(t);'],
  ],
};

/** Which duties the tests say they show, read from their names. */

import { type Seen, type Source, sourceOf } from '../../tools/tidy/source.ts';
import { dotted, rootName, textOf } from '../../tools/tidy/syntax.ts';
import type { Duty } from './duties.ts';

/** A number at the end of a test's name. */
export interface Shown {
  readonly number: number;
  readonly where: string;
}

const TAG = /\((?:duty (\d+)|duties (\d+(?:, \d+)+))\)$/;
const TESTS = new Set(['test', 'it']);

type Call = Seen & { readonly node: Extract<Seen['node'], { type: 'CallExpression' }> };

const isCall = (seen: Seen | undefined): seen is Call => seen?.node.type === 'CallExpression';

const isSkipped = ({ node }: Call): boolean => /\.(skip|todo)$/.test(dotted(node.callee) ?? '');

/** The title of the test that a call makes: the first argument of `test(…)`, or of what `test.each(…)` gives. */
const titleOf = ({ node }: Call): string | undefined => {
  const [first] = node.arguments;
  return first === undefined ? undefined : textOf(first);
};

/** The call that makes a test of the table which `seen` stands in, if it stands in one. */
const tableOf = (seen: Seen): Call | undefined => {
  for (let at = seen.parent; at !== undefined; at = at.parent)
    if (isCall(at) && TESTS.has(rootName(at.node.callee) ?? '')) return isCall(at.parent) ? at.parent : undefined;
  return undefined;
};

/** True when the text is a test's whole title, or ends one: it stands first in its row and the title ends in `%s`. */
const endsName = (seen: Seen): boolean => {
  const { parent } = seen;
  if (isCall(parent) && TESTS.has(rootName(parent.node.callee) ?? ''))
    return parent.node.arguments[0] === seen.node && !isSkipped(parent);
  const table = tableOf(seen);
  const isFirst = parent?.node.type === 'ArrayExpression' && parent.node.elements[0] === seen.node;
  return table !== undefined && isFirst && !isSkipped(table) && titleOf(table)?.endsWith('%s') === true;
};

const textsIn = (source: Source) =>
  source.parsed().nodes.flatMap((seen) => {
    const text = textOf(seen.node);
    return text !== undefined && /\(dut(y|ies) /.test(text) ? [{ seen, text }] : [];
  });

/** What the names of a file's tests show, and the places where a number stands that ends no test's name. */
export const readDuties = (path: string, text: string): { shown: Shown[]; strays: string[] } => {
  const source = sourceOf(path, text);
  const shown: Shown[] = [];
  const strays: string[] = [];
  for (const { seen, text: name } of textsIn(source)) {
    const where = `${path}:${source.lineAt(seen.node.start)}`;
    const [, one, several] = TAG.exec(name) ?? [];
    const numbers = one ?? several;
    if (numbers === undefined || !endsName(seen))
      strays.push(`${where} carries a duty where no test’s name ends: ${name}`);
    else for (const number of numbers.split(', ')) shown.push({ number: Number.parseInt(number, 10), where });
  }
  return { shown, strays };
};

/** What is wrong between the index and the tests, a line each. */
export const faultsOf = (duties: readonly Duty[], shown: readonly Shown[]): string[] => {
  const known = new Set(duties.map(({ number }) => number));
  const byNumber = Map.groupBy(shown, ({ number }) => number);
  const strangers = shown.filter(({ number }) => !known.has(number));
  return [
    ...strangers.map(({ number, where }) => `${where} names duty ${number}, which there is not`),
    ...duties.flatMap(({ number, weight, says, missing }) => {
      const tests = byNumber.get(number) ?? [];
      if (missing !== undefined)
        return tests.map(({ where }) => `duty ${number} is said to be missing, and ${where} shows it`);
      return tests.length === 0 && weight !== 'S' ? [`duty ${number} (${weight}: ${says}) is shown by no test`] : [];
    }),
  ];
};

import type { Node } from 'oxc-parser';
import { isCode } from './places.ts';
import { lineCount, type Seen, type Source } from './source.ts';
import { dotted, rootName } from './syntax.ts';

/** A file may have this many lines, a function that many. */
export const LIMITS = { file: 400, function: 60 } as const;

/** Something measured: a file (`name` empty) or a function of it. */
export interface Size {
  readonly path: string;
  readonly name: string;
  readonly line: number;
  readonly lines: number;
}

const DATA = /(^|\/)dictionary\//;
const FUNCTIONS = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);
const SUITES = new Set(['describe', 'suite']);

const keyName = (node: Node): string | undefined => {
  if (!('key' in node) || node.key === null || typeof node.key !== 'object') return undefined;
  const key = node.key as Node;
  return key.type === 'PrivateIdentifier' ? `#${key.name}` : dotted(key);
};

/** The name of a function, or of what holds it, or of what it is handed to. */
const nameOf = ({ node, parent }: Seen): string => {
  if ('id' in node && node.id?.type === 'Identifier') return node.id.name;
  const holder = parent?.node;
  if (holder === undefined) return 'anonymous';
  if (holder.type === 'VariableDeclarator') return dotted(holder.id) ?? 'anonymous';
  if (holder.type === 'CallExpression') return `${dotted(holder.callee) ?? rootName(holder.callee) ?? ''}()`;
  return keyName(holder) ?? 'anonymous';
};

const isSuite = ({ parent }: Seen): boolean =>
  parent?.node.type === 'CallExpression' && SUITES.has(rootName(parent.node.callee) ?? '');

const functionSizes = (source: Source): Size[] =>
  source
    .parsed()
    .nodes.filter((seen) => FUNCTIONS.has(seen.node.type) && !isSuite(seen))
    .map((seen) => {
      const line = source.lineAt(seen.node.start);
      return { path: source.path, name: nameOf(seen), line, lines: source.lineAt(seen.node.end) - line + 1 };
    })
    .filter(({ lines }) => lines > LIMITS.function);

/** The file and the functions of it that are longer than the limits. Dictionaries and generated files are data, and exempt. */
export const oversized = (source: Source): Size[] => {
  if (!isCode(source.path) || DATA.test(source.path)) return [];
  const lines = lineCount(source.text);
  const file = { path: source.path, name: '', line: 1, lines };
  return [...(lines > LIMITS.file ? [file] : []), ...functionSizes(source)];
};

/** Reads every refusal of the platform out of the sources: what `defineFault` declares, and what is thrown as `new Fault` by its code. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Node, parseSync, Visitor } from 'oxc-parser';

export interface DeclaredFault {
  readonly code: string;
  /** The HTTP status; `undefined` when it differs from case to case. */
  readonly status: number | undefined;
  /** What is said, with `{name}` where a value stands. */
  readonly message: string;
  readonly remedy: string;
  readonly file: string;
}

const ROOT = join(import.meta.dirname, '../..');
const SOURCES = '{server/src,radius}/**/*.ts';
const isTest = (file: string) => /\.(test|spec|fixture|scenario)\.ts$|node_modules/.test(file);

const literal = (node: Node | undefined): string | number | undefined =>
  node?.type === 'Literal' && (typeof node.value === 'string' || typeof node.value === 'number')
    ? node.value
    : undefined;

const textOf = (node: Node | undefined): string | undefined => {
  const value = literal(node);
  if (typeof value === 'string') return value;
  return node?.type === 'TemplateLiteral' && node.expressions.length === 0
    ? (node.quasis[0]?.value.cooked ?? undefined)
    : undefined;
};

/** The name of the value an expression shows: `p.code` is `code`, `p.problems.map(…)` is `problems`. */
const shownName = (source: string): string => /\bp\.(\w+)/.exec(source)?.[1] ?? /^\w+$/.exec(source)?.[0] ?? '…';

const sentence = (node: Node | undefined, source: string): string => {
  if (node?.type === 'ArrowFunctionExpression') return sentence(node.body, source);
  if (node?.type === 'TemplateLiteral')
    return node.quasis
      .map(
        (q, i) =>
          q.value.cooked +
          (node.expressions[i]
            ? `{${shownName(source.slice(node.expressions[i].start, node.expressions[i].end))}}`
            : ''),
      )
      .join('');
  if (node?.type === 'ConditionalExpression')
    return `${sentence(node.consequent, source)} / ${sentence(node.alternate, source)}`;
  return textOf(node) ?? (node ? `{${shownName(source.slice(node.start, node.end))}}` : '');
};

const declared = (args: readonly Node[], source: string, file: string): DeclaredFault[] => {
  const [code, status, say, remedy] = args;
  const text = textOf(code);
  if (text === undefined) return [];
  const number = literal(status);
  return [
    {
      code: text,
      status: typeof number === 'number' ? number : undefined,
      message: sentence(say, source),
      remedy: textOf(remedy) ?? '',
      file,
    },
  ];
};

const isNamed = (node: Node, name: string): boolean => node.type === 'Identifier' && node.name === name;

/** The refusals that one file declares. */
export const faultsIn = (source: string, file: string): DeclaredFault[] => {
  const found: DeclaredFault[] = [];
  new Visitor({
    CallExpression: (node) => {
      if (isNamed(node.callee, 'defineFault')) found.push(...declared(node.arguments, source, file));
    },
    NewExpression: (node) => {
      if (isNamed(node.callee, 'Fault')) found.push(...declared(node.arguments, source, file));
    },
  }).visit(parseSync(file, source).program);
  return found;
};

/** Every refusal there is, by code. */
export const allFaults = (): DeclaredFault[] =>
  globSync(SOURCES, { cwd: ROOT })
    .filter((file) => !isTest(file))
    .flatMap((file) => faultsIn(readFileSync(join(ROOT, file), 'utf8'), file.replaceAll('\\', '/')))
    .sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0));

const cell = (text: string): string =>
  text
    .replaceAll(/\s*\n\s*/g, ' ')
    .replaceAll('|', '\\|')
    .replaceAll('<', '&lt;');

const roomOf = (fault: DeclaredFault): string => fault.code.slice(0, fault.code.indexOf('.'));

/** `docs/FAULTS.md`. */
export const faultsPage = (faults: readonly DeclaredFault[]): string => {
  const rooms = [...Map.groupBy(faults, roomOf)].map(([room, own]) => {
    const rows = own.map((f) => `| \`${f.code}\` | ${f.status ?? '4xx'} | ${cell(f.message)} | ${cell(f.remedy)} |`);
    return `## ${room}\n\n| code | status | what is wrong | what to do |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`;
  });
  return `# Faults

Every refusal of the platform, as its \`title\` in a problem (RFC 9457) or on the command line. Words in braces stand for values of the case.
Generated from the sources by \`npm run faults\`.

${rooms.join('\n')}`;
};

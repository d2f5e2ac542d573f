import { codeIn, except, isStore, isWorld, roomOf } from '../places.ts';
import { eachNode, type Hit, type Rule } from '../rule.ts';
import type { Seen, Source } from '../source.ts';

const isVerbFile = except(
  codeIn(/^server\/src\/[^/]+\/[^/]+\.ts$/),
  isStore,
  isWorld,
  (path) => roomOf(path) === undefined || /\/(index|contract|routes|jobs|events|faults)\.ts$/.test(path),
);

/** `issueInvoice` for `issue-invoice.ts`. */
const verbOf = (path: string): string =>
  (path.split('/').at(-1) ?? '')
    .replace(/\.ts$/, '')
    .replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

const valueExports = (source: Source): { at: number; name: string }[] =>
  source
    .parsed()
    .module.staticExports.flatMap((statement) =>
      statement.entries
        .filter((entry) => !entry.isType)
        .map((entry) => ({ at: statement.start, name: entry.exportName.name ?? String(entry.exportName.kind) })),
    );

const FUNCTIONS = new Set(['ArrowFunctionExpression', 'FunctionExpression', 'CallExpression']);

const isExported = ({ parent }: Seen): boolean =>
  parent?.node.type === 'ExportNamedDeclaration' || parent?.parent?.node.type === 'ExportNamedDeclaration';

const notFunction = (seen: Seen): string | undefined => {
  const { node } = seen;
  if (node.type !== 'VariableDeclarator' || !isExported(seen) || node.init === null) return undefined;
  return FUNCTIONS.has(node.init.type) ? undefined : 'a verb file exports something that is no function';
};

const wrongExports = (source: Source): Hit[] => {
  const [verb, exports] = [verbOf(source.path), valueExports(source)];
  const others = exports.filter(({ name }) => name !== verb);
  if (others.length === exports.length) return [{ at: 0, reason: `a verb file that does not export ${verb}` }];
  return others.map(({ at, name }) => ({ at, reason: `a verb file exports ${name} beside ${verb}` }));
};

/** A file of a room that is no door, store or list is a verb: it exports one function, named like the file. */
export const oneVerbAFile: Rule = {
  name: 'one-verb-a-file',
  where: isVerbFile,
  find: (source) => [...wrongExports(source), ...eachNode(notFunction)(source)],
  remedy: 'one exported function named like the file; what decides goes to core/, what remembers to store.ts',
  bad: [
    ['server/src/billing/issue-invoice.ts', 'export const voidInvoice = () => 1;'],
    ['server/src/billing/issue-invoice.ts', 'export const issueInvoice = () => 1; export function again() {}'],
    ['server/src/billing/issue-invoice.ts', 'export const issueInvoice = 3;'],
    ['server/src/billing/issue-invoice.ts', "export * from './core/invoice.ts';"],
    ['server/src/billing/issue-invoice.ts', 'const issueInvoice = () => 1;'],
  ],
  good: [
    ['server/src/billing/issue-invoice.ts', 'export type Input = 1; export const issueInvoice = async () => 1;'],
    ['server/src/crm/open-2fa.ts', 'export function open2fa() {}'],
    ['server/src/billing/routes.ts', 'export const billingRoutes = []; export const more = 1;'],
    ['server/src/billing/core/invoice.ts', 'export const a = 1; export const b = 2;'],
    ['server/src/payments/gateways/stripe.ts', 'export const a = 1; export const b = 2;'],
    ['server/src/flows/access.ts', 'export const a = 1; export const b = 2;'],
  ],
};

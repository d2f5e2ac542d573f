import { isCode, isTest } from '../places.ts';
import { eachNode, type Rule } from '../rule.ts';
import type { Seen, Source } from '../source.ts';

const hidden = ({ node }: Seen, { path }: Source): string | undefined => {
  if (node.type === 'VariableDeclaration' && /using$/.test(node.kind))
    return 'a using declaration stops dependency-cruiser from reading the file';
  if (isTest(path)) return undefined;
  if (node.type === 'TSImportType') return 'a type is imported inline, where dependency-cruiser does not look';
  return node.type === 'ImportExpression' && node.source.type !== 'Literal' ? 'an import is computed' : undefined;
};

/** Every import can be read by the program that keeps the import table. */
export const importsAreVisible: Rule = {
  name: 'imports-are-visible',
  where: (path) => isCode(path) && /^(values|radius|server|web|tools)\//.test(path),
  find: eachNode(hidden),
  remedy: 'import at the top of the file by a literal path; release in finally',
  bad: [
    ['server/src/billing/store.ts', "export const f = (a: import('../crm/store.ts').Account) => a;"],
    ['server/src/billing/store.ts', 'await import(name);'],
    ['server/src/billing/store.ts', 'await using lease = take();'],
    ['server/src/billing/store.test.ts', 'using lease = take();'],
  ],
  good: [
    ['server/src/billing/store.ts', "import type { Line } from './core/invoice.ts';"],
    ['web/src/kit/Table.test.tsx', "await vi.importActual<typeof import('./Table.tsx')>('./Table.tsx');"],
    ['web/src/doors/admin/main.tsx', "const page = () => import('../../screens/Debtors.tsx');"],
  ],
};

import { codeIn } from '../places.ts';
import { eachNode, type Rule } from '../rule.ts';
import type { Seen } from '../source.ts';

const hidden = ({ node }: Seen): string | undefined => {
  if (node.type === 'TSImportType') return 'a type is imported inline, where dependency-cruiser does not look';
  if (node.type === 'ImportExpression' && node.source.type !== 'Literal') return 'an import is computed';
  return node.type === 'VariableDeclaration' && /using$/.test(node.kind)
    ? 'a using declaration stops dependency-cruiser from reading the file'
    : undefined;
};

/** Every import can be read by the program that keeps the import table. */
export const importsAreVisible: Rule = {
  name: 'imports-are-visible',
  where: codeIn(/^values\//, /^radius\//, /^server\//, /^web\/src\//),
  find: eachNode(hidden),
  remedy: 'import at the top of the file by a literal path; release in finally',
  bad: [
    ['server/src/billing/store.ts', "export const f = (a: import('../crm/store.ts').Account) => a;"],
    ['server/src/billing/store.ts', 'await import(name);'],
    ['server/src/billing/store.ts', 'await using lease = take();'],
  ],
  good: [
    ['server/src/billing/store.ts', "import type { Line } from './core/invoice.ts';"],
    ['web/src/doors/admin/main.tsx', "const page = () => import('../../screens/Debtors.tsx');"],
  ],
};

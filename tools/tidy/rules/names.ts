import { isCode, type Where } from '../places.ts';
import type { Hit, Rule } from '../rule.ts';
import type { Source } from '../source.ts';

/** A word we do not use, and what to say instead. docs/GLOSSARY.md explains; a row here refuses. */
const BANNED: readonly { readonly word: RegExp; readonly say: string }[] = [
  { word: /(^|-)(utils?|utilities)(-|$)/, say: 'the noun it is about' },
  { word: /(^|-)helpers?(-|$)/, say: 'the noun it is about' },
  { word: /(^|-)misc(ellaneous)?(-|$)/, say: 'one name for each thing it holds' },
  { word: /^common$/, say: 'the noun it is about' },
];

const kebab = (name: string): string =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/_/g, '-')
    .toLowerCase();

const refusal = (name: string): string | undefined => {
  const bad = BANNED.find(({ word }) => word.test(kebab(name)));
  return bad === undefined ? undefined : `"${name}" is a name we do not use: say ${bad.say}`;
};

const stem = (segment: string): string => segment.replace(/\..*$/, '');

const pathHits = (path: string): Hit[] =>
  path.split('/').flatMap((segment) => {
    const reason = refusal(stem(segment));
    return reason === undefined ? [] : [{ at: 0, reason }];
  });

const exportHits = (source: Source): Hit[] =>
  source.parsed().module.staticExports.flatMap((statement) =>
    statement.entries.flatMap((entry) => {
      const reason = refusal(entry.exportName.name ?? '');
      return reason === undefined ? [] : [{ at: entry.start, reason }];
    }),
  );

/** A file, a folder and an exported name say what they are about. */
export const noEmptyNames: Rule = {
  name: 'no-empty-names',
  where: isCode,
  find: (source) => [...pathHits(source.path), ...exportHits(source)],
  remedy: 'name it after what it holds',
  bad: [
    ['server/src/kernel/utils.ts', ''],
    ['web/src/helpers/table.ts', ''],
    ['web/src/kit/date-utils.test.ts', ''],
    ['server/src/billing/core/common.ts', ''],
    ['values/day.ts', 'export const dayHelpers = {};'],
    ['values/day.ts', 'const x = 1; export { x as misc };'],
  ],
  good: [
    ['radius/common-name.ts', 'export const commonName = 1;'],
    ['values/day.ts', 'const utils = 1; export const day = utils;'],
    ['server/src/network/utilization.ts', 'export const utilization = 1;'],
  ],
};

const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*$/;
const PASCAL = /^[A-Z][A-Za-z0-9]*(\.(test|stories|story))?\.tsx$/;
/** Files that start something on the web are no components. */
const STARTS = /^(main|router|routes)(\.test)?\.tsx$/;

const baseName = (path: string): string => path.split('/').at(-1) ?? '';
const isServerSide: Where = (path) => /^(values|radius|server|tools)\/.+\.(ts|js|mjs|cjs)$/.test(path);

/** Where there are no components, files are kebab-case. */
export const kebabCaseFiles: Rule = {
  name: 'kebab-case-files',
  where: (path) => isServerSide(path) || (/^web\/.+\.ts$/.test(path) && isCode(path)),
  find: ({ path }) =>
    KEBAB.test(baseName(path)) ? [] : [{ at: 0, reason: `the file ${baseName(path)} is not kebab-case` }],
  remedy: 'write the file name in lower case with dashes',
  bad: [
    ['server/src/billing/issueInvoice.ts', ''],
    ['values/Money.ts', ''],
    ['web/src/kit/useTable.ts', ''],
    ['tools/bench/load_run.ts', ''],
  ],
  good: [
    ['server/src/billing/issue-invoice.test.ts', ''],
    ['web/src/kit/use-table.ts', ''],
    ['web/src/billing/InvoiceList.tsx', ''],
    ['web/src/routeTree.gen.ts', ''],
  ],
};

/** A component's file is named like the component. */
export const pascalCaseComponents: Rule = {
  name: 'pascal-case-components',
  where: (path) => /^web\/src\/.+\.tsx$/.test(path),
  find: ({ path }) =>
    PASCAL.test(baseName(path)) || STARTS.test(baseName(path))
      ? []
      : [{ at: 0, reason: `the component file ${baseName(path)} is not PascalCase` }],
  remedy: 'name the file like the component, noun first: InvoiceList.tsx',
  bad: [
    ['web/src/billing/invoice-list.tsx', ''],
    ['web/src/billing/invoiceList.test.tsx', ''],
  ],
  good: [
    ['web/src/billing/InvoiceList.tsx', ''],
    ['web/src/billing/InvoiceList.test.tsx', ''],
    ['web/src/doors/admin/main.tsx', ''],
  ],
};

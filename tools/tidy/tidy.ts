import { acceptMigrations, CHECKSUMS_FILE, checkMigrations, type Migration } from './checksums.ts';
import { isCode } from './places.ts';
import { checkRatchet, RATCHET_FILE, type Ratchet, shrink } from './ratchet.ts';
import { apply, type Finding } from './rule.ts';
import { RULES } from './rules/index.ts';
import { oversized } from './size.ts';
import type { Source } from './source.ts';

const textOf = (tree: readonly Source[], path: string): string =>
  tree.find((source) => source.path === path)?.text ?? '';

const ratchetOf = (tree: readonly Source[]): Ratchet => JSON.parse(textOf(tree, RATCHET_FILE) || '{}') as Ratchet;

const migrationsOf = (tree: readonly Source[]): Migration[] =>
  tree.flatMap(({ path, text }): Migration[] => {
    const name = /^server\/migrations\/([^/]+\.sql)$/.exec(path)?.[1];
    return name === undefined ? [] : [[name, text]];
  });

const unreadable = (source: Source): Finding[] =>
  source.parsed().errors.map(({ at, message }) => ({
    path: source.path,
    line: source.lineAt(at),
    reason: `${message} (syntax)`,
    remedy: 'a file that cannot be parsed cannot be checked',
  }));

const checkFile = (source: Source): Finding[] => {
  const broken = isCode(source.path) ? unreadable(source) : [];
  return broken.length > 0 ? broken : RULES.flatMap((rule) => apply(rule, source));
};

const inOrder = (a: Finding, b: Finding): number => (a.path === b.path ? a.line - b.line : a.path < b.path ? -1 : 1);

/** Everything the house rules have against a tree, by file and line. */
export const findingsIn = (tree: readonly Source[]): Finding[] =>
  [
    ...tree.flatMap(checkFile),
    ...checkRatchet(tree.flatMap(oversized), ratchetOf(tree)),
    ...checkMigrations(migrationsOf(tree), textOf(tree, CHECKSUMS_FILE)),
  ].sort(inOrder);

/** What `--shrink` writes: the ratchet lowered to what the tree needs. */
export const shrunkRatchet = (tree: readonly Source[]): string =>
  `${JSON.stringify(shrink(tree.flatMap(oversized), ratchetOf(tree)), null, 2)}\n`;

/** What `--accept-migrations` writes: the checksums with the new migrations added. */
export const acceptedMigrations = (tree: readonly Source[]): string =>
  acceptMigrations(migrationsOf(tree), textOf(tree, CHECKSUMS_FILE));

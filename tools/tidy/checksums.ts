import { createHash } from 'node:crypto';
import type { Finding } from './rule.ts';

export const CHECKSUMS_FILE = 'server/migrations/SHA256SUMS';

/** A migration: its file name and its text. */
export type Migration = readonly [name: string, text: string];

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** File name → hash, from lines as `sha256sum` writes them. */
const parseSums = (sums: string): Map<string, string> =>
  new Map([...sums.matchAll(/^([0-9a-f]{64}) [ *](.+)$/gm)].map((match) => [match[2] ?? '', match[1] ?? '']));

const finding = (path: string, reason: string, remedy: string): Finding => ({
  path,
  line: 1,
  reason: `${reason} (migrations-are-final)`,
  remedy,
});

const one = ([name, text]: Migration, listed: ReadonlyMap<string, string>): Finding[] => {
  const path = `server/migrations/${name}`;
  const known = listed.get(name);
  if (known === undefined)
    return [
      finding(
        path,
        'a migration that is not accepted',
        'run node tools/tidy/main.ts --accept-migrations when it is final',
      ),
    ];
  return known === sha256(text)
    ? []
    : [finding(path, 'an accepted migration was edited', 'restore it, and write a new migration for the change')];
};

/** Refuses an accepted migration that changed or went away, and a migration that is not accepted. */
export const checkMigrations = (migrations: readonly Migration[], sums: string): Finding[] => {
  const listed = parseSums(sums);
  const present = new Set(migrations.map(([name]) => name));
  const gone = [...listed.keys()].filter((name) => !present.has(name));
  return [
    ...migrations.flatMap((migration) => one(migration, listed)),
    ...gone.map((name) =>
      finding(CHECKSUMS_FILE, `the accepted migration ${name} is gone`, 'restore it: the history goes forward only'),
    ),
  ];
};

/** The list with the new migrations behind the accepted ones. Lines that are there stay as they are. */
export const acceptMigrations = (migrations: readonly Migration[], sums: string): string => {
  const listed = parseSums(sums);
  const added = migrations.filter(([name]) => !listed.has(name)).sort(([a], [b]) => (a < b ? -1 : 1));
  return sums + added.map(([name, text]) => `${sha256(text)}  ${name}\n`).join('');
};

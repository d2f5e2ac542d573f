import { expect, test } from 'vitest';
import { acceptMigrations, checkMigrations, type Migration } from './checksums.ts';

const base: Migration = ['20261123T0900_kernel_base.sql', 'create schema kernel;\n'];
const next: Migration = ['20261124T0900_crm_account.sql', 'create schema crm;\n'];
const sums = acceptMigrations([base], '');
const reasons = (migrations: readonly Migration[], list = sums) =>
  checkMigrations(migrations, list).map(({ reason }) => reason);

test('an accepted migration passes', () => {
  expect(reasons([base])).toEqual([]);
});

test('an edited migration is refused, and cannot be accepted again', () => {
  const edited: Migration = [base[0], 'create schema other;\n'];
  expect(reasons([edited])).toEqual(['an accepted migration was edited (migrations-are-final)']);
  expect(acceptMigrations([edited], sums)).toBe(sums);
});

test('a migration that is not listed is refused until it is accepted', () => {
  expect(reasons([base, next])).toEqual(['a migration that is not accepted (migrations-are-final)']);
  expect(reasons([base, next], acceptMigrations([next, base], sums))).toEqual([]);
});

test('a migration that went away is refused', () => {
  expect(reasons([])).toEqual([`the accepted migration ${base[0]} is gone (migrations-are-final)`]);
});

test('the list is what sha256sum --check reads', () => {
  expect(sums).toMatch(/^[0-9a-f]{64} {2}20261123T0900_kernel_base\.sql\n$/);
});

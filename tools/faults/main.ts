/** `npm run faults`: writes docs/FAULTS.md from the sources. With `--check` it only compares. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { allFaults, faultsPage } from './faults.ts';

const PAGE = join(import.meta.dirname, '../../docs/FAULTS.md');

const current = (): string => {
  try {
    return readFileSync(PAGE, 'utf8');
  } catch {
    return '';
  }
};

const page = faultsPage(allFaults());
const isFresh = current() === page;
if (process.argv.includes('--check')) {
  if (!isFresh) console.error('docs/FAULTS.md is stale — run `npm run faults` and commit it');
  process.exitCode = isFresh ? 0 : 1;
} else {
  if (!isFresh) writeFileSync(PAGE, page);
  console.log(isFresh ? 'already fresh' : 'written: docs/FAULTS.md');
}

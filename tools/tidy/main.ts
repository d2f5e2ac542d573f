import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { CHECKSUMS_FILE } from './checksums.ts';
import { RATCHET_FILE } from './ratchet.ts';
import { RULES } from './rules/index.ts';
import { acceptedMigrations, findingsIn, shrunkRatchet } from './tidy.ts';
import { readTree } from './tree.ts';

const { values: flags } = parseArgs({
  options: {
    root: { type: 'string', default: resolve(import.meta.dirname, '../..') },
    'accept-migrations': { type: 'boolean', default: false },
    shrink: { type: 'boolean', default: false },
  },
});

if (flags['accept-migrations'])
  writeFileSync(join(flags.root, CHECKSUMS_FILE), acceptedMigrations(readTree(flags.root)));
if (flags.shrink) writeFileSync(join(flags.root, RATCHET_FILE), shrunkRatchet(readTree(flags.root)));

const tree = readTree(flags.root);
const findings = findingsIn(tree);
for (const { path, line, reason, remedy } of findings) console.error(`${path}:${line} ${reason} — ${remedy}`);
console.log(`tidy: ${tree.length} files, ${RULES.length} rules, ${findings.length} findings`);
process.exitCode = findings.length > 0 ? 1 : 0;

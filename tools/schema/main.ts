/** `npm run schema`: makes a fresh database from the migrations and writes server/schema.sql and the types of kernel/db.gen.ts. With `--check` it only compares. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { migrate } from '../../server/src/kernel/migrate.ts';
import { startTestCluster } from '../../server/src/kernel/postgres/test-cluster.ts';
import { schemaText } from './dump.ts';
import { databaseTypes } from './types.ts';

const SERVER = join(import.meta.dirname, '../../server');

const generate = async (): Promise<ReadonlyMap<string, string>> => {
  const postgres = await startTestCluster({ log: () => {} });
  try {
    await migrate(postgres.url);
    const client = new pg.Client(postgres.url);
    await client.connect();
    const files = new Map([
      [join(SERVER, 'src/kernel/db.gen.ts'), await databaseTypes(client)],
      [join(SERVER, 'schema.sql'), await schemaText(client)],
    ]);
    await client.end();
    return files;
  } finally {
    await postgres.stop();
  }
};

const current = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
};

const files = await generate();
const stale = [...files].filter(([file, text]) => current(file) !== text);
if (process.argv.includes('--check')) {
  for (const [file] of stale) console.error(`${file} is stale — run \`npm run schema\` and commit it`);
  process.exitCode = stale.length > 0 ? 1 : 0;
} else {
  for (const [file, text] of stale) writeFileSync(file, text);
  console.log(stale.length > 0 ? `written: ${stale.map(([f]) => f).join(', ')}` : 'already fresh');
}

import { ATTRIBUTE } from '@isp/radius';
import type { Instant } from '@isp/values';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from '../kernel/db.ts';
import { eventually } from './aaa.fixture.ts';
import { closeSilent } from './store/sessions.ts';
import { accounting, Wire } from './wire.fixture.ts';

const LATER = '2100-01-01T00:00:00.000Z' as Instant;

let wire: Wire;
beforeAll(async () => {
  wire = await Wire.open();
});
afterAll(() => wire?.close());

/** Two open sessions in order of their keys, of which the second stands first in the table. */
const twoSessions = async (): Promise<readonly [string, string]> => {
  await wire.room.subscriber('bob');
  await wire.server.directory.refresh();
  const nas = await wire.nas();
  for (const id of ['one', 'two'])
    await nas.ask(
      'acct',
      accounting(1, (w) => {
        w.addText(ATTRIBUTE.user_name, 'bob');
        w.addText(ATTRIBUTE.acct_session_id, id);
      }),
    );
  const rows = await wire.db.selectFrom('aaa.session').select('id').orderBy('id').execute();
  const [first, second] = rows.map(({ id }) => id);
  if (!first || !second) throw new Error('no sessions');
  await sql`update aaa.session set username = username where id = ${first}`.execute(wire.db);
  return [first, second];
};

const isWaiting = async (): Promise<boolean> => {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from pg_locks where not granted`.execute(wire.db);
  return (rows[0]?.n ?? 0) > 0;
};

test('the sweep and a writer of accounting, which goes in order of keys, never wait for one another in a ring', async () => {
  const [first, second] = await twoSessions();
  const writer = new pg.Client(wire.room.database.url);
  await writer.connect();
  await writer.query('begin');
  const write = (id: string) => writer.query('update aaa.session set session_s = 1 where id = $1', [id]);
  await write(first);
  let isDone = false;
  const sweep = closeSilent(wire.db, LATER).finally(() => {
    isDone = true;
  });
  await eventually(async () => isDone || (await isWaiting()));
  await write(second);
  await writer.query('commit');
  await writer.end();
  expect([await sweep, await closeSilent(wire.db, LATER), await closeSilent(wire.db, LATER)]).toEqual([1, 1, 0]);
});

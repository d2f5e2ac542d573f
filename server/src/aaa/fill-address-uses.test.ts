import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from '../kernel/db.ts';
import { openRoom, type Room } from './aaa.fixture.ts';
import { fillAddressUses } from './fill-address-uses.ts';

let room: Room;
beforeAll(async () => {
  room = await openRoom();
});
afterAll(() => room?.database.drop());

const db = () => room.database.kernel.db;
const fill = () => fillAddressUses(room.database.kernel);

const SEED = Number.parseInt(process.env.USES_SEED ?? `${Date.now() % 100_000}`, 10);
let state = SEED + 1;
const chance = (below: number): number => {
  state = (state * 48_271) % 2_147_483_647;
  return state % below;
};
const PLACES = [
  '2001:db8:1::/48',
  '2001:db8:1::/56',
  '2001:db8:1:100::/56',
  '2001:db8:1:1::/64',
  '2001:db8:1:101::/64',
];
const hour = (n: number) => new Date(Date.parse('2025-12-31T00:00:00Z') + n * 60_000).toISOString();
const note = (id: string) =>
  sql`insert into aaa.address_note select account_id, id, ${hour(60)}, null, null, null, delegated_ipv6_prefix from aaa.session where id = ${id}::uuid`.execute(
    db(),
  );

test(`what is known in the end is what is known at once (USES_SEED=${SEED})`, async () => {
  const ids: string[] = [];
  for (let i = 0; i < 150; i++) {
    const what = chance(3);
    const known = ids[chance(ids.length || 1)];
    if (what === 0 || known === undefined) {
      const [id, start] = [`00000000-0000-8000-8000-${`${i}`.padStart(12, '0')}`, hour(chance(40) + i / 60_000)];
      ids.push(id);
      await sql`insert into aaa.session (account_id, id, subscription_id, nas_id, started_at, heard_at, username, acct_session_id, client, delegated_ipv6_prefix)
        values (${id}, ${id}, ${id}, ${room.nas_id}, ${start}, ${start}, ${id}, '', '127.0.0.1', ${PLACES[chance(PLACES.length)]}::cidr)`.execute(
        db(),
      );
      await note(id);
    } else if (what === 1) {
      await sql`update aaa.session set stopped_at = started_at + make_interval(mins => ${chance(20)}), closed_by = 'stop' where id = ${known}`.execute(
        db(),
      );
      await note(known);
    } else {
      await sql`update aaa.session set started_at = started_at - make_interval(mins => ${chance(5)}) where id = ${known}`.execute(
        db(),
      );
      await note(known);
    }
    if (chance(3) === 0) await fill();
  }
  await fill();
  await fill();
  const uses = async () =>
    (
      await db()
        .selectFrom('aaa.address_use')
        .select(['session_id', 'what', 'from_at', 'to_at', 'ended_by'])
        .orderBy('session_id')
        .execute()
    ).map((use) => JSON.stringify(use));
  const grown = await uses();
  await sql`truncate aaa.address_use`.execute(db());
  for (const id of ids) await note(id);
  await fill();
  expect(grown).toEqual(await uses());
  expect(grown.length).toBe(ids.length);
});

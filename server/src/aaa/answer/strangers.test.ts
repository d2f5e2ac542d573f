import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventually } from '../aaa.fixture.ts';
import { addNas } from '../add-nas.ts';
import { listStrangers } from '../store/strangers.ts';
import { by, request, Wire } from '../wire.fixture.ts';

let wire: Wire;
beforeEach(async () => {
  wire = await Wire.open();
});
afterEach(() => wire.close());

const strangers = async () => (await listStrangers(wire.db, { limit: 50 } as never)).items;

test('who asks and is no NAS is noted with what it calls itself, until it is one (duty 7)', async () => {
  const stranger = await wire.nas('127.0.0.7');
  for (let i = 0; i < 3; i++) stranger.send('auth', request(by({ user_name: 'x', nas_identifier: 'cafe-7' })));
  stranger.send('auth', randomBytes(30));
  await eventually(async () => (await strangers()).length > 0);
  expect(await strangers()).toMatchObject([{ address: '127.0.0.7', nas_identifier: 'cafe-7', code: 1 }]);
  expect(stranger.heard).toEqual([]);
  const nas = { name: 'cafe', address: '127.0.0.7', vendor: 'generic', message_authenticator: 'required' } as const;
  await wire.room.database.run((ctx) => addNas(ctx, nas));
  expect(await strangers()).toEqual([]);
});

test('a flood of invented addresses leaves no more than there is room for', async () => {
  for (let i = 1; i < 150; i++) (await wire.nas(`127.0.1.${i}`)).send('auth', request(by({ nas_identifier: `n${i}` })));
  await eventually(async () => (await wire.discards('unknown-client')) === 149);
  await eventually(async () => (await strangers()).length > 0);
  const { rows } = await wire.db
    .selectFrom('aaa.stranger')
    .select('address')
    .execute()
    .then((all) => ({ rows: all }));
  expect(rows.length).toBeLessThanOrEqual(100);
});

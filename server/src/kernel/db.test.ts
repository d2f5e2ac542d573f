import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { Client, createPool } from './db.ts';

setFlagsFromString('--expose-gc');
const collect: (what: { readonly type: 'minor' }) => void = runInNewContext('gc');

const pool = createPool(inject('clusterUrl'), 'test', 2);
let client: pg.PoolClient;
beforeAll(async () => {
  client = await pool.connect();
});
afterAll(async () => {
  client.release();
  await pool.end();
});

/** How many of a hundred statements’ values are still there after two small collections, as many as it takes to be taken for old. */
const leftBehind = async (on: pg.ClientBase): Promise<number> => {
  const values: WeakRef<object>[] = [];
  for (let i = 0; i < 100; i++) {
    const asked = [Buffer.from('1')];
    values.push(new WeakRef(asked));
    await on.query({ name: 'one', text: 'select $1::text as one', values: asked });
  }
  await new Promise(setImmediate);
  collect({ type: 'minor' });
  collect({ type: 'minor' });
  return values.filter((value) => value.deref() !== undefined).length;
};

describe('a connection of a pool', () => {
  test('leaves nothing of a statement among the old objects', async () => {
    expect(client).toBeInstanceOf(Client);
    await leftBehind(client);
    expect(await leftBehind(client)).toBeLessThan(5);
  });

  test('the driver alone leaves all of it: the day this fails, our client has no purpose', async () => {
    const bare = new pg.Client(inject('clusterUrl'));
    await bare.connect();
    await leftBehind(bare);
    expect(await leftBehind(bare)).toBeGreaterThan(90);
    await bare.end();
  });

  test('answers by promise and by callback, values in the statement or beside it', async () => {
    const rows = [{ one: '1' }];
    expect(await client.query({ text: 'select $1::text as one', values: ['1'] })).toMatchObject({ rows });
    expect(await client.query('select $1::text as one', ['1'])).toMatchObject({ rows });
    expect(await client.query({ text: 'select $1::text as one' }, ['1'])).toMatchObject({ rows });
    const byCallback = await new Promise((answered) => {
      client.query('select $1::text as one', ['1'], (error, result) => answered(error ?? result.rows));
    });
    expect(byCallback).toEqual(rows);
    expect(await pool.query('select $1::text as one', ['1'])).toMatchObject({ rows });
  });

  test('an error says what PostgreSQL says, and who asked', async () => {
    const asksForNothing = async () => await client.query('select 1 / 0');
    const error = await asksForNothing().catch((thrown: Error) => thrown);
    expect(error).toMatchObject({ message: 'division by zero', code: '22012' });
    expect((error as Error).stack).toContain('asksForNothing');
  });
});

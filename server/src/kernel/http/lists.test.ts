import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sql } from '../db.ts';
import { type DoorRoom, openDoorRoom } from './door.fixture.ts';

let room: DoorRoom;
beforeAll(async () => {
  room = await openDoorRoom();
});
beforeEach(async () => {
  await sql`delete from probe.item`.execute(room.db.kernel.db);
});
afterAll(() => room.close());

/** Adds items `from` up to `to`: names `n0001`…, several of one amount and one moment. */
const add = (from: number, to: number) =>
  sql`insert into probe.item select gen_random_uuid(), 'n' || lpad(n::text, 4, '0'), n / 7, '2026-05-01T08:00:00Z'::timestamptz + n / 5 * interval '1 second'
    from generate_series(${from}::int, ${to}::int) n`.execute(room.db.kernel.db);

interface Item {
  readonly id: string;
  readonly name: string;
}
const walk = async (query: string, between: (page: number) => Promise<unknown> = async () => {}): Promise<string[]> => {
  const names: string[] = [];
  for (let cursor = '', page = 0; ; page++) {
    const { status, body } = await room.ask(
      'GET',
      `/items?${query}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
    );
    expect(status).toBe(200);
    names.push(...(body.items as Item[]).map((i) => i.name));
    if (body.next_cursor === null) return names;
    cursor = body.next_cursor;
    await between(page);
  }
};

describe('pages', () => {
  test.each(['made_at', '-made_at', 'amount_minor', '-amount_minor', 'name', '-name'])(
    'by %s hold every item once, also where many are equal',
    async (sort) => {
      await add(1, 60);
      const names = await walk(`limit=7&sort=${sort}`);
      expect(names).toHaveLength(60);
      expect(new Set(names).size).toBe(60);
    },
  );

  test('move nothing while rows are added before and behind', async () => {
    await add(100, 160);
    const names = await walk('limit=10&sort=name', async (page) => {
      await add(page * 2, page * 2 + 1);
      await add(1000 + page, 1000 + page);
    });
    const first = Array.from({ length: 61 }, (_, i) => `n0${100 + i}`);
    expect(names.filter((n) => n < 'n1000')).toEqual(first);
    expect(new Set(names).size).toBe(names.length);
  });

  test('of an even number end without an empty one', async () => {
    await add(1, 20);
    const { body } = await room.ask('GET', '/items?limit=20');
    expect(body.next_cursor).toBeNull();
    expect(body.items).toHaveLength(20);
  });

  test('cannot be of no, too many or half an item', async () => {
    for (const limit of ['0', '501', '1.5', 'x', '-1'])
      expect((await room.ask('GET', `/items?limit=${limit}`)).status, limit).toBe(400);
  });

  test('are not sorted by what the list does not name', async () => {
    expect(await room.ask('GET', '/items?sort=password')).toMatchObject({
      status: 400,
      body: { title: 'kernel.sort-invalid' },
    });
    for (const sort of ['name;drop table probe.item', "-name'", '--name', '__proto__', 'constructor', '-'])
      expect((await room.ask('GET', `/items?sort=${encodeURIComponent(sort)}`)).status, sort).toBe(400);
  });

  test('are not given for a cursor of another sort, a broken or a forged one', async () => {
    await add(1, 5);
    const { body } = await room.ask('GET', '/items?limit=2&sort=name');
    const forged = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString('base64url');
    const cursors = [
      ['of another sort', body.next_cursor, 'made_at'],
      ['broken', body.next_cursor.slice(0, -4), 'name'],
      ['no cursor', 'abc', 'name'],
      ['a value of another type', forged('made_at', 'no moment', crypto.randomUUID()), 'made_at'],
      ['a number too large', forged('amount_minor', '99999999999999999999999', crypto.randomUUID()), 'amount_minor'],
      ['an id that is none', forged('name', 'n', 'x'), 'name'],
      ['SQL', forged('name', "n' or true --", "x' or true --"), 'name'],
      ['a NUL', forged('name', 'n\u0000', crypto.randomUUID()), 'name'],
    ];
    for (const [what, cursor, sort] of cursors)
      expect((await room.ask('GET', `/items?sort=${sort}&cursor=${encodeURIComponent(cursor)}`)).status, what).toBe(
        400,
      );
  });
});

describe('what is given of each', () => {
  test('can be some fields only', async () => {
    await add(1, 2);
    const { body } = await room.ask('GET', '/items?fields=id,%20name&sort=name');
    expect(body.items.map((i: object) => Object.keys(i).sort())).toEqual([
      ['id', 'name'],
      ['id', 'name'],
    ]);
    const one = await room.ask('GET', `/items/${body.items[0].id}?fields=amount_minor,unknown`);
    expect(one.body).toEqual({ amount_minor: 0 });
  });

  test('a list as CSV holds all pages, and runs nothing in a spreadsheet', async () => {
    await add(1, 1203);
    await room.ask('PUT', '/items', { name: '=cmd|calc', amount_minor: -5 });
    const answer = await room.ask('GET', '/items?format=csv&sort=name&limit=3&fields=name,amount_minor');
    expect(answer).toMatchObject({ status: 200, type: 'text/csv' });
    const lines = answer.text.trimEnd().split('\r\n');
    expect(lines).toHaveLength(1205);
    expect(lines[0]).toBe('name,amount_minor');
    expect(lines).toContain("'=cmd|calc,-5");
    const accepted = await room.ask('GET', '/items?sort=name', undefined, { accept: 'text/csv' });
    expect(accepted.text.split('\r\n')).toHaveLength(1206);
  });

  test('an empty list as CSV is empty', async () => {
    expect(await room.ask('GET', '/items?format=csv')).toMatchObject({ status: 200, text: '' });
  });

  test('what is refused is refused as CSV too', async () => {
    expect(await room.ask('GET', '/items?format=csv&sort=password')).toMatchObject({
      status: 400,
      type: 'application/problem+json',
    });
    expect((await room.ask('GET', '/items?format=csv', undefined, { authorization: 'Bearer nobody' })).status).toBe(
      401,
    );
    expect((await room.ask('GET', `/items/${crypto.randomUUID()}?format=csv`)).status).toBe(404);
  });

  test('one thing is one line of CSV', async () => {
    await add(1, 1);
    const { body } = await room.ask('GET', '/items');
    const answer = await room.ask('GET', `/items/${body.items[0].id}?format=csv&fields=name,amount_minor`);
    expect(answer).toMatchObject({ status: 200, text: 'name,amount_minor\r\nn0001,0\r\n' });
  });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DoorRoom, openDoorRoom } from './door.fixture.ts';

let room: DoorRoom;
beforeAll(async () => {
  room = await openDoorRoom();
});
afterAll(() => room.close());

const KEY = () => ({ 'idempotency-key': crypto.randomUUID() });
const pointers = (body: { errors?: { pointer: string }[] }) => body.errors?.map((e) => e.pointer).sort();

describe('what a route does not take', () => {
  test('each wrong field is listed by its pointer', async () => {
    const answer = await room.ask(
      'POST',
      '/items',
      { name: '', amount_minor: 1.5, deep: { 'a/b': [1, 'two'], extra: 1 } },
      KEY(),
    );
    expect(answer).toMatchObject({
      status: 400,
      body: { title: 'kernel.input-invalid', type: '/problems/kernel.input-invalid', status: 400 },
    });
    expect(answer.type).toBe('application/problem+json');
    expect(pointers(answer.body)).toEqual(['/amount_minor', '/deep/a~1b/1', '/deep/extra', '/name']);
    expect(answer.body.request_id).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('unknown fields are refused, in a body, in a query, and such that would be dangerous', async () => {
    expect(pointers((await room.ask('POST', '/items', { name: 'x', role: 'owner' }, KEY())).body)).toEqual(['/role']);
    expect(pointers((await room.ask('GET', '/items?colour=red')).body)).toEqual(['/colour']);
    for (const body of ['{"name":"x","__proto__":{"role":"owner"}}', '{"name":"x","constructor":{"prototype":{}}}'])
      expect((await room.ask('POST', '/items', body, KEY())).status).toBe(400);
  });

  test.each([['[]'], ['[1]'], ['"text"'], ['7'], ['null'], ['{'], ['{"name":'], ['']])(
    '%s is no body of it',
    async (body) => {
      const answer = await room.ask('POST', '/items', body, KEY());
      expect(answer).toMatchObject({ status: 400, type: 'application/problem+json' });
      expect(answer.body.remedy.length).toBeGreaterThan(5);
    },
  );

  test('another content type is refused', async () => {
    const answer = await room.ask('POST', '/items', '<item/>', { ...KEY(), 'content-type': 'application/xml' });
    expect(answer).toMatchObject({ status: 415, type: 'application/problem+json' });
  });

  test('a body of more than a mebibyte is refused', async () => {
    const answer = await room.ask('POST', '/items', { name: 'x'.repeat(1_100_000) }, KEY());
    expect(answer).toMatchObject({ status: 413, body: { title: 'kernel.body-too-large' } });
  });

  test('a NUL in a text is refused, whatever the field', async () => {
    expect((await room.ask('POST', '/items', { name: 'a\u0000b' }, KEY())).status).toBe(400);
    expect((await room.ask('GET', '/items?cursor=%00')).status).toBe(400);
  });

  test('a body nested a hundred thousand deep is refused', async () => {
    const body = `{"name":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    expect((await room.ask('POST', '/items', body, KEY())).status).toBe(400);
  });

  test('an id in the path that is none, and one of nothing', async () => {
    expect(pointers((await room.ask('GET', '/items/1')).body)).toEqual(['/id']);
    expect(await room.ask('GET', `/items/${crypto.randomUUID()}`)).toMatchObject({
      status: 404,
      body: { title: 'probe.item-not-found' },
    });
  });

  test('an id in the body does not stand for the one in the path', async () => {
    const [a, b] = [
      await room.ask('POST', '/items', { name: 'a' }, KEY()),
      await room.ask('POST', '/items', { name: 'b' }, KEY()),
    ];
    const answer = await room.ask('PATCH', `/items/${a.body.id}`, { id: b.body.id, name: 'changed' });
    expect(answer.status === 400 || answer.body.id === a.body.id).toBe(true);
    expect((await room.ask('GET', `/items/${b.body.id}`)).body.name).toBe('b');
  });

  test('a number the database cannot hold is the client’s fault, not ours', async () => {
    expect((await room.ask('POST', '/count', { n: 9_007_199_254_740_991 })).status).toBe(400);
  });
});

describe('who may', () => {
  test('no token, a false one, and one without the permission', async () => {
    expect(await room.ask('GET', '/items', undefined, { authorization: '' })).toMatchObject({
      status: 401,
      body: { title: 'kernel.sign-in-required' },
    });
    expect((await room.ask('GET', '/signed-in', undefined, { authorization: 'Bearer nobody' })).status).toBe(401);
    expect(await room.ask('POST', '/items', { name: 'x' }, { ...KEY(), authorization: 'Bearer reader' })).toMatchObject(
      {
        status: 403,
        body: { title: 'kernel.not-permitted', detail: 'Your role lacks the permission probe.write.' },
      },
    );
    expect((await room.ask('GET', '/items', undefined, { authorization: 'Bearer reader' })).status).toBe(200);
    expect((await room.ask('GET', '/open', undefined, { authorization: '' })).status).toBe(200);
  });

  test('who may not is refused before what was sent is looked at', async () => {
    expect((await room.ask('POST', '/items', { wrong: true }, { authorization: 'Bearer reader' })).status).toBe(403);
  });

  test('what is not there is a problem too', async () => {
    expect(await room.ask('GET', '/nothing?secret=1')).toMatchObject({
      status: 404,
      type: 'application/problem+json',
      body: { detail: 'There is no GET /api/v1/nothing.' },
    });
    expect((await room.ask('DELETE', '/open')).status).toBe(404);
  });
});

describe('what goes wrong inside', () => {
  test('nothing of it is told but the request to look for', async () => {
    const answer = await room.ask('GET', '/break');
    expect(answer).toMatchObject({ status: 500, body: { title: 'kernel.unexpected' } });
    expect(answer.text).not.toContain('secret of the inside');
    expect(answer.body.detail).toContain(answer.body.request_id);
  });

  test('a GET cannot write', async () => {
    const before = await room.count();
    expect((await room.ask('GET', '/write-in-get')).status).toBe(500);
    expect(await room.count()).toBe(before);
    expect(before).toBeGreaterThan(0);
  });
});

describe('an Idempotency-Key', () => {
  test('is needed where money moves', async () => {
    expect(await room.ask('POST', '/items', { name: 'x' })).toMatchObject({
      status: 400,
      body: { title: 'kernel.idempotency-key-missing' },
    });
    expect((await room.ask('PUT', '/items', { name: 'x' })).status).toBe(201);
  });

  test('gives the same answer again, also in another order of fields', async () => {
    const headers = KEY();
    const before = await room.count();
    const first = await room.ask('POST', '/items', { name: 'once', amount_minor: 5 }, headers);
    const second = await room.ask('POST', '/items', { amount_minor: 5, name: 'once' }, headers);
    expect(second).toEqual(first);
    expect(first.status).toBe(201);
    expect(await room.count()).toBe(before + 1);
  });

  test('of another body or another route is refused; another person’s is another', async () => {
    const headers = KEY();
    expect((await room.ask('POST', '/items', { name: 'first' }, headers)).status).toBe(201);
    expect(await room.ask('POST', '/items', { name: 'second' }, headers)).toMatchObject({
      status: 422,
      body: { title: 'kernel.idempotency-key-reused' },
    });
    expect((await room.ask('PUT', '/items', { name: 'first' }, headers)).status).toBe(422);
    expect(
      (await room.ask('POST', '/items', { name: 'first' }, { ...headers, authorization: 'Bearer other' })).status,
    ).toBe(201);
  });

  test('ten times at once has one effect and ten equal answers', async () => {
    const headers = KEY();
    const before = await room.count();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => room.ask('POST', '/items', { name: 'parallel' }, headers)),
    );
    expect(new Set(answers.map((a) => `${a.status} ${a.text}`)).size).toBe(1);
    expect(answers[0]?.status).toBe(201);
    expect(await room.count()).toBe(before + 1);
  });

  test('of a refused command can be used again', async () => {
    const headers = KEY();
    expect((await room.ask('PATCH', `/items/${crypto.randomUUID()}`, { name: 'x' }, headers)).status).toBe(404);
    const { id } = (await room.ask('POST', '/items', { name: 'y' }, KEY())).body;
    expect((await room.ask('PATCH', `/items/${id}`, { name: 'x' }, headers)).status).toBe(200);
  });

  test('works for a command that opens its own transactions', async () => {
    const headers = KEY();
    const before = await room.count();
    const answers = [
      await room.ask('POST', '/long', { name: 'long' }, headers),
      await room.ask('POST', '/long', { name: 'long' }, headers),
    ];
    expect(answers.map((a) => a.status)).toEqual([201, 201]);
    expect([before + 1, before + 2]).toContain(await room.count());
  });
});

test('the description of the API knows every route and that a key is needed', async () => {
  const { body } = { body: (await room.app.inject('/api/openapi.json')).json() };
  expect(Object.keys(body.paths)).toContain('/api/v1/items/{id}');
  const { parameters } = body.paths['/api/v1/items'].post;
  expect(parameters).toMatchObject([{ name: 'Idempotency-Key', required: true }]);
});

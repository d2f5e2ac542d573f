import { afterAll, beforeAll, expect, test } from 'vitest';
import { listen } from '../listen.ts';
import { publish } from '../publish.ts';
import { type DoorRoom, openDoorRoom } from './door.fixture.ts';

let room: DoorRoom;
let url: string;
beforeAll(async () => {
  room = await openDoorRoom();
  url = await room.app.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(() => room.close());

const open = (topics: string, who = 'reader') =>
  fetch(`${url}/api/v1/live?topics=${topics}`, { headers: { authorization: `Bearer ${who}` } });

const readUntil = async (response: Response, wanted: string): Promise<string> => {
  const reader = response.body?.getReader();
  let text = '';
  while (reader && !text.includes(wanted)) text += new TextDecoder().decode((await reader.read()).value);
  await reader?.cancel();
  return text;
};

test('news need the permission to read their room, and are not for subscribers', async () => {
  expect((await open('probe.items', 'nobody')).status).toBe(401);
  expect((await open('probe.items,secret.things')).status).toBe(403);
  expect((await open('probe.items', 'subscriber')).status).toBe(403);
  expect((await open('nonsense')).status).toBe(403);
});

test('what a commit publishes is heard by those who asked for its topic, and by nobody before the commit', async () => {
  const listening = await listen(room.db.kernel, { isp_live: room.live.tell });
  const [mine, other] = [await open('probe.items'), await open('probe.others')];
  expect(mine.headers.get('content-type')).toBe('text/event-stream');
  await room.db.run(({ tx }) => publish(tx, 'probe.items', { n: 1 }));
  await room.db
    .run(async ({ tx }) => {
      await publish(tx, 'probe.items', { n: 2 });
      throw new Error('rolled back');
    })
    .catch(() => undefined);
  await room.db.run(({ tx }) => publish(tx, 'probe.items', { n: 3, text: 'two\nlines' }));
  await room.db.run(({ tx }) => publish(tx, 'probe.others', { n: 4 }));
  const text = await readUntil(mine, '"n":3');
  expect(text).toContain('event: probe.items\ndata: {"n": 1}\n\n'.replace('"n": 1', '"n":1'));
  expect(text).not.toContain('"n":2');
  expect(text).not.toContain('"n":4');
  expect(await readUntil(other, '"n":4')).not.toContain('"n":3');
  await listening.stop();
});

test('a stream that is closed is forgotten', async () => {
  const stopped = new AbortController();
  const response = await fetch(`${url}/api/v1/live?topics=probe.items`, {
    headers: { authorization: 'Bearer reader' },
    signal: stopped.signal,
  });
  stopped.abort();
  await response.text().catch(() => undefined);
  for (let i = 0; i < 100; i++) room.live.tell(JSON.stringify({ topic: 'probe.items', body: { n: i } }));
  expect((await open('probe.items')).status).toBe(200);
});

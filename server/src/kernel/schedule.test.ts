import { instant } from '@isp/values';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { sql } from './db.ts';
import { isAhead, lastStep, nextDaily, runDue, type Schedule, turnClock } from './schedule.ts';
import { type TestDatabase, testDatabase } from './testing.ts';

test.each([
  ['later today', '02:00', 'UTC', '2026-03-01T01:00:00Z', '2026-03-01T02:00:00Z'],
  ['at that moment: the next day’s', '02:00', 'UTC', '2026-03-01T02:00:00Z', '2026-03-02T02:00:00Z'],
  ['east of Greenwich', '02:00', 'Asia/Tokyo', '2026-03-01T16:00:00Z', '2026-03-01T17:00:00Z'],
  ['a time that the clock change skips', '02:30', 'Europe/Berlin', '2026-03-28T12:00:00Z', '2026-03-29T01:30:00Z'],
  ['a time that comes twice: once', '02:30', 'Europe/Berlin', '2026-10-25T00:30:00Z', '2026-10-26T01:30:00Z'],
])('daily: %s', (_, time, zone, after, expected) => {
  expect(nextDaily(time, zone, instant(after))).toBe(instant(expected));
});

test.each([
  ['nothing missed', '2026-03-01T10:05:00Z', '2026-03-01T10:07:00Z', undefined],
  ['one step', '2026-03-01T10:05:00Z', '2026-03-01T10:11:00Z', '2026-03-01T10:10:00Z'],
  ['many steps are one', '2026-03-01T10:05:00Z', '2026-03-03T00:04:00Z', '2026-03-03T00:00:00Z'],
])('every five minutes: %s', (_, last, until, expected) => {
  expect(lastStep(5, instant(last), instant(until))).toBe(expected && instant(expected));
});

test.each<[string, Schedule['when'], string, boolean]>([
  ['every five minutes: as far as a step ahead', { minutes: 5 }, '2026-03-01T10:05:00Z', false],
  ['every five minutes: further', { minutes: 5 }, '2026-03-01T10:05:01Z', true],
  [
    'daily: a moment ahead, as when a clock is set right',
    { daily: '02:00', zones: async () => [] },
    '2026-03-01T10:00:02Z',
    false,
  ],
  ['daily: as far as a day', { daily: '02:00', zones: async () => [] }, '2026-03-02T10:00:00Z', false],
  ['daily: further', { daily: '02:00', zones: async () => [] }, '2026-03-02T10:00:01Z', true],
])('a mark that a wrong clock made, %s', (_, when, last, expected) => {
  expect(isAhead(when, instant(last), instant('2026-03-01T10:00:00Z'))).toBe(expected);
});

let db: TestDatabase;
let ran: string[];
const note =
  (name: string): Schedule['run'] =>
  async (kernel, at, zone) => {
    ran.push(`${name} ${at.slice(0, 16)} ${zone} clock ${kernel.clock.now().slice(11, 16)}`);
  };
const schedules: readonly Schedule[] = [
  { name: 'night', when: { daily: '02:00', zones: async () => ['UTC', 'Asia/Tokyo'] }, run: note('night') },
  { name: 'check', when: { minutes: 5 }, run: note('check') },
];

beforeAll(async () => {
  db = await testDatabase({ now: '2026-03-01T00:00:00Z' });
});
beforeEach(async () => {
  ran = [];
  await sql`delete from kernel.schedule`.execute(db.kernel.db);
  await db.at('2026-03-01T00:00:00Z');
  await runDue(db.kernel, schedules, instant('2026-03-01T00:00:00Z'));
});
afterAll(() => db.drop());

test('turning the clock runs what falls due, in order, at its own moment, and a check before each', async () => {
  await turnClock(db.kernel, schedules, instant('2026-03-02T03:00:00Z'));
  expect(ran).toEqual([
    'check 2026-03-01T02:00 UTC clock 02:00',
    'night 2026-03-01T02:00 UTC clock 02:00',
    'check 2026-03-01T17:00 UTC clock 17:00',
    'night 2026-03-01T17:00 Asia/Tokyo clock 17:00',
    'check 2026-03-02T02:00 UTC clock 02:00',
    'night 2026-03-02T02:00 UTC clock 02:00',
    'check 2026-03-02T03:00 UTC clock 03:00',
  ]);
  expect(db.kernel.clock.now()).toBe('2026-03-02T03:00:00.000Z');
});

test('many small turns run the same nights as one large turn', async () => {
  for (let hour = 1; hour <= 72; hour++) {
    const to = new Date(Date.UTC(2026, 2, 1, hour)).toISOString();
    await turnClock(db.kernel, schedules, instant(to));
  }
  const small = ran.filter((r) => r.startsWith('night'));
  ran = [];
  await sql`update kernel.schedule set last_at = '2026-03-01T00:00:00Z'`.execute(db.kernel.db);
  await db.at('2026-03-01T00:00:00Z');
  await turnClock(db.kernel, schedules, instant('2026-03-04T00:00:00Z'));
  expect(ran.filter((r) => r.startsWith('night'))).toEqual(small);
  expect(small).toHaveLength(6);
});

test('an occurrence that fails is not marked done: it runs again', async () => {
  let fail = true;
  const flaky: Schedule = {
    name: 'flaky',
    when: { daily: '02:00', zones: async () => ['UTC'] },
    run: async (_, at) => {
      if (fail) throw new Error('no');
      ran.push(`flaky ${at}`);
    },
  };
  await runDue(db.kernel, [flaky], instant('2026-03-01T00:00:00Z'));
  await expect(runDue(db.kernel, [flaky], instant('2026-03-02T00:00:00Z'))).rejects.toThrow('no');
  fail = false;
  await runDue(db.kernel, [flaky], instant('2026-03-02T00:00:00Z'));
  expect(ran).toEqual(['flaky 2026-03-01T02:00:00.000Z']);
});

test('a clock that jumps years ahead and back does not stop what it ran ahead of time: each night runs again at its own time, once', async () => {
  const look = async (now: string) => {
    ran = [];
    await db.at(now);
    await runDue(db.kernel, schedules, instant(now));
    return ran.map((one) => one.split(' clock')[0]);
  };
  await look('2026-03-05T12:00:00Z');
  expect((await look('2026-03-01T01:59:00Z')).length).toBe(0);
  expect(await look('2026-03-01T02:00:10Z')).toEqual(['check 2026-03-01T02:00 UTC', 'night 2026-03-01T02:00 UTC']);
  expect(await look('2026-03-01T02:00:20Z')).toEqual([]);
  expect(await look('2026-03-01T17:00:10Z')).toEqual([
    'check 2026-03-01T17:00 UTC',
    'night 2026-03-01T17:00 Asia/Tokyo',
  ]);
});

test('a clock that is set back a little repeats nothing', async () => {
  await db.at('2026-03-01T02:00:01Z');
  await runDue(db.kernel, schedules, instant('2026-03-01T02:00:01Z'));
  expect(ran).toHaveLength(2);
  for (const now of ['2026-03-01T01:59:58Z', '2026-03-01T02:00:02Z']) {
    await db.at(now);
    await runDue(db.kernel, schedules, instant(now));
  }
  expect(ran).toHaveLength(2);
});

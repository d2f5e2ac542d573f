import { expect, test } from 'vitest';
import { eventTime, quarterOf } from './event-time.ts';

const NOW = Date.parse('2040-01-01T12:00:00Z');
const s = (text: string) => Date.parse(text) / 1000;

test.each([
  ['its Event-Timestamp, past 2038 too', s('2040-01-01T11:00:00Z'), 50, '2040-01-01T11:00:00.000Z', true],
  ['six days late', s('2039-12-26T12:00:01Z'), -1, '2039-12-26T12:00:01.000Z', true],
  ['a clock that was never set', 0, -1, '2040-01-01T12:00:00.000Z', false],
  ['a clock an hour ahead', s('2040-01-01T13:00:00Z'), 7, '2040-01-01T11:59:53.000Z', false],
  ['a clock a little ahead', s('2040-01-01T12:04:59Z'), -1, '2040-01-01T12:04:59.000Z', true],
  ['no timestamp: arrival less delay', -1, 90, '2040-01-01T11:58:30.000Z', false],
  ['a delay without end', -1, 4_294_967_295, '2039-12-25T12:00:00.000Z', false],
] as const)('%s (duty 94)', (_, timestamp, delay, at, stamped) => {
  const time = eventTime(NOW, timestamp, delay);
  expect([new Date(time.at_ms).toISOString(), time.stamped]).toEqual([at, stamped]);
});

test.each([
  ['2026-01-01T10:14:59.999Z', '2026-01-01T10:00:00.000Z'],
  ['2026-01-01T10:15:00.000Z', '2026-01-01T10:15:00.000Z'],
])('%s lies in the quarter from %s', (at, from) =>
  expect(new Date(quarterOf(Date.parse(at))).toISOString()).toBe(from),
);

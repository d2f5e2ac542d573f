import { randomInt } from 'node:crypto';
import { expect, test } from 'vitest';
import type { OpenSession } from '../core/record.ts';
import { stationKey } from '../core/station.ts';
import { Online } from './online.ts';

const FRESH = 1_800_000;
const uuid = (n: number): string => `00000000-0000-0000-0000-${n.toString(16).padStart(12, '0')}`;
const octets = (id: string): Buffer => Buffer.from(id.replaceAll('-', ''), 'hex');
const MAC = (n: number): string => `02-00-00-00-00-${n.toString(16).padStart(2, '0')}`;
const key = (mac: string | null): number => {
  const text = Buffer.from(mac ?? '');
  return stationKey(text, 0, text.length);
};
const session = (id: number, subscription: number, mac: string | null, at: number): OpenSession => ({
  id: uuid(id),
  subscription_id: uuid(subscription),
  calling_station_id: mac,
  started_ms: at,
  heard_ms: at,
  told_framed_ip: null,
  framed_ipv6_prefix: null,
  delegated_ipv6_prefix: null,
});

test('fresh sessions of other stations count; silent ones, the station’s own and other subscriptions’ do not', () => {
  const online = new Online(FRESH);
  const others = (subscription: number, mac: string | null, now: number) =>
    online.others(octets(uuid(subscription)), 0, key(mac), now);
  online.heard(session(101, 1, MAC(1), 1000));
  online.heard(session(102, 1, MAC(2), 1000));
  online.heard(session(103, 2, MAC(3), 1000));
  expect(others(1, MAC(9), 2000)).toBe(2);
  expect(others(1, MAC(1), 2000)).toBe(1);
  expect(others(1, null, 2000)).toBe(2);
  expect(others(1, '02:00:00:00:00:01', 2000)).toBe(1);
  expect(others(3, MAC(1), 2000)).toBe(0);
  online.heard({ ...session(102, 1, MAC(2), 1000), heard_ms: 900_000 });
  expect(others(1, MAC(9), 1000 + FRESH)).toBe(1);
  online.closed(uuid(102));
  expect(others(1, MAC(9), 2000)).toBe(1);
  online.heard(session(102, 1, MAC(2), 1000));
  expect(others(1, MAC(9), 2000)).toBe(1);
});

test('an accepted log-in counts until its Start comes, or for 30 s; its repetition counts once', () => {
  const online = new Online(FRESH);
  const ids = octets(uuid(7));
  const others = (mac: string, now: number) => online.others(ids, 0, key(mac), now);
  online.expect(ids, 0, key(MAC(1)), 1000, false);
  online.expect(ids, 0, key(MAC(1)), 2000, false);
  expect([others(MAC(2), 3000), others(MAC(1), 3000)]).toEqual([1, 0]);
  expect(others(MAC(2), 32_000)).toBe(0);
  online.expect(ids, 0, key(MAC(1)), 40_000, false);
  online.heard(session(71, 7, MAC(1), 41_000));
  expect(others(MAC(2), 42_000)).toBe(1);
  expect(online.count).toBe(1);
  online.expect(ids, 0, -1, 43_000, false);
  expect(online.count).toBe(1);
});

test('when the clock is set back, what was heard of before counts for as long as ever, from then on', () => {
  const online = new Online(FRESH);
  const [hours, ids] = [6 * 3_600_000, octets(uuid(7))];
  const others = (now: number) => online.others(ids, 0, key(MAC(2)), now);
  online.expect(ids, 0, key(MAC(1)), hours, false);
  online.heard(session(71, 7, MAC(3), hours));
  expect([others(1000), others(30_999), others(31_000), others(1000 + FRESH)]).toEqual([2, 2, 1, 0]);
});

test('Accepts whose Start never comes are bounded', () => {
  const online = new Online(FRESH);
  for (let n = 1; n <= 10_000; n++) online.expect(octets(uuid(n)), 0, key(MAC(1)), n, false);
  expect(online.count).toBe(4096);
  expect(online.others(octets(uuid(10_000)), 0, -1, 10_001)).toBe(1);
  expect(online.others(octets(uuid(1)), 0, -1, 10_001)).toBe(0);
});

test('a session just begun takes the place of an older one of its station, never of a newer', () => {
  const online = new Online(FRESH);
  online.heard(session(11, 1, MAC(1), 1000));
  online.heard(session(12, 1, MAC(2), 1000));
  online.heard(session(13, 2, MAC(1), 1000));
  expect(online.replacedBy(session(14, 1, MAC(1), 5000))).toEqual([uuid(11)]);
  expect(online.replacedBy(session(14, 1, MAC(1), 500))).toEqual([]);
  expect(online.replacedBy(session(14, 1, null, 5000))).toEqual([]);
  expect(online.replacedBy(session(11, 1, MAC(1), 5000))).toEqual([]);
});

test('what others closed is put right from the rows', () => {
  const online = new Online(FRESH);
  online.heard(session(11, 1, MAC(1), 1000));
  online.heard(session(12, 1, MAC(2), 1000));
  online.set(uuid(1), [session(12, 1, MAC(2), 1000)], online.moment);
  expect(online.others(octets(uuid(1)), 0, -1, 1001)).toBe(1);
  const moment = online.moment;
  online.heard(session(13, 1, MAC(3), 2000));
  online.set(uuid(1), [], moment);
  expect(online.others(octets(uuid(1)), 0, -1, 2001)).toBe(1);
  online.set(uuid(1), [], online.moment);
  expect(online.count).toBe(0);
});

test('what was silent for long is forgotten, a part at a time', () => {
  const online = new Online(FRESH);
  for (let n = 0; n < 100; n++) online.heard(session(1000 + n, n, MAC(1), n < 50 ? 0 : 2 * FRESH));
  online.prune(2 * FRESH + 1, 10);
  expect(online.count).toBeGreaterThanOrEqual(90);
  online.prune(2 * FRESH + 1, 1000);
  expect(online.count).toBe(50);
});

test('whatever happens in whatever order, it counts what a plain list counts', () => {
  const seed = randomInt(2 ** 31);
  console.log(`seed ${seed}`);
  let state = seed;
  const pick = (n: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % n;
  };
  const online = new Online(FRESH);
  const plain = new Map<string, OpenSession>();
  const closed = new Set<string>();
  for (let now = 1; now <= 20_000; now++) {
    const one = session(1000 + pick(6000), 0, MAC(pick(5)), now);
    const stored = plain.get(one.id);
    const mine = { ...one, subscription_id: uuid(Number.parseInt(one.id.slice(-4), 16) % 40) };
    if (pick(4) === 0) {
      online.closed(one.id);
      plain.delete(one.id);
      closed.add(one.id);
    } else if (!closed.has(one.id)) {
      online.heard(mine);
      plain.set(one.id, { ...mine, heard_ms: Math.max(stored?.heard_ms ?? 0, now) });
    } else online.heard(mine);
    const subscription = uuid(pick(40));
    const station = MAC(pick(5));
    const expected = [...plain.values()].filter(
      (s) => s.subscription_id === subscription && s.calling_station_id !== station,
    );
    expect(online.others(octets(subscription), 0, key(station), now)).toBe(expected.length);
  }
  expect(online.count).toBe(plain.size);
});

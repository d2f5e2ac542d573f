import { expect, test } from 'vitest';
import { addressesAt, offsetsOf, type PoolKind, readUnits, type Units } from './pool.ts';

const units = (kind: PoolKind, range: string, length: number): Units => {
  const read = readUnits(kind, range, length);
  if (read === undefined) throw new Error(`${range} is none`);
  return read;
};

test.each([
  ['ipv4', '10.0.0.0/30', 32, false, ['10.0.0.2/32']],
  ['ipv4', '10.0.0.0/30', 32, true, ['10.0.0.0/32', '10.0.0.1/32', '10.0.0.2/32', '10.0.0.3/32']],
  ['ipv4', '255.255.255.255/32', 32, true, ['255.255.255.255/32']],
  ['ipv6-prefix', '2001:db8::/63', 64, false, ['2001:db8:0:0:0:0:0:0/64', '2001:db8:0:1:0:0:0:0/64']],
  ['ipv6-delegated', '2001:db8:ff00::/40', 41, false, ['2001:db8:ff00:0:0:0:0:0/41', '2001:db8:ff80:0:0:0:0:0/41']],
  ['ipv6-prefix', '2001:db8::/126', 128, false, ['2001:db8:0:0:0:0:0:2/128', '2001:db8:0:0:0:0:0:3/128']],
] as const)('%s from %s in /%i, whole: %s', (kind, range, length, whole, expected) => {
  const read = units(kind, range, length);
  const offsets = offsetsOf(read, whole);
  expect(offsets && addressesAt(read, offsets)).toEqual(expected);
});

test.each([
  ['ipv4', '10.0.0.0/31', 32],
  ['ipv4', '10.0.0.0/32', 32],
  ['ipv6-prefix', '2001:db8::/127', 128],
] as const)('%s from %s: without the network’s and the gateway’s nothing is left', (kind, range, length) => {
  expect(offsetsOf(units(kind, range, length), false)).toBeUndefined();
});

test.each([
  ['ipv4', '10.0.0.1/30', 32],
  ['ipv4', '10.0.0.0/30', 31],
  ['ipv4', '2001:db8::/32', 32],
  ['ipv6-prefix', '10.0.0.0/8', 64],
  ['ipv6-prefix', '2001:db8::/64', 60],
  ['ipv6-prefix', '2001:db8::/20', 64],
  ['ipv6-delegated', '2001:db8::/64', 129],
  ['ipv4', 'ten', 32],
] as const)('no range of %s: %s in /%i', (kind, range, length) => {
  expect(readUnits(kind, range, length)).toBeUndefined();
});

test('far into a large range', () => {
  const read = units('ipv6-delegated', '2001:db8::/32', 56);
  expect(offsetsOf(read, false)).toEqual({ first: 0n, end: 2n ** 24n });
  expect(addressesAt(read, { first: 2n ** 24n - 1n, end: 2n ** 24n })).toEqual(['2001:db8:ffff:ff00:0:0:0:0/56']);
});

import { expect, test } from 'vitest';
import { findRange, isNetwork, parseRange, plainAddress, type Range } from './address.ts';

test.each([
  ['10.0.0.1', '10.0.0.1'],
  ['::ffff:10.0.0.1', '10.0.0.1'],
  ['::FFFF:192.0.2.7', '192.0.2.7'],
  ['fe80::1%eth0', 'fe80::1'],
  ['2001:db8::1', '2001:db8::1'],
])('%s is %s', (source, plain) => expect(plainAddress(source)).toBe(plain));

const ranges = ['192.0.2.128/25', '192.0.2.0/24', '2001:db8:1::/48', '10.0.0.0/8', '2001:db8::/32', '0.0.0.0/0'].map(
  (text) => ({ ...(parseRange(text) as Range), text }),
);

test.each([
  ['192.0.2.200', '192.0.2.128/25'],
  ['192.0.2.1', '192.0.2.0/24'],
  ['10.255.255.255', '10.0.0.0/8'],
  ['11.0.0.1', '0.0.0.0/0'],
  ['2001:db8:1:2::3', '2001:db8:1::/48'],
  ['2001:db8:2::1', '2001:db8::/32'],
  ['2001:db9::1', undefined],
])('%s lies in %s', (address, range) => expect(findRange(ranges, address)?.text).toBe(range));

test.each([
  ['10.0.0.0/8', true],
  ['10.0.0.1/8', false],
  ['10.0.0.1', true],
  ['2001:db8::/33', true],
  ['2001:db8:8000::/33', true],
  ['2001:db8:8000::/32', false],
])('%s begins a network: %s', (text, yes) => expect(isNetwork(parseRange(text) as Range)).toBe(yes));

test.each(['', 'x', '10.0.0.1/33', '300.1.1.1', '::1/129', '10.0.0.0/x'])('%s is no range', (text) =>
  expect(parseRange(text)).toBeUndefined(),
);

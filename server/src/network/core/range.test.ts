import { expect, test } from 'vitest';
import { ipv4Number, ipv4Text, readRange, usable } from './range.ts';

test.each([
  ['10.20.0.0/22', 169082880, 1024],
  ['0.0.0.0/8', 0, 16777216],
  ['255.255.255.252/30', 4294967292, 4],
])('%s', (text, base, count) => {
  expect(readRange(text)).toEqual({ ok: true, value: { base, count } });
});

test.each([
  ['10.0.0.1/24', 'host-bits'],
  ['10.0.0.0/31', 'size'],
  ['10.0.0.0/7', 'size'],
])('%s is refused', (text, reason) => {
  expect(readRange(text)).toEqual({ ok: false, reason });
});

test('a /30 has one address to give', () => {
  expect(usable({ base: 0, count: 4 })).toBe(1);
});

test.each(['0.0.0.0', '10.0.0.1', '192.168.255.254', '255.255.255.255'])(
  '%s survives the way to a number and back',
  (address) => {
    expect(ipv4Text(ipv4Number(address))).toBe(address);
  },
);

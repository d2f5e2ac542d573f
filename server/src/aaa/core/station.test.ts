import { expect, test } from 'vitest';
import { normalMac, stationNumber } from './station.ts';

const number = (text: string) => stationNumber(Buffer.from(text), 0, Buffer.byteLength(text));

test.each([
  ['AA-BB-CC-DD-EE-FF', 0xaabbccddeeff],
  ['aa:bb:cc:dd:ee:ff', 0xaabbccddeeff],
  ['aabb.ccdd.eeff', 0xaabbccddeeff],
  ['aabbccddeeff', 0xaabbccddeeff],
  ['AA-BB-CC-DD-EE-FF:ssid', 0xaabbccddeeff],
  ['00-00-00-00-00-00', 0],
  ['AA-BB-CC-DD-EE', -1],
  ['0049 30 123456', -1],
  ['', -1],
])('%s is station %d', (text, station) => expect(number(text)).toBe(station));

test.each([
  [' AA-BB-CC-DD-EE-FF ', 'aabbccddeeff'],
  ['aabb.ccdd.eeff', 'aabbccddeeff'],
  ['aabbccddeef', undefined],
  ['aabbccddeefg', undefined],
])('%s is stored as %s', (text, mac) => expect(normalMac(text)).toBe(mac));

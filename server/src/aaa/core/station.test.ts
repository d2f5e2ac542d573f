import { expect, test } from 'vitest';
import { macNumber, macText, normalMac, stationNumber } from './station.ts';

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

const mac = (text: string) => macNumber(Buffer.from(text), 0, Buffer.byteLength(text));

test.each([
  ['AA-BB-CC-DD-EE-0F', 0xaabbccddee0f],
  ['aa:bb:cc:dd:ee:0f', 0xaabbccddee0f],
  ['aa:bb:cc:dd:ee:f', 0xaabbccddee0f],
  ['1:aa:bb:cc:dd:ee:f', 0xaabbccddee0f],
  ['01:aa:bb:cc:dd:ee:0f', 0xaabbccddee0f],
  ['aabb.ccdd.ee0f', 0xaabbccddee0f],
  ['aabbcc-ddee0f', 0xaabbccddee0f],
  ['AABBCCDDEE0F', 0xaabbccddee0f],
  ['00:00:00:00:00:00', 0],
  ['2:aa:bb:cc:dd:ee:0f', -1],
  ['aabbccddee0f:ssid', -1],
  ['aabb.ccdd.ee0', -1],
  ['aa:bb:cc:dd:ee', -1],
  ['aa::bb:cc:dd:ee:ff', -1],
  ['aabbccddee0f0', -1],
  ['aaaabb.bbccc.cddd', -1],
  ['10.20.30.40', -1],
  ['bob', -1],
  ['', -1],
])('%s is, whole, MAC %d', (text, number) => expect(mac(text)).toBe(number));

test('a MAC is written in pairs', () => expect(macText(0x0abbccddee0f)).toBe('0a:bb:cc:dd:ee:0f'));

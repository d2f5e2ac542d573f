import { describe, expect, test } from 'vitest';
import { type AttributeDefinition, createDictionary, type DataType } from './dictionary/dictionary.ts';
import { formatIpv6, parseIpv4, parseIpv6 } from './ip.ts';
import { readValue, type Value, writeValue } from './value.ts';

const definition = (type: DataType, octets?: number): AttributeDefinition => ({
  oid: '1',
  name: 'Test',
  type,
  traits: octets === undefined ? {} : { octets },
  values: { 2: 'Two' },
});

describe('values that read and write alike (RFC 8044 3)', () => {
  test.each<[DataType, string, Value]>([
    ['text', 'c3a9', 'é'],
    ['text', '610062', 'a\0b'],
    ['octets', '00ff', '0x00ff'],
    ['byte', 'ff', 255],
    ['short', 'ffff', 65535],
    ['integer', 'ffffffff', 4294967295],
    ['integer64', '0020000000000001', 9007199254740993n],
    ['integer64', 'ffffffffffffffff', 18446744073709551615n],
    ['date', 'ffffffff', 4294967295],
    ['ipaddr', 'fffffffe', '255.255.255.254'],
    ['ipv4prefix', '00180a000000', '10.0.0.0/24'],
    ['ipv4prefix', '000000000000', '0.0.0.0/0'],
    ['ipv6addr', '20010db8000000000000000000000001', '2001:db8::1'],
    ['ipv6prefix', '0000', '::/0'],
    ['ipv6prefix', '003820010db8abcd12', '2001:db8:abcd:1200::/56'],
    ['combo-ip', '7f000001', '127.0.0.1'],
    ['ifid', '021122fffe334455', '0211:22ff:fe33:4455'],
    ['ether', '001122aabbcc', '00:11:22:aa:bb:cc'],
  ])('%s %s', (type, hex, value) => {
    expect(readValue(definition(type), Buffer.from(hex, 'hex'))).toBe(value);
    expect(writeValue(definition(type), value)?.toString('hex')).toBe(hex);
  });
});

describe('octets that are no value of the type', () => {
  test.each<[DataType, string]>([
    ['text', 'ff'],
    ['byte', ''],
    ['short', '00'],
    ['integer', '000001'],
    ['integer', '0000000001'],
    ['integer64', '00000001'],
    ['ipaddr', 'abcdef0102'],
    ['ipv4prefix', '00217f000000'],
    ['ipv4prefix', '01207f000000'],
    ['ipv6addr', '2001'],
    ['ipv6prefix', '00'],
    ['ipv6prefix', `0081${'00'.repeat(16)}`],
    ['ipv6prefix', '00402001'],
    ['ipv6prefix', `0040${'00'.repeat(17)}`],
    ['combo-ip', '7f0000'],
    ['ifid', '00'],
    ['ether', '0011223344'],
    ['tlv', '0103ff'],
  ])('%s 0x%s', (type, hex) => {
    expect(readValue(definition(type), Buffer.from(hex, 'hex'))).toBeUndefined();
  });

  test('another length than the dictionary says', () => {
    expect(readValue(definition('octets', 16), Buffer.alloc(15))).toBeUndefined();
    expect(writeValue(definition('octets', 2), '0x010203')).toBeUndefined();
  });
});

describe('values that cannot be written', () => {
  test.each<[DataType, Value | Uint8Array]>([
    ['integer', 4294967296],
    ['integer', -1],
    ['integer', 1.5],
    ['integer', 'Three'],
    ['integer', ''],
    ['integer', Buffer.alloc(4)],
    ['integer64', 18446744073709551616n],
    ['ipaddr', '10.0.0'],
    ['ipaddr', '10.0.0.256'],
    ['ipaddr', '010.0.0.1'],
    ['ipv6addr', 'fe80::1%eth0'],
    ['ipv6prefix', '2001:db8::/129'],
    ['ipv6prefix', '2001:db8::'],
    ['ipv4prefix', '10.0.0.0/33'],
    ['octets', '0xabc'],
    ['ifid', '0211'],
    ['ether', '00-11-22'],
    ['tlv', 1],
  ])('%s %s', (type, value) => {
    expect(writeValue(definition(type), value)).toBeUndefined();
  });

  test('an integer may be given by its name or in text', () => {
    expect(writeValue(definition('integer'), 'Two')?.toString('hex')).toBe('00000002');
    expect(writeValue(definition('integer'), '17')?.toString('hex')).toBe('00000011');
  });

  test('host bits are cleared in a prefix, and what follows it is not sent (RFC 8044 3.10) (duty 33)', () => {
    expect(writeValue(definition('ipv6prefix'), '2001:db8:ffff::1/33')?.toString('hex')).toBe('002120010db880');
    expect(readValue(definition('ipv6prefix'), Buffer.from('002120010db8ff', 'hex'))).toBe('2001:db8:8000::/33');
  });
});

describe('addresses', () => {
  test.each([
    ['::', '0'.repeat(32)],
    ['::1', `${'0'.repeat(31)}1`],
    ['1::', `0001${'0'.repeat(28)}`],
    ['2001:db8:0:1:1:1:1:1', '20010db8000000010001000100010001'],
    ['2001:0:0:1::1', '20010000000000010000000000000001'],
    ['1:2:3:4:5:6:7:8', '00010002000300040005000600070008'],
  ])('%s', (text, hex) => {
    expect(formatIpv6(Buffer.from(hex, 'hex'))).toBe(text);
    expect(parseIpv6(text)?.toString('hex')).toBe(hex);
  });

  test.each([
    ['::ffff:192.0.2.1', '00000000000000000000ffffc0000201'],
    ['2001:DB8:0:0:0:0:0:1', '20010db8000000000000000000000001'],
    ['1::2:3:4:5:6:7', '00010000000200030004000500060007'],
  ])('also reads %s', (text, hex) => {
    expect(parseIpv6(text)?.toString('hex')).toBe(hex);
  });

  test.each([
    '',
    ':',
    ':::',
    '1',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1::2::3',
    '::12345',
    '1:2:3:4:5:6:7::8',
    'g::',
    '1.2.3.4',
    '::1.2.3.4:5',
  ])('%j is no IPv6 address', (text) => {
    expect(parseIpv6(text)).toBeUndefined();
  });

  test.each(['1.2.3', '1.2.3.4.5', '256.0.0.1', '01.2.3.4', ' 1.2.3.4', '1.2.3.4\n'])(
    '%j is no IPv4 address',
    (text) => {
      expect(parseIpv4(text)).toBeUndefined();
    },
  );
});

describe('a dictionary', () => {
  test('refuses a place or a name twice', () => {
    const part = (number: number, name: string) => ({ source: 's', attributes: [[number, name, 'text'] as const] });
    expect(() => createDictionary([part(1, 'A'), part(1, 'B')])).toThrow(RangeError);
    expect(() => createDictionary([part(1, 'A'), part(2, 'A')])).toThrow(RangeError);
  });
});

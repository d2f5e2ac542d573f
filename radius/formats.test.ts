import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Attribute, decodeAttributes } from './decode.ts';
import type { Dictionary } from './dictionary/dictionary.ts';
import { STANDARD } from './dictionary/standard.ts';
import { type AttributeToSend, encodeAttributes } from './encode.ts';
import { revealSalted } from './hiding.ts';
import { prepareSecret } from './md5.ts';

const seed = Number.parseInt(process.env.FC_SEED ?? `${Math.floor(Math.random() * 2 ** 31)}`, 10);
console.log(`fast-check seed ${seed} (FC_SEED)`);

const dictionary: Dictionary = STANDARD;
const secret = prepareSecret(Buffer.from('testing123'));
const authenticator = Buffer.alloc(16, 6);
const context = { dictionary, secret, request_authenticator: authenticator, salt: () => 77 };

const octets = (hex: string): Buffer => Buffer.from(hex.replaceAll(/\s/g, ''), 'hex');
const read = (hex: string): Attribute[] => decodeAttributes(octets(hex), context) ?? [];
const said = (hex: string) => read(hex).map(({ oid, value, raw }) => [oid, value, raw]);
const written = (...attributes: readonly AttributeToSend<string>[]): string => {
  const { bytes, refused } = encodeAttributes(attributes, context);
  expect(refused).toEqual([]);
  return bytes.toString('hex');
};

test('attributes of one type keep their order, read and written, with others in between (duty 18)', () => {
  const sent = ['b', 'a', 'c', 'a'].flatMap((value, i) => [
    { name: 'Reply-Message', value },
    { name: 'NAS-Port', value: i },
  ]);
  const back = decodeAttributes(encodeAttributes(sent, context).bytes, context) ?? [];
  expect(back.map(({ name, value }) => ({ name, value }))).toEqual(sent);
});

describe('a Vendor-Specific', () => {
  test('with several sub-attributes gives each of them (duty 25)', () => {
    expect(said('1a 17 00003a8c 0806 31302f32 0906 686f6d65 0b05 414243')).toEqual([
      ['26.14988.8', '10/2', undefined],
      ['26.14988.9', 'home', undefined],
      ['26.14988.11', 'ABC', undefined],
    ]);
  });

  test.each([
    ['two octets of type and one of length (Lucent)', '1a 0d 000012ee 000207 00000009', 'Lucent-Max-Shared-Users', 9],
    ['two of each (Starent)', '1a 0d 00001fe4 00020007 76706e', 'SN-VPN-Name', 'vpn'],
    ['four of type and none of length (USR)', '1a 0e 000001ad 0000bfbe 00000005', 'USR-Event-Id', 5],
    ['one of each, the usual', '1a 0c 00000009 0106 613d6262', 'Cisco-AVPair', 'a=bb'],
  ])('may have %s (duty 26)', (_, hex, name, value) => {
    expect(read(hex).map((one) => [one.name, one.value])).toEqual([[name, value]]);
    expect(written({ name, value })).toBe(octets(hex).toString('hex'));
  });

  test('may go on in the next (WiMAX), and is invalid when it says so and does not (duty 26)', () => {
    const value = 'w'.repeat(251);
    const bytes = octets(written({ name: 'WiMAX-Release', value }));
    expect(decodeAttributes(bytes, context)?.map((one) => one.value)).toEqual([value]);
    const first = bytes.subarray(0, bytes[1] as number);
    expect(first[8]).toBe(0x80);
    expect(decodeAttributes(first, context)?.map((one) => one.raw)).toEqual(['invalid']);
    expect(said(`${first.toString('hex')} 010361`).map(([oid, , raw]) => [oid, raw])).toEqual([
      ['26', 'invalid'],
      ['1', undefined],
    ]);
  });

  test('keeps a sub-type nobody knows as its octets (duty 26)', () => {
    expect(said('1a 0a 00003a8c fe04 aabb')).toEqual([['26.14988.254', '0xaabb', 'unknown']]);
    expect(said('1a 0d 000012ee fffe07 01020304')).toEqual([['26.4846.65534', '0x01020304', 'unknown']]);
  });
});

describe('a tag', () => {
  test('is 1 to 31 and stands before a string; any other first octet is the string’s own (duty 27)', () => {
    const tagged = (hex: string) => read(hex).map(({ value, tag }) => [value, tag]);
    expect(tagged('5105 01 6162')).toEqual([['ab', 1]]);
    expect(tagged('5105 1f 6162')).toEqual([['ab', 31]]);
    expect(tagged('5105 20 6162')).toEqual([[' ab', undefined]]);
    expect(tagged('5105 00 6162')).toEqual([['ab', undefined]]);
  });

  test('is the first octet of an integer, 0 when there is none, and never more than 31 (duty 27)', () => {
    expect(written({ name: 'Tunnel-Type', value: 13 })).toBe('40060000000d');
    expect(written({ name: 'Tunnel-Type', value: 13, tag: 5 })).toBe('40060500000d');
    expect(read('40 06 05 00000d').map(({ value, tag }) => [value, tag])).toEqual([[13, 5]]);
    expect(read('40 06 20 00000d').map(({ raw }) => raw)).toEqual(['invalid']);
    const refused = { name: 'Tunnel-Type', value: 1, tag: 32 };
    expect(encodeAttributes([refused], context).refused).toEqual([refused]);
  });
});

describe('Tunnel-Password', () => {
  const passwords = ['', 'a', 'fifteen octets.', 'sixteen octets..', 'x'.repeat(200)].slice(1);

  test('has its tag in clear, a salt with the top bit set, then length, value and padding hidden (duty 28)', () => {
    for (const value of passwords) {
      const bytes = octets(written({ name: 'Tunnel-Password', value, tag: 9 }));
      expect([bytes[0], bytes[1], bytes[2]]).toEqual([69, bytes.length, 9]);
      expect((bytes[3] as number) & 0x80).toBe(0x80);
      expect((bytes.length - 5) % 16).toBe(0);
      expect(bytes.includes(value)).toBe(false);
      expect(revealSalted(secret, bytes.subarray(3), authenticator)?.toString()).toBe(value);
      expect(decodeAttributes(bytes, context)?.map((one) => [one.value, one.tag])).toEqual([[value, 9]]);
    }
  });

  test('never has the salt of another in the same packet, whatever is drawn (duty 28)', () => {
    const draws = [77, 77, 78, 32_767, 32_767, 0, 0].values();
    const many = Array.from({ length: 7 }, () => ({ name: 'Tunnel-Password', value: 'same' }));
    const { bytes } = encodeAttributes(many, { ...context, salt: () => draws.next().value ?? 0 });
    const salts: number[] = [];
    for (let at = 0; at < bytes.length; at += bytes[at + 1] as number) salts.push(bytes.readUInt16BE(at + 3));
    expect(new Set(salts).size).toBe(7);
    expect(salts.every((salt) => salt >= 0x8000)).toBe(true);
    expect(decodeAttributes(bytes, context)?.map((one) => one.value)).toEqual(Array(7).fill('same'));
  });
});

describe('an extended attribute', () => {
  test.each([241, 242, 243, 244])(
    'of type %i is what its second number says; without data it is invalid (duty 29)',
    (type) => {
      const head = type.toString(16);
      expect(said(`${head} 06 c8 aabbcc`)).toEqual([[`${type}.200`, '0xaabbcc', 'unknown']]);
      expect(said(`${head} 03 c8`).map(([, , raw]) => raw)).toEqual(['invalid']);
      expect(said(`${head} 02`).map(([, , raw]) => raw)).toEqual(['invalid']);
    },
  );

  test('has a name, and reads as it was written (duty 29)', () => {
    expect(written({ name: 'Operator-NAS-Identifier', value: '0xaabb' })).toBe('f10508aabb');
    expect(read('f1 05 08 aabb').map((one) => [one.name, one.value])).toEqual([['Operator-NAS-Identifier', '0xaabb']]);
  });

  test.each([245, 246])('of type %i goes on while More is set, in what follows directly (duty 30)', (type) => {
    const head = type.toString(16);
    const oid = `${type}.200`;
    expect(said(`${head} 06 c8 80 aabb ${head} 06 c8 80 ccdd ${head} 05 c8 00 ee`)).toEqual([
      [oid, '0xaabbccddee', 'unknown'],
    ]);
    const broken = (hex: string) => said(hex).map(([, , raw]) => raw);
    expect(broken(`${head} 06 c8 80 aabb`)).toEqual(['invalid']);
    expect(broken(`${head} 06 c8 80 aabb 010361 ${head} 05 c8 00 ee`)).toEqual(['invalid', undefined, 'unknown']);
    expect(broken(`${head} 06 c8 80 aabb ${head} 05 c9 00 ee`)).toEqual(['invalid', 'unknown']);
    expect(broken(`${head} 04 c8 00`)).toEqual(['invalid']);
  });

  test('of 1,000 octets is written in pieces, all but the last with More, and read whole (duty 30)', () => {
    const value = `0x${'5a'.repeat(1000)}`;
    const bytes = octets(written({ name: 'SAML-Assertion', value }));
    const flags: number[] = [];
    for (let at = 0; at < bytes.length; at += bytes[at + 1] as number) flags.push(bytes[at + 3] as number);
    expect(flags).toEqual([0x80, 0x80, 0x80, 0]);
    expect(decodeAttributes(bytes, context)?.map((one) => [one.name, one.value])).toEqual([['SAML-Assertion', value]]);
  });

  test('of members is read down to the last of them, one inside another (duty 31)', () => {
    expect(read('f1 13 06 0906 00000400 0a06 000007ff 0b04 7878').map((one) => [one.name, one.value])).toEqual([
      ['IP-Port-Range.Range-Start', 1024],
      ['IP-Port-Range.Range-End', 2047],
      ['IP-Port-Range.Local-Id', 'xx'],
    ]);
    const nested = { name: 'Softwire46-MAP-T.Basic-Rule.EA-Length', value: 7 };
    expect(written(nested)).toBe('f10d0902 0a 04 08 0c 06 00000007'.replaceAll(' ', ''));
    expect(read(written(nested)).map((one) => [one.name, one.value])).toEqual([[nested.name, 7]]);
  });

  test.each([
    ['too short for their length', 'f1 09 06 0907 00000400'],
    ['followed by an octet', 'f1 0a 06 0906 00000400 0b'],
    ['of length 2', 'f1 05 06 0902'],
    ['of length 0', 'f1 05 06 0900'],
  ])('of members %s is invalid as a whole (duty 31)', (_, hex) => {
    expect(said(hex).map(([oid, , raw]) => [oid, raw])).toEqual([['241.6', 'invalid']]);
  });
});

test('64-bit integers are exact above 2^53, read and written (duty 32)', () => {
  for (const value of [2n ** 53n + 1n, 2n ** 63n + 1n, 2n ** 64n - 1n]) {
    const hex = written({ name: 'MIP6-Feature-Vector', value });
    expect(hex).toBe(`7c0a${value.toString(16).padStart(16, '0')}`);
    expect(read(hex).map((one) => one.value)).toEqual([value]);
  }
});

test('an IPv6 prefix has 2 to 18 octets, a length of 0 to 128, and no bits beyond it (duty 33)', () => {
  const address = fc.uint8Array({ minLength: 16, maxLength: 16 });
  fc.assert(
    fc.property(address, fc.integer({ min: 0, max: 128 }), (bytes, length) => {
      const groups = Buffer.from(bytes).toString('hex').match(/.{4}/g)?.join(':');
      const wire = octets(written({ name: 'Delegated-IPv6-Prefix', value: `${groups}/${length}` }));
      const bits = (octet: number) => Array.from({ length: 8 }, (_, i) => (octet >> (7 - i)) & 1);
      expect([wire[0], wire[1], wire[2], wire[3]]).toEqual([123, wire.length, 0, length]);
      expect(wire.length - 4).toBe(Math.ceil(length / 8));
      expect([...wire.subarray(4)].flatMap(bits)).toEqual(
        [...bytes]
          .flatMap(bits)
          .slice(0, 8 * (wire.length - 4))
          .map((bit, i) => (i < length ? bit : 0)),
      );
    }),
    { seed, numRuns: 300 },
  );
  const invalid = ['7b03 00', `7b14 0081 ${'00'.repeat(16)}`, '7b06 0040 2001', `7b15 0040 ${'00'.repeat(17)}`];
  for (const hex of invalid) expect(said(hex).map(([, , raw]) => raw)).toEqual(['invalid']);
});

test.each([
  ['NAS-IPv6-Address', '2001:db8::1', '5f12 20010db8000000000000000000000001'],
  ['Framed-Interface-Id', '0211:22ff:fe33:4455', '600a 021122fffe334455'],
  ['Framed-IPv6-Prefix', '2001:db8:1::/64', '610c 0040 20010db800010000'],
  ['Framed-IPv6-Pool', 'home', '6406 686f6d65'],
  ['Delegated-IPv6-Prefix', '2001:db8:2::/48', '7b0a 0030 20010db80002'],
  ['Framed-IPv6-Address', '2001:db8::2', 'a812 20010db8000000000000000000000002'],
  ['DNS-Server-IPv6-Address', '2001:db8::53', 'a912 20010db8000000000000000000000053'],
  ['Route-IPv6-Information', '2001:db8:3::/56', 'aa0b 0038 20010db8000300'],
  ['Delegated-IPv6-Prefix-Pool', 'pd', 'ab04 7064'],
  ['Stateful-IPv6-Address-Pool', 'na', 'ac04 6e61'],
])('%s is read and written (duty 34)', (name, value, hex) => {
  expect(written({ name, value })).toBe(octets(hex).toString('hex'));
  expect(read(hex).map((one) => [one.name, one.value])).toEqual([[name, value]]);
});

test('EAP-Message and NAS-Filter-Rule are put together in order, whatever stands between (duty 35)', () => {
  expect(said('4f04 0102 010361 4f04 0304 4f03 05')).toEqual([
    ['79', '0x0102030405', undefined],
    ['1', 'a', undefined],
  ]);
  expect(
    said(`5c08 7065726d6974 5c05 ${'2030'}00 5c06 64656e79`.replaceAll(' ', '')).map(([, value]) => value),
  ).toEqual(['permit 0', 'deny']);
  const rules = ['permit in ip from any to any', `deny ${'x'.repeat(300)}`, 'last'];
  const back = read(written(...rules.map((value) => ({ name: 'NAS-Filter-Rule', value }))));
  expect(back.map((one) => one.value)).toEqual(rules);
});

test('Event-Timestamp is unsigned: seconds past 2038, to 2106 (duty 36)', () => {
  for (const value of [2 ** 31, 2 ** 32 - 1]) {
    const hex = written({ name: 'Event-Timestamp', value });
    expect(hex).toBe(`3706${value.toString(16)}`);
    expect(read(hex).map((one) => one.value)).toEqual([value]);
  }
});

import { describe, expect, test } from 'vitest';
import { type Attribute, decodeAttributes } from './decode.ts';
import type { Dictionary } from './dictionary/dictionary.ts';
import { STANDARD } from './dictionary/standard.ts';
import { type AttributeToSend, encodeAttributes } from './encode.ts';
import { prepareSecret } from './md5.ts';

/** Any name may be tried here, also one that is in no dictionary. */
const dictionary: Dictionary = STANDARD;
const context = {
  dictionary,
  secret: prepareSecret(Buffer.from('testing123')),
  request_authenticator: Buffer.alloc(16, 6),
  salt: () => 77,
};

const roundTrip = (attributes: readonly AttributeToSend<string>[]): Attribute[] | undefined => {
  const { bytes, refused } = encodeAttributes(attributes, context);
  expect(refused).toEqual([]);
  return decodeAttributes(bytes, context);
};

describe('attributes by name', () => {
  test('every attribute of the dictionary that holds a value reads back', () => {
    const examples: Readonly<Record<string, string | number | bigint>> = {
      text: 'some text',
      byte: 7,
      short: 700,
      integer: 70000,
      integer64: 700000000000n,
      date: 1700000000,
      ipaddr: '192.0.2.1',
      ipv4prefix: '192.0.2.0/24',
      ipv6addr: '2001:db8::1',
      ipv6prefix: '2001:db8::/48',
      'combo-ip': '2001:db8::1',
      ifid: '0000:0000:0000:0001',
    };
    for (const { name, type, traits } of STANDARD.byName.values()) {
      if (type === 'tlv') continue;
      const value = type === 'octets' ? `0x${'5a'.repeat(traits.octets ?? 20)}` : (examples[type] ?? '');
      const [read] = roundTrip([{ name, value, ...(traits.tagged === true ? { tag: 3 } : {}) }]) ?? [];
      expect({ name: read?.name, value: read?.value, tag: read?.tag, raw: read?.raw }).toEqual({
        name,
        value,
        tag: traits.tagged === true ? 3 : undefined,
        raw: undefined,
      });
    }
  });

  test('order is kept, with several of one name (duty 18)', () => {
    const sent = ['a', 'b', 'a'].map((value) => ({ name: 'Reply-Message', value }));
    expect(roundTrip(sent)?.map((one) => one.value)).toEqual(['a', 'b', 'a']);
  });

  test('EAP over 253 octets goes over several attributes and comes back whole (duty 35)', () => {
    const value = `0x${'ab'.repeat(1000)}`;
    expect(encodeAttributes([{ name: 'EAP-Message', value }]).bytes).toHaveLength(1000 + 2 * 4);
    expect(roundTrip([{ name: 'EAP-Message', value }])?.map((one) => one.value)).toEqual([value]);
  });
});

describe('what cannot be sent is said', () => {
  test.each<[string, AttributeToSend<string>]>([
    ['an unknown name', { name: 'No-Such-Attribute', value: 'x' }],
    ['a bad address', { name: 'Framed-IP-Address', value: 'x' }],
    ['text over 253 octets', { name: 'User-Name', value: 'x'.repeat(254) }],
    ['vendor text over 247 octets', { name: 'Cisco-AVPair', value: 'x'.repeat(248) }],
    ['a tag over 31', { name: 'Tunnel-Type', value: 1, tag: 32 }],
    ['a tag where there is none', { name: 'User-Name', value: 'x', tag: 1 }],
    ['a tagged integer over 24 bits', { name: 'Tunnel-Type', value: 16777216, tag: 1 }],
    ['a password over 128 octets', { name: 'User-Password', value: 'x'.repeat(129) }],
    ['a tunnel password over 249 octets', { name: 'Tunnel-Password', value: 'x'.repeat(250) }],
    ['a place that is none', { oid: '26.9', value: Buffer.of(1) }],
    ['a type over 255', { oid: '256', value: Buffer.of(1) }],
    ['a vendor type over 255', { oid: '26.9.256', value: Buffer.of(1) }],
    ['no place at all', { value: Buffer.of(1) }],
  ])('%s', (_name, attribute) => {
    const { bytes, refused } = encodeAttributes([attribute, { name: 'Class', value: '0x01' }], context);
    expect(refused).toEqual([attribute]);
    expect(bytes.toString('hex')).toBe('190301');
  });

  test('a hidden value without the secret', () => {
    const attribute = { name: 'Tunnel-Password', value: 'x' } as const;
    expect(encodeAttributes([attribute]).refused).toEqual([attribute]);
  });

  test('empty text is neither sent nor refused (duty 22)', () => {
    expect(encodeAttributes([{ name: 'Reply-Message', value: '' }])).toEqual({ bytes: Buffer.alloc(0), refused: [] });
  });
});

describe('what is read', () => {
  const read = (hex: string) =>
    decodeAttributes(Buffer.from(hex, 'hex'))?.map(({ oid, raw, value, tag }) => ({ oid, raw, value, tag }));

  test('unknown attributes and vendors are kept raw (duty 20)', () => {
    expect(read('f0040102' + '1a0a0000ffff0104aabb')).toEqual([
      { oid: '240', raw: 'unknown', value: '0x0102', tag: undefined },
      { oid: '26.65535.1', raw: 'unknown', value: '0xaabb', tag: undefined },
    ]);
  });

  test('an unknown vendor with a format of its own is unknown, a known one is invalid', () => {
    expect(read('1a080000ffff0199')?.map((one) => one.raw)).toEqual(['unknown']);
    expect(read('1a08000000090199')?.map((one) => one.raw)).toEqual(['invalid']);
  });

  test('a bad value spoils its attribute and no other (duty 21)', () => {
    expect(read('0404abcd0506000000010103ff')?.map((one) => one.raw)).toEqual(['invalid', undefined, 'invalid']);
  });

  test('a hidden value without the secret is hidden', () => {
    expect(read(`0212${'aa'.repeat(16)}`)?.map((one) => one.raw)).toEqual(['hidden']);
  });

  test('a first octet over 0x1f is no tag (RFC 2868 3.3) (duty 27)', () => {
    expect(read('51052061625105016162')?.map(({ value, tag }) => [value, tag])).toEqual([
      [' ab', undefined],
      ['ab', 1],
    ]);
  });

  test('broken framing gives nothing', () => {
    for (const hex of ['01', '0100', '0101', '010361ff', '000361']) expect(read(hex)).toBeUndefined();
  });
});

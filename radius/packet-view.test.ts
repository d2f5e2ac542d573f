import { describe, expect, test } from 'vitest';
import { ATTRIBUTE } from './codes.ts';
import { PacketView, parsePacket } from './packet-view.ts';

const AUTHENTICATOR = '000102030405060708090a0b0c0d0e0f';
const packet = (code: number, attributes: string, length = 20 + attributes.length / 2): Buffer =>
  Buffer.concat([Buffer.of(code, 7, length >> 8, length & 0xff), Buffer.from(AUTHENTICATOR + attributes, 'hex')]);
const MA = `5012${'00'.repeat(16)}`;

describe('what is no packet (RFC 2865 3 and 5)', () => {
  test.each([
    ['an empty datagram', Buffer.alloc(0), 'too-short'],
    ['19 octets (duty 1)', packet(1, '').subarray(0, 19), 'too-short'],
    ['a Length of 19 (duty 2)', packet(1, '', 19), 'length-under-20'],
    ['a Length of 0 (duty 2)', packet(1, '', 0), 'length-under-20'],
    ['a Length of 4097 (duty 3)', Buffer.concat([packet(1, '', 4097), Buffer.alloc(4077)]), 'length-over-4096'],
    ['a Length past the datagram (duty 4)', packet(1, '', 21), 'length-over-datagram'],
    ['code 0 (duty 6)', packet(0, ''), 'unknown-code'],
    ['code 6', packet(6, ''), 'unknown-code'],
    ['code 255', packet(255, ''), 'unknown-code'],
    ['an attribute of type 0', packet(1, '0003aa'), 'attribute-zero'],
    ['an attribute of length 0', packet(1, '0100'), 'attribute-framing'],
    ['an attribute of length 1 (duty 17)', packet(4, '0101'), 'attribute-framing'],
    ['an attribute past the end (duty 17)', packet(4, '0104aa'), 'attribute-framing'],
    ['half an attribute header', packet(1, '01'), 'attribute-framing'],
    [
      'a Message-Authenticator of 17 octets (duty 66)',
      packet(1, `5011${'00'.repeat(15)}`),
      'message-authenticator-length',
    ],
    [
      'a Message-Authenticator of 19 octets (duty 66)',
      packet(1, `5013${'00'.repeat(17)}`),
      'message-authenticator-length',
    ],
    ['two Message-Authenticators (duty 66)', packet(1, MA + MA), 'message-authenticator-repeated'],
    ['201 attributes (duty 14)', packet(1, '0102'.repeat(201)), 'too-many-attributes'],
  ])('%s', (_name, datagram, reason) => {
    const view = new PacketView();
    expect(parsePacket(view, datagram)).toBe(reason);
    expect(view.count).toBe(0);
  });
});

describe('what is one', () => {
  test('200 attributes', () => {
    const view = new PacketView();
    expect(parsePacket(view, packet(1, '0102'.repeat(200)))).toBeUndefined();
    expect(view.count).toBe(200);
  });

  test('4096 octets', () => {
    const view = new PacketView();
    const full = `${`19ff${'00'.repeat(253)}`.repeat(15)}19fb${'00'.repeat(249)}`;
    expect(parsePacket(view, packet(1, full))).toBeUndefined();
    expect(view.length).toBe(4096);
  });

  test('octets after Length are padding, whatever they are (duty 5)', () => {
    const view = new PacketView();
    expect(parsePacket(view, packet(1, '0103610100', 23))).toBeUndefined();
    expect([view.length, view.count, view.latin1(ATTRIBUTE.user_name)]).toEqual([23, 1, 'a']);
  });
});

describe('a view', () => {
  const view = new PacketView();

  test('gives values by type, in order', () => {
    parsePacket(view, packet(4, '0103610506000000092a06ffffffff01036219025903'.slice(0, -4)));
    expect([view.code, view.identifier, view.count]).toEqual([4, 7, 5]);
    expect(view.integer(ATTRIBUTE.nas_port)).toBe(9);
    expect(view.integer(ATTRIBUTE.acct_input_octets)).toBe(4294967295);
    expect(view.integer(ATTRIBUTE.user_name)).toBe(-1);
    expect(view.integer(ATTRIBUTE.session_timeout)).toBe(-1);
    const first = view.find(ATTRIBUTE.user_name);
    const second = view.next(ATTRIBUTE.user_name, first);
    expect([view.latin1At(first), view.latin1At(second), view.next(ATTRIBUTE.user_name, second)]).toEqual([
      'a',
      'b',
      -1,
    ]);
    expect([view.has(ATTRIBUTE.class), view.octets(ATTRIBUTE.class)?.length]).toEqual([true, 0]);
    expect([view.has(ATTRIBUTE.state), view.octets(ATTRIBUTE.state), view.text(ATTRIBUTE.state)]).toEqual([
      false,
      undefined,
      undefined,
    ]);
  });

  test('forgets the packet before, also after a refusal', () => {
    parsePacket(view, packet(1, '010361'));
    expect(parsePacket(view, packet(1, '020361ff'))).toBe('attribute-framing');
    expect([view.has(1), view.has(2), view.count]).toEqual([false, false, 0]);
    expect(parsePacket(view, Buffer.alloc(3))).toBe('too-short');
    expect(view.latin1(1)).toBeUndefined();
  });

  test('keeps zeros and UTF-8 (duties 23, 24)', () => {
    parsePacket(view, packet(1, '0107610062c3a9'));
    expect(view.latin1(1)).toBe('a\0b\u00c3\u00a9');
    expect(view.text(1)).toBe('a\0bé');
  });

  test('finds a vendor attribute among several in one and in another Vendor-Specific (duty 25)', () => {
    parsePacket(view, packet(1, '1a0a000000090104aabb' + '1a1000003a8c0104ccdd0806000000ff'));
    expect(view.vendorOctets(14988, 8)?.toString('hex')).toBe('000000ff');
    expect(view.vendorOctets(9, 1)?.toString('hex')).toBe('aabb');
    expect(view.vendorOctets(9, 8)).toBeUndefined();
    expect(view.vendorOctets(311, 1)).toBeUndefined();
  });

  test('stops at a vendor attribute that is framed badly', () => {
    for (const bad of ['1a0a00000009ff09aabb', '1a0a000000090100aabb', '1a0400aa', '1a06000000090']) {
      parsePacket(view, packet(1, bad.length % 2 === 0 ? bad : bad.slice(0, -1)));
      expect(view.vendorOctets(9, 1)).toBeUndefined();
    }
  });
});

import { describe, expect, test } from 'vitest';
import { ATTRIBUTE, CODE } from './codes.ts';
import { prepareSecret } from './md5.ts';
import { PacketView, parsePacket } from './packet-view.ts';
import { PacketWriter } from './packet-writer.ts';
import { STRICT, verifyRequest, verifyResponse } from './verify.ts';

const secret = prepareSecret(Buffer.from('xyzzy5461'));
const other = prepareSecret(Buffer.from('another-secret'));
const octets = (text: string): Buffer => Buffer.from(text.replaceAll(/\s/g, ''), 'hex');
const LENIENT = { require_message_authenticator: false, limit_proxy_state: false };
const LIMITED = { require_message_authenticator: false, limit_proxy_state: true };

const viewOf = (datagram: Buffer): PacketView => {
  const view = new PacketView();
  expect(parsePacket(view, datagram)).toBeUndefined();
  return view;
};

const request = (code: number, signed: boolean, add: (writer: PacketWriter) => void = () => {}): Buffer => {
  const writer = new PacketWriter();
  writer.beginRequest(code, 42, Buffer.alloc(16, 3), signed);
  add(writer);
  return Buffer.from(writer.bytes.subarray(0, writer.finishRequest(secret)));
};

const reply = (to: Buffer, code: number, add: (writer: PacketWriter) => void = () => {}): Buffer => {
  const writer = new PacketWriter();
  const view = viewOf(to);
  writer.beginResponse(code, view);
  add(writer);
  return Buffer.from(writer.bytes.subarray(0, writer.finishResponse(view, secret)));
};

const name = (writer: PacketWriter) => writer.addText(ATTRIBUTE.user_name, 'bob');
const proxyState = (writer: PacketWriter) => writer.addOctets(ATTRIBUTE.proxy_state, Buffer.from('p'));
const eap = (writer: PacketWriter) => writer.addOctets(ATTRIBUTE.eap_message, Buffer.of(2, 1, 0, 4));

describe('requests', () => {
  test.each([
    ['RFC 5997 6.1', '0cda00268a54f4686fb394c52866e302185d062350125a665e2e1e8411f3e243822097c84fa3'],
    ['RFC 5997 6.2', '0cb30026925f6b66dd5fed571fcb1db7ad3882605012e8d6eabda910875cd91fdade26367858'],
  ])('Status-Server of %s', (_section, hex) => {
    expect(verifyRequest(viewOf(octets(hex)), secret)).toBeUndefined();
    expect(verifyRequest(viewOf(octets(hex)), other)).toBe('message-authenticator-wrong');
  });

  test.each(Object.entries(CODE).filter(([key]) => key.endsWith('_request') || key === 'status_server'))(
    '%s signed under our secret is believed, under another not, and not with any octet changed (duty 65)',
    (_key, code) => {
      const good = request(code, true, name);
      expect(verifyRequest(viewOf(good), secret, STRICT)).toBeUndefined();
      expect(verifyRequest(viewOf(good), other, STRICT)).toMatch(/wrong$/);
      for (let at = 4; at < good.length; at++) {
        const bad = Buffer.from(good);
        bad[at] = (bad[at] as number) ^ 1;
        const view = new PacketView();
        const reason = parsePacket(view, bad) ?? verifyRequest(view, secret, STRICT);
        expect([at, reason]).not.toEqual([at, undefined]);
      }
    },
  );

  test('a Message-Authenticator is found wherever it is', () => {
    const first = request(CODE.access_request, true, name);
    const last = Buffer.concat([first.subarray(0, 20), first.subarray(38), first.subarray(20, 38)]);
    expect(verifyRequest(viewOf(last), secret)).toBe('message-authenticator-wrong');
    const writer = new PacketWriter();
    writer.beginRequest(CODE.accounting_request, 1, undefined, true);
    name(writer);
    writer.finishRequest(secret);
    expect(verifyRequest(viewOf(writer.bytes.subarray(0, writer.length)), secret)).toBeUndefined();
  });

  test.each([
    ['nothing asked for', LENIENT, [name], undefined],
    ['strict', STRICT, [name], 'message-authenticator-missing'],
    ['EAP, lenient', LENIENT, [eap], 'message-authenticator-missing'],
    ['Proxy-State, lenient', LENIENT, [proxyState], undefined],
    ['Proxy-State, limited', LIMITED, [proxyState], 'proxy-state-unprotected'],
    ['no Proxy-State, limited', LIMITED, [name], undefined],
  ] as const)('an Access-Request without Message-Authenticator: %s (duties 67, 71)', (_name, policy, adds, reason) => {
    const view = viewOf(
      request(CODE.access_request, false, (writer) => {
        for (const add of adds) add(writer);
      }),
    );
    expect(verifyRequest(view, secret, policy)).toBe(reason);
  });

  test('Status-Server without Message-Authenticator is not believed, whatever the policy (duty 107)', () => {
    expect(verifyRequest(viewOf(request(CODE.status_server, false)), secret, LENIENT)).toBe(
      'message-authenticator-missing',
    );
  });

  test('an Accounting-Request needs no Message-Authenticator, but the right authenticator: not zeros (duty 88)', () => {
    const good = request(CODE.accounting_request, false, name);
    expect(verifyRequest(viewOf(good), secret, STRICT)).toBeUndefined();
    good.fill(0, 4, 20);
    expect(verifyRequest(viewOf(good), secret, STRICT)).toBe('authenticator-wrong');
  });

  test.each([2, 3, 5, 11, 41, 42, 44, 45])('code %i is no request', (code) => {
    const datagram = Buffer.alloc(20);
    datagram.set([code, 1, 0, 20]);
    expect(verifyRequest(viewOf(datagram), secret)).toBe('not-a-request');
  });
});

describe('answers', () => {
  const asked = request(CODE.access_request, true, name);
  const answer = reply(asked, CODE.access_accept, name);

  test.each([
    [
      '7.1',
      '010000380f403f9473978057bd83d5cb98f4227a',
      '0200002686fe220e7624ba2a1005f6bf9b55e0b20606000000010f06000000000e06c0a80103',
    ],
    [
      '7.2',
      '010100472aee86f08d0d55969ca5978e0d3367a2',
      '0201003815efbc7dab26cfa3dc34d9c03c8601a4060600000002070600000001' +
        '0806fffffffe0a06000000020d06000000010c06000005dc',
    ],
  ])('RFC 2865 %s', (_section, requestHeader, hex) => {
    expect(verifyResponse(viewOf(octets(hex)), octets(requestHeader), secret)).toBeUndefined();
  });

  test('is believed when it is ours', () => {
    expect(verifyResponse(viewOf(answer), asked, secret, true)).toBeUndefined();
  });

  test('is not under another secret, for another request, or with any octet changed (duty 65)', () => {
    expect(verifyResponse(viewOf(answer), asked, other)).toBe('authenticator-wrong');
    const another = Buffer.from(asked);
    another[9] = 0xee;
    expect(verifyResponse(viewOf(answer), another, secret)).toBe('authenticator-wrong');
    another[1] = 43;
    expect(verifyResponse(viewOf(answer), another, secret)).toBe('identifier-mismatch');
    for (let at = 4; at < answer.length; at++) {
      const bad = Buffer.from(answer);
      bad[at] = (bad[at] as number) ^ 0x80;
      const view = new PacketView();
      expect([at, parsePacket(view, bad) ?? verifyResponse(view, asked, secret)]).not.toEqual([at, undefined]);
    }
  });

  test('is not when its code does not fit', () => {
    const accounting = request(CODE.accounting_request, false);
    expect(verifyResponse(viewOf(reply(accounting, CODE.access_accept)), accounting, secret)).toBe('unexpected-code');
    expect(verifyResponse(viewOf(reply(accounting, CODE.accounting_response)), accounting, secret)).toBeUndefined();
  });

  test('needs a Message-Authenticator when told so or when it carries EAP', () => {
    const accounting = request(CODE.accounting_request, false);
    const plain = reply(accounting, CODE.accounting_response);
    expect(verifyResponse(viewOf(plain), accounting, secret, true)).toBe('message-authenticator-missing');
    const withEap = reply(accounting, CODE.accounting_response, eap);
    expect(verifyResponse(viewOf(withEap), accounting, secret)).toBe('message-authenticator-missing');
  });
});

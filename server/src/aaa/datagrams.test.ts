import { createHash } from 'node:crypto';
import { networkInterfaces } from 'node:os';
import { ATTRIBUTE, CODE } from '@isp/radius';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { SECRET } from './aaa.fixture.ts';
import { addNas } from './add-nas.ts';
import { CreateNas } from './contract.ts';
import type { Port } from './core/replies.ts';
import { accounting, type Fill, pap, request, Wire } from './wire.fixture.ts';

const OTHER_SECRET = 'the secret of another NAS';
let wire: Wire;

beforeAll(async () => {
  wire = await Wire.open({ everywhere: true });
  await wire.room.subscriber('bob');
  await wire.room.database.run((ctx) =>
    addNas(
      ctx,
      CreateNas.input.parse({ name: 'other', address: '127.0.0.2', secret: OTHER_SECRET, vendor: 'generic' }),
    ),
  );
  await wire.server.directory.refresh();
});
afterAll(() => wire?.close());

/** A good request with its Length field changed, or cut, or lengthened. */
const withLength = (length: number, octets: number): Buffer => {
  const good = request(pap('bob'));
  good.writeUInt16BE(length, 2);
  return Buffer.concat([good, Buffer.alloc(4200)]).subarray(0, octets);
};
const withCode = (code: number): Buffer => {
  const good = request(pap('bob'));
  good[0] = code;
  return good;
};

const expectSilence = async (
  port: Port,
  datagrams: readonly Buffer[],
  reason: string,
  from?: string,
): Promise<void> => {
  const before = await wire.discards(reason);
  expect(await wire.unanswered(port, datagrams, from)).toEqual([]);
  expect(await wire.discards(reason)).toBe(before + datagrams.length);
};

describe('no answer, and one more on the counter', () => {
  test('to a datagram under 20 octets (duty 1)', () =>
    expectSilence(
      'auth',
      [0, 1, 3, 19].map((size) => request(pap('bob')).subarray(0, size)),
      'too-short',
    ));

  test('to a Length under 20 (duty 2)', () =>
    expectSilence(
      'auth',
      [0, 4, 19].map((length) => withLength(length, 60)),
      'length-under-20',
    ));

  test('to a Length over 4096, even when the octets are there (duty 3)', () =>
    expectSilence(
      'auth',
      [4097, 4100].map((length) => withLength(length, length)),
      'length-over-4096',
    ));

  test('to a Length over that of the datagram (duty 4)', () =>
    expectSilence('auth', [withLength(4096, 60), request(pap('bob')).subarray(0, -1)], 'length-over-datagram'));

  test('to a code nobody knows, and to one that answers (duty 6)', async () => {
    await expectSilence('auth', [0, 6, 52, 255].map(withCode), 'unknown-code');
    const replies = [CODE.access_accept, CODE.access_reject, CODE.accounting_response, CODE.access_challenge];
    for (const port of ['auth', 'acct'] as const)
      await expectSilence(port, [...replies, CODE.disconnect_ack, CODE.coa_nak].map(withCode), 'wrong-port');
  });

  test('to a sender without a secret (duty 7)', () =>
    expectSilence('auth', [request(pap('bob')), Buffer.of(1)], 'unknown-client', '127.0.0.9'));

  test('to a kind of packet that is not this port’s (duty 10)', async () => {
    const dynamic = [CODE.coa_request, CODE.disconnect_request].map((code) => request(() => undefined, { code }));
    const start = accounting(1, (w) => w.addText(ATTRIBUTE.acct_session_id, 'wrong port'));
    await expectSilence('auth', [start, ...dynamic], 'wrong-port');
    await expectSilence('acct', [request(pap('bob')), ...dynamic], 'wrong-port');
    expect(await wire.sessions('wrong port')).toEqual([]);
  });

  test('to more than 200 attributes, while 200 are served (duty 14)', async () => {
    const many =
      (count: number): Fill =>
      (w) => {
        pap('bob')(w);
        for (let i = 0; i < count; i++) w.addInteger(ATTRIBUTE.nas_port, i);
      };
    await expectSilence('auth', [request(many(198))], 'too-many-attributes');
    const nas = await wire.nas();
    expect((await nas.ask('auth', request(many(197))))[0]).toBe(CODE.access_accept);
  });
});

test('a Message-Authenticator that is wrong gets no answer, also where none is needed (duty 65)', async () => {
  const start: Fill = (w) => w.addText(ATTRIBUTE.acct_session_id, 'signed wrongly');
  const tampered = (port: Port, good: Buffer): { port: Port; datagram: Buffer } => {
    good[22] = (good[22] as number) ^ 1;
    if (good[0] !== CODE.accounting_request) return { port, datagram: good };
    const digest = createHash('md5')
      .update(Buffer.from(good).fill(0, 4, 20))
      .update(SECRET)
      .digest();
    return { port, datagram: Buffer.concat([good.subarray(0, 4), digest, good.subarray(20)]) };
  };
  const status = () => request(() => undefined, { code: CODE.status_server });
  for (const { port, datagram } of [
    tampered('auth', request(pap('bob'))),
    tampered('auth', status()),
    tampered('acct', status()),
    tampered('acct', accounting(1, start, { signed: true })),
  ])
    await expectSilence(port, [datagram], 'message-authenticator-wrong');
  expect(await wire.sessions('signed wrongly')).toEqual([]);
  const nas = await wire.nas();
  expect((await nas.ask('acct', accounting(1, start, { signed: true })))[0]).toBe(CODE.accounting_response);
});

test('each sender’s discards are written down by reason, the strangers’ too (duty 13)', async () => {
  await wire.unanswered('auth', [Buffer.of(1), Buffer.of(1)], '127.0.0.10');
  await wire.unanswered('auth', [Buffer.of(1)], '127.0.0.2');
  const written = () =>
    wire.db.selectFrom('aaa.discard').select(['client', 'reason', 'count']).orderBy('client').execute();
  await vi.waitFor(async () =>
    expect(await written()).toEqual(
      expect.arrayContaining([
        { client: '127.0.0.10', reason: 'unknown-client', count: 2n },
        { client: '127.0.0.2', reason: 'too-short', count: 1n },
      ]),
    ),
  );
});

test('octets after Length are padding (duty 5)', async () => {
  const nas = await wire.nas();
  for (const padding of [Buffer.alloc(1), Buffer.alloc(40, 0xff), Buffer.alloc(5000, 1)])
    expect((await nas.ask('auth', Buffer.concat([request(pap('bob')), padding])))[0]).toBe(CODE.access_accept);
});

test('the secret is that of the sender’s address, whatever NAS the packet names (duty 8)', async () => {
  const posing =
    (secret: string): Fill =>
    (w) => {
      pap('bob', 'pw-bob', secret)(w);
      w.addOctets(ATTRIBUTE.nas_ip_address, Buffer.of(127, 0, 0, 2));
      w.addText(ATTRIBUTE.nas_identifier, 'other');
    };
  const nas = await wire.nas();
  expect((await nas.ask('auth', request(posing(SECRET))))[0]).toBe(CODE.access_accept);
  const before = await wire.discards('message-authenticator-wrong');
  expect(await wire.unanswered('auth', [request(posing(OTHER_SECRET), { secret: OTHER_SECRET })])).toEqual([]);
  expect(await wire.discards('message-authenticator-wrong')).toBe(before + 1);
  const other = await wire.nas('127.0.0.2');
  expect((await other.ask('auth', request(posing(OTHER_SECRET), { secret: OTHER_SECRET })))[0]).toBe(
    CODE.access_accept,
  );
});

test('an empty secret is refused, one of 200 octets works, one we make has 32 (duty 9)', async () => {
  const add = (name: string, address: string, secret?: string) =>
    wire.room.database.run((ctx) => addNas(ctx, CreateNas.input.parse({ name, address, secret, vendor: 'generic' })));
  await expect(add('empty', '127.0.0.3', '')).rejects.toMatchObject({ code: 'aaa.secret-too-short' });
  const long = 'a secret longer than a block of MD5, which HMAC takes the digest of; '.repeat(3).slice(0, 200);
  await add('long', '127.0.0.4', long);
  const made = await add('made', '127.0.0.5');
  expect(made.generated_secret).toHaveLength(32);
  await wire.server.directory.refresh();
  for (const [address, secret] of [
    ['127.0.0.4', long],
    ['127.0.0.5', made.generated_secret ?? ''],
  ] as const) {
    const nas = await wire.nas(address);
    expect((await nas.ask('auth', request(pap('bob', 'pw-bob', secret), { secret })))[0]).toBe(CODE.access_accept);
  }
});

test('an answer comes from the address that was asked, to the port that asked, IPv6 too (duty 11)', async () => {
  await wire.room.database.run((ctx) =>
    addNas(ctx, CreateNas.input.parse({ name: 'six', address: '::1', secret: SECRET, vendor: 'generic' })),
  );
  await wire.server.directory.refresh();
  const own = Object.values(networkInterfaces()).flatMap((all) => (all ?? []).filter((one) => one.family === 'IPv4'));
  const addresses = new Set(['127.0.0.1', ...own.map((one) => one.address)]);
  const [nas, bystander] = [await wire.nas(), await wire.nas()];
  for (const address of addresses) {
    for (const port of ['auth', 'acct'] as const) {
      nas.send(
        port,
        request(() => undefined, { code: CODE.status_server }),
        address,
      );
      const { from } = await nas.next();
      expect([from.address, from.port]).toEqual([address, wire.server.ports[port]]);
    }
  }
  const six = await wire.nas('::1');
  six.send('auth', request(pap('bob')), '::1');
  const { octets, from } = await six.next();
  expect([octets[0], from.address, from.port]).toEqual([CODE.access_accept, '::1', wire.server.ports.auth]);
  expect(bystander.heard).toEqual([]);
});

test('an answer has 4096 octets at most; one that would need more is not sent (duty 12)', async () => {
  const proxied =
    (password: string): Fill =>
    (w) => {
      pap('bob', password)(w);
      for (let i = 0; i < 15; i++) w.addOctets(ATTRIBUTE.proxy_state, Buffer.alloc(253, i));
      w.addOctets(ATTRIBUTE.proxy_state, Buffer.alloc(190, 16));
    };
  const nas = await wire.nas();
  const reject = await nas.ask('auth', request(proxied('wrong')));
  expect([reject[0], reject.length]).toEqual([CODE.access_reject, 20 + 18 + 15 * 255 + 192]);
  await expectSilence('auth', [request(proxied('pw-bob'))], 'answer-too-large');
});

test('a flood of strangers asks nothing of the database (duty 15)', async () => {
  await wire.unanswered('auth', [Buffer.of(1)], '127.0.0.11');
  const asked = vi.spyOn(pg.Client.prototype, 'query');
  const FLOOD = 3000;
  const before = await wire.discards('unknown-client');
  for (let i = 0; i < FLOOD / 100; i++)
    await wire.unanswered(
      'auth',
      Array.from({ length: 100 }, () => request(pap('bob'))),
      `127.0.1.${i + 1}`,
    );
  const queries = asked.mock.calls.length;
  asked.mockRestore();
  expect(await wire.discards('unknown-client')).toBe(before + FLOOD);
  expect(queries).toBeLessThan(FLOOD / 20);
});

import { randomBytes } from 'node:crypto';
import {
  ATTRIBUTE,
  addEapMessage,
  CODE,
  challengeResponse,
  EAP_CODE,
  EAP_TYPE,
  encodeEap,
  ntHash,
  prepareSecret,
} from '@isp/radius';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SECRET } from './aaa.fixture.ts';
import { setCredential } from './set-credential.ts';
import {
  accounting,
  attributesOf,
  dice,
  type Fill,
  messageAuthenticator,
  type NasSocket,
  pap,
  request,
  responseAuthenticator,
  shuffled,
  typesOf,
  valuesOf,
  viewOf,
  Wire,
} from './wire.fixture.ts';

const seed = Number.parseInt(process.env.FC_SEED ?? `${Math.floor(Math.random() * 2 ** 31)}`, 10);
const secret = prepareSecret(Buffer.from(SECRET));
/** 253 octets of UTF-8, more than one octet a character. */
const LONG_NAME = `${'ü'.repeat(126)}x`;
let wire: Wire;
let nas: NasSocket;

beforeAll(async () => {
  console.log(`seed ${seed} (FC_SEED)`);
  wire = await Wire.open();
  const { room } = wire;
  await room.subscriber('bob', { framed_ip: '10.1.2.3' });
  await room.subscriber('eve');
  await room.subscriber('denied', { mode: 'deny', reason: 'the subscription has ended' });
  await room.subscriber('chooses', { framed_ip: '255.255.255.255' });
  await room.subscriber('pool', { framed_ip: '255.255.255.254' });
  await room.subscriber('p'.repeat(125));
  const long = await room.subscriber('long');
  await room.database.run((ctx) => setCredential(ctx, { ...long, username: LONG_NAME }));
  await wire.server.directory.refresh();
  nas = await wire.nas();
});
afterAll(() => wire?.close());

const chap =
  (name: string, challenge?: Buffer, password = `pw-${name}`): Fill =>
  (w) => {
    w.addText(ATTRIBUTE.user_name, name);
    w.addChapPassword(7, Buffer.from(password), challenge);
  };
const identity =
  (name: string): Fill =>
  (w) => {
    w.addText(ATTRIBUTE.user_name, name);
    addEapMessage(
      w,
      encodeEap({ code: EAP_CODE.response, identifier: 1, type: EAP_TYPE.identity, data: Buffer.from(name) }),
    );
  };
const msChap =
  (name: string, password: string): Fill =>
  (w) => {
    const challenge = Buffer.alloc(8, 3);
    w.addText(ATTRIBUTE.user_name, name);
    w.addVendorOctets(311, 11, challenge);
    const response = challengeResponse(challenge, ntHash(password));
    w.addVendorOctets(311, 1, Buffer.concat([Buffer.of(1, 1), Buffer.alloc(24), response]));
  };
const all =
  (...fills: readonly Fill[]): Fill =>
  (w) => {
    for (const fill of fills) fill(w);
  };
const ask = (fill: Fill): Promise<Buffer> => nas.ask('auth', request(fill));
const codeOf = async (fill: Fill): Promise<number | undefined> => (await ask(fill))[0];

describe('never let on', () => {
  test.each<[string, Fill]>([
    ['without any proof (duty 37)', (w) => w.addText(ATTRIBUTE.user_name, 'bob')],
    [
      'with a challenge and no answer to it (duty 37)',
      (w) => {
        w.addText(ATTRIBUTE.user_name, 'bob');
        w.addOctets(ATTRIBUTE.chap_challenge, randomBytes(16));
      },
    ],
    [
      'by PAP and CHAP together, both right (duty 39)',
      all(pap('bob'), (w) => w.addChapPassword(1, Buffer.from('pw-bob'))),
    ],
    [
      'by PAP and EAP together (duty 39)',
      all(identity('bob'), (w) => w.addUserPassword(Buffer.from('pw-bob'), secret)),
    ],
    ['by CHAP and EAP together (duty 39)', all(identity('bob'), (w) => w.addChapPassword(1, Buffer.from('pw-bob')))],
    [
      'for a Service-Type that is not served (duty 50)',
      all(pap('bob'), (w) => w.addInteger(ATTRIBUTE.service_type, 6)),
    ],
    ['for Authorize Only without State (duty 51)', all(pap('bob'), (w) => w.addInteger(ATTRIBUTE.service_type, 17))],
    [
      'for Authorize Only without State or password (duty 51)',
      (w) => {
        w.addText(ATTRIBUTE.user_name, 'bob');
        w.addInteger(ATTRIBUTE.service_type, 17);
      },
    ],
    [
      'with a State that was never given (duty 48)',
      all(pap('bob'), (w) => w.addOctets(ATTRIBUTE.state, randomBytes(16))),
    ],
  ])('%s', async (_, fill) => {
    expect(await codeOf(fill)).toBe(CODE.access_reject);
  });

  test.each([1, 15, 17, 31, 129, 144, 240])('by a User-Password of %i octets (duty 40)', async (size) => {
    const fill: Fill = (w) => {
      w.addText(ATTRIBUTE.user_name, 'bob');
      w.addOctets(ATTRIBUTE.user_password, randomBytes(size));
    };
    expect(await codeOf(fill)).toBe(CODE.access_reject);
  });

  test.each([1, 16, 18, 33])('by a CHAP-Password of %i octets, the first 17 of them right (duty 42)', async (size) => {
    const challenge = Buffer.alloc(16, 5);
    const [right] = valuesOf(request(chap('bob', challenge)), ATTRIBUTE.chap_password);
    const fill: Fill = (w) => {
      w.addText(ATTRIBUTE.user_name, 'bob');
      w.addOctets(ATTRIBUTE.chap_challenge, challenge);
      w.addOctets(
        ATTRIBUTE.chap_password,
        Buffer.concat([right ?? Buffer.alloc(0), Buffer.alloc(40)]).subarray(0, size),
      );
    };
    expect(await codeOf(fill)).toBe(CODE.access_reject);
  });
});

describe('let on', () => {
  test('by a password of 128 octets, eight blocks, and not by one octet less (duty 40)', async () => {
    const name = 'p'.repeat(125);
    expect(await codeOf(pap(name))).toBe(CODE.access_accept);
    expect(await codeOf(pap(name, `pw-${name}`.slice(0, -1)))).toBe(CODE.access_reject);
  });

  test.each([undefined, 1, 5, 16, 33, 253])(
    'by CHAP with a challenge of %o octets, or the authenticator (duty 41)',
    async (size) => {
      const challenge = size === undefined ? undefined : randomBytes(size);
      expect(await codeOf(chap('bob', challenge))).toBe(CODE.access_accept);
      expect(await codeOf(chap('bob', challenge, 'wrong'))).toBe(CODE.access_reject);
    },
  );

  test('under a name of 253 octets of UTF-8, and with a NUL it is another name (duties 23, 24)', async () => {
    expect(Buffer.byteLength(LONG_NAME)).toBe(253);
    expect(await codeOf(pap(LONG_NAME, 'pw-long'))).toBe(CODE.access_accept);
    expect(await codeOf(pap('bob\0', 'pw-bob'))).toBe(CODE.access_reject);
    expect(await codeOf(pap('bob', 'pw-bob\0x'))).toBe(CODE.access_reject);
  });

  test('whatever order the attributes of different types stand in (duty 19)', async () => {
    const random = dice(seed);
    const writeAll = (rows: readonly Fill[]) => all(...shuffled(rows, random));
    for (let i = 0; i < 20; i++) {
      const answer = await ask(
        writeAll([
          (w) => w.addText(ATTRIBUTE.user_name, 'bob'),
          (w) => w.addUserPassword(Buffer.from('pw-bob'), secret),
          (w) => w.addInteger(ATTRIBUTE.service_type, 2),
          (w) => w.addInteger(ATTRIBUTE.nas_port, i),
          (w) => w.addText(ATTRIBUTE.nas_identifier, 'edge'),
          (w) => w.addOctets(ATTRIBUTE.proxy_state, Buffer.of(i)),
        ]),
      );
      expect([answer[0], valuesOf(answer, ATTRIBUTE.proxy_state)]).toEqual([CODE.access_accept, [Buffer.of(i)]]);
    }
  });

  test('with attributes and vendors nobody knows (duty 20)', async () => {
    const strange: Fill = (w) => {
      w.addOctets(192, Buffer.of(1, 2, 3));
      w.addOctets(254, randomBytes(253));
      w.addVendorText(65_535, 200, 'unheard of');
      w.addOctets(ATTRIBUTE.vendor_specific, Buffer.from('00fffffe01', 'hex'));
    };
    expect(await codeOf(all(strange, pap('bob'), strange))).toBe(CODE.access_accept);
  });

  test('with attributes whose content is none, which count as not there (duty 21)', async () => {
    const odd: Fill = (w) => {
      w.addOctets(ATTRIBUTE.nas_ip_address, Buffer.of(1, 2));
      w.addOctets(ATTRIBUTE.service_type, Buffer.of(0, 0, 6));
      w.addOctets(ATTRIBUTE.framed_mtu, Buffer.of(1));
      w.addOctets(ATTRIBUTE.vendor_specific, Buffer.of(0, 0));
      w.addOctets(ATTRIBUTE.calling_station_id, Buffer.of(0xff, 0xfe));
    };
    expect(await codeOf(all(odd, pap('bob')))).toBe(CODE.access_accept);
  });

  test.each([
    ['chooses', 'ffffffff'],
    ['pool', 'fffffffe'],
  ])(
    '%s: an address that leaves the choice to the NAS or the user goes out as it is (duty 53)',
    async (name, octets) => {
      const accept = await ask(pap(name));
      expect(valuesOf(accept, ATTRIBUTE.framed_ip_address)).toEqual([Buffer.from(octets, 'hex')]);
    },
  );
});

describe('every reply', () => {
  const start = (w: Parameters<Fill>[0]) => w.addText(ATTRIBUTE.acct_session_id, 'replies');
  const status = () => request(() => undefined, { code: CODE.status_server, identifier: 204 });
  test.each([
    ['Access-Accept', 'auth', () => request(pap('bob'), { identifier: 200 }), CODE.access_accept],
    ['Access-Reject', 'auth', () => request(pap('bob', 'x'), { identifier: 201 }), CODE.access_reject],
    ['Access-Challenge', 'auth', () => request(identity('bob'), { identifier: 202 }), CODE.access_challenge],
    ['Accounting-Response', 'acct', () => accounting(1, start, { identifier: 203 }), CODE.accounting_response],
    [
      'Accounting-Response to a signed request',
      'acct',
      () => accounting(3, start, { identifier: 205, signed: true }),
      CODE.accounting_response,
    ],
    ['Access-Accept to Status-Server', 'auth', status, CODE.access_accept],
    ['Accounting-Response to Status-Server', 'acct', status, CODE.accounting_response],
  ] as const)(
    '%s: identifier, Length and both authenticators are right (duties 45, 69)',
    async (_, port, make, code) => {
      const asked = make();
      const answer = await nas.ask(port, asked);
      expect([answer[0], answer[1], answer.readUInt16BE(2)]).toEqual([code, asked[1], answer.length]);
      expect(answer.subarray(4, 20)).toEqual(responseAuthenticator(answer, asked));
      const [signature] = valuesOf(answer, ATTRIBUTE.message_authenticator);
      expect(signature !== undefined).toBe(viewOf(asked).has(ATTRIBUTE.message_authenticator));
      if (signature) expect(signature).toEqual(messageAuthenticator(answer, asked.subarray(4, 20)));
    },
  );

  test('to an Access-Request has its Message-Authenticator before anything else (duty 72)', async () => {
    const answers = [await ask(pap('bob')), await ask(pap('bob', 'x')), await ask(identity('bob'))];
    expect(answers.map((answer) => [answer[0], typesOf(answer)[0], answer[21]])).toEqual([
      [CODE.access_accept, ATTRIBUTE.message_authenticator, 18],
      [CODE.access_reject, ATTRIBUTE.message_authenticator, 18],
      [CODE.access_challenge, ATTRIBUTE.message_authenticator, 18],
    ]);
  });

  test.each<[string, 'auth' | 'acct', (fill: Fill) => Buffer, number]>([
    ['an Accept', 'auth', (fill) => request(all(fill, pap('bob'), fill)), CODE.access_accept],
    ['a Reject', 'auth', (fill) => request(all(fill, pap('bob', 'x'), fill)), CODE.access_reject],
    ['a Challenge', 'auth', (fill) => request(all(fill, identity('bob'), fill)), CODE.access_challenge],
    [
      'an Accounting-Response',
      'acct',
      (fill) =>
        accounting(
          1,
          all(fill, (w) => w.addText(ATTRIBUTE.acct_session_id, 'proxied'), fill),
        ),
      CODE.accounting_response,
    ],
  ])('%s carries each Proxy-State back as it is, in order (duties 18, 104, 105)', async (_, port, make, code) => {
    const sent: Buffer[] = [];
    const states: Fill = (w) => {
      for (const state of [randomBytes(253), Buffer.from('a\0b\0'), Buffer.alloc(3), Buffer.from('a\0b\0')]) {
        sent.push(state);
        w.addOctets(ATTRIBUTE.proxy_state, state);
        w.addInteger(ATTRIBUTE.nas_port_type, 15);
      }
    };
    const answer = await nas.ask(port, make(states));
    expect([answer[0], valuesOf(answer, ATTRIBUTE.proxy_state)]).toEqual([code, sent]);
    expect(sent).toHaveLength(8);
  });
});

describe('a Reject', () => {
  const ALLOWED = [
    ATTRIBUTE.reply_message,
    ATTRIBUTE.eap_message,
    ATTRIBUTE.proxy_state,
    ATTRIBUTE.message_authenticator,
  ];
  test.each<[string, Fill]>([
    ['a wrong password', pap('bob', 'x')],
    ['no access', pap('denied')],
    ['no access, by MS-CHAP', msChap('denied', 'pw-denied')],
    ['a wrong MS-CHAP response', msChap('bob', 'x')],
    ['a service that is not served', all(pap('bob'), (w) => w.addInteger(ATTRIBUTE.service_type, 5))],
    ['two proofs', all(pap('bob'), identity('bob'))],
  ])('for %s authorizes nothing (duty 46)', async (_, fill) => {
    const reject = await ask(all(fill, (w) => w.addOctets(ATTRIBUTE.chargeable_user_identity, Buffer.of(0))));
    expect(reject[0]).toBe(CODE.access_reject);
    const others = attributesOf(reject).filter(({ type }) => !ALLOWED.includes(type as never));
    const errors = others.filter(({ value }) => value.readUInt32BE(0) === 311 && value[4] === 2);
    expect(others).toEqual(errors);
  });

  test('is the same for an unknown name, a wrong password and a user without access (duty 57)', async () => {
    const shapes = async (fills: readonly Fill[]) => {
      const seen = new Set<string>();
      for (const fill of fills)
        seen.add(
          attributesOf(await ask(fill))
            .map(({ type, value }) => `${type}:${value.length}`)
            .join(),
        );
      return seen;
    };
    expect(await shapes([pap('nobody', 'x'), pap('bob', 'x'), pap('denied', 'x'), pap('denied')])).toEqual(
      new Set(['80:16']),
    );
    expect((await shapes([msChap('nobody', 'x'), msChap('bob', 'x'), msChap('denied', 'x')])).size).toBe(1);
  });
});

test('who asks with an empty Chargeable-User-Identity is told one: the same each time, and no name (duty 54)', async () => {
  const asking: Fill = (w) => w.addOctets(ATTRIBUTE.chargeable_user_identity, Buffer.alloc(0));
  const told = async (fill: Fill) => valuesOf(await ask(fill), ATTRIBUTE.chargeable_user_identity);
  const [mine] = await told(all(pap('bob'), asking));
  expect(mine?.length).toBeGreaterThan(16);
  expect(mine?.includes('bob')).toBe(false);
  expect(await told(all(chap('bob'), asking))).toEqual([mine]);
  expect((await told(all(pap('eve'), asking)))[0]).not.toEqual(mine);
  expect(await told(pap('bob'))).toEqual([]);
  const record: Fill = (w) => {
    w.addText(ATTRIBUTE.acct_session_id, 'charged');
    w.addText(ATTRIBUTE.user_name, 'anonymous');
    w.addOctets(ATTRIBUTE.chargeable_user_identity, mine ?? Buffer.alloc(0));
  };
  expect((await nas.ask('acct', accounting(1, record)))[0]).toBe(CODE.accounting_response);
  const [session] = await wire.sessions('charged');
  const bob = await wire.db.selectFrom('aaa.credential').selectAll().where('username', '=', 'bob').executeTakeFirst();
  expect([session?.account_id, session?.subscription_id]).toEqual([bob?.account_id, bob?.subscription_id]);
});

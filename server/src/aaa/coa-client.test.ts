import { createHash } from 'node:crypto';
import { createSocket, Socket } from 'node:dgram';
import { ATTRIBUTE, CODE, PacketWriter, prepareSecret } from '@isp/radius';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { SECRET } from './aaa.fixture.ts';
import { type CoaClient, type CoaRequest, createCoaClient } from './coa-client.ts';
import { attributesOf, messageAuthenticator, typesOf, valuesOf, viewOf } from './wire.fixture.ts';

/** What a NAS heard, and how to answer it. */
interface Heard {
  readonly octets: Buffer;
  readonly port: number;
  reply(code: number, change?: { secret?: string; identifier?: number; from?: Socket; cause?: number }): void;
}

const ACK: Readonly<Record<number, number>> = {
  [CODE.coa_request]: CODE.coa_ack,
  [CODE.disconnect_request]: CODE.disconnect_ack,
};
let sockets: Socket[];
let client: CoaClient;
/** One that repeats itself soon, for what needs that. */
let quick: CoaClient;
let nas: Socket;
let heard: Heard[];
let judge: (one: Heard) => void;

const bound = async (): Promise<Socket> => {
  const socket = createSocket({ type: 'udp4', recvBufferSize: 1 << 20 });
  sockets.push(socket);
  await new Promise<void>((done) => socket.bind({ address: '127.0.0.1' }, () => done()));
  return socket;
};

const answerTo = (asked: Buffer, code: number, secret: string, cause?: number): Buffer => {
  const writer = new PacketWriter();
  const view = viewOf(asked);
  writer.beginResponse(code, view);
  if (cause !== undefined) writer.addInteger(101, cause);
  return Buffer.from(writer.bytes.subarray(0, writer.finishResponse(view, prepareSecret(Buffer.from(secret)))));
};

beforeEach(async () => {
  sockets = [];
  heard = [];
  judge = (one) => one.reply(ACK[one.octets[0] as number] as number);
  nas = await bound();
  nas.on('message', (octets, from) => {
    const one: Heard = {
      octets,
      port: from.port,
      reply: (code, { secret = SECRET, identifier, from: other = nas, cause } = {}) => {
        const answer = answerTo(octets, code, secret, cause);
        if (identifier !== undefined) answer[1] = identifier;
        other.send(answer, from.port, from.address);
      },
    };
    heard.push(one);
    judge(one);
  });
  client = createCoaClient();
  quick = createCoaClient({ irt_ms: 40, mrt_ms: 160, mrc: 5, mrd_ms: 2000 });
});
afterEach(() => {
  client.close();
  quick.close();
  for (const socket of sockets) socket.close();
});

const asking = (change: Partial<CoaRequest> = {}): CoaRequest => ({
  kind: 'coa',
  address: '127.0.0.1',
  port: nas.address().port,
  secret: SECRET,
  key: 'a session',
  session: {
    acct_session_id: 'ab\u00ff',
    user_name: 'bob',
    nas_identifier: 'edge',
    calling_station_id: '02-00-00-00-00-01',
  },
  attributes: Buffer.of(ATTRIBUTE.filter_id, 3, 0x78),
  ...change,
});

test.each(['coa', 'disconnect'] as const)(
  'a %s has both authenticators, made over zeros, and the time (duty 110)',
  async (kind) => {
    expect((await client.ask(asking({ kind }))).outcome).toBe('ack');
    const [{ octets }] = heard as [Heard];
    const zeroed = Buffer.from(octets).fill(0, 4, 20);
    expect(octets.subarray(4, 20)).toEqual(createHash('md5').update(zeroed).update(SECRET).digest());
    expect(valuesOf(octets, ATTRIBUTE.message_authenticator)).toEqual([messageAuthenticator(octets, Buffer.alloc(16))]);
    const [time] = valuesOf(octets, ATTRIBUTE.event_timestamp);
    expect(Math.abs((time?.readUInt32BE() ?? 0) - Date.now() / 1000)).toBeLessThan(300);
  },
);

test('a Disconnect says whose session it is, as the NAS said it, and nothing else (duty 111)', async () => {
  await client.ask(asking({ kind: 'disconnect' }));
  const [{ octets }] = heard as [Heard];
  const identification = attributesOf(octets).filter(({ type }) => type !== 80 && type !== ATTRIBUTE.event_timestamp);
  expect(identification).toEqual([
    { type: ATTRIBUTE.acct_session_id, value: Buffer.from('6162ff', 'hex') },
    { type: ATTRIBUTE.user_name, value: Buffer.from('bob') },
    { type: ATTRIBUTE.nas_identifier, value: Buffer.from('edge') },
    { type: ATTRIBUTE.calling_station_id, value: Buffer.from('02-00-00-00-00-01') },
  ]);
  await client.ask(asking({ kind: 'coa' }));
  const change = heard.find((one) => one.octets[0] === CODE.coa_request);
  expect(typesOf(change?.octets ?? Buffer.alloc(0))).toContain(ATTRIBUTE.filter_id);
});

describe('sent again', () => {
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  test('it is the same octets, from the same port (duty 112)', async () => {
    judge = () => undefined;
    const { outcome, attempts } = await quick.ask(asking());
    expect([outcome, attempts]).toEqual(['timeout', 5]);
    await vi.waitFor(() => expect(heard).toHaveLength(5));
    for (const one of heard) expect([one.octets, one.port]).toEqual([heard[0]?.octets, heard[0]?.port]);
  });

  test.each([0, 0.5, 0.999_999])(
    'it waits 2 s, then twice as long each time with a little chance (%f), and gives up in 30 s (duty 112)',
    async (chance) => {
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
      vi.spyOn(Math, 'random').mockReturnValue(chance);
      const sentAt: number[] = [];
      const began = performance.now();
      vi.spyOn(Socket.prototype, 'send').mockImplementation(() => void sentAt.push((performance.now() - began) / 1000));
      const usual = createCoaClient();
      const asked = usual.ask(asking());
      await vi.advanceTimersByTimeAsync(60_000);
      expect((await asked).outcome).toBe('timeout');
      usual.close();
      const waits = sentAt.slice(1).map((at, i) => at - (sentAt[i] as number));
      const factor = 0.9 + chance * 0.2;
      const wanted = [2, 4, 8, 16].map((wait) => wait * factor).slice(0, waits.length);
      expect(waits.map((wait) => wait.toFixed(1))).toEqual(wanted.map((wait) => wait.toFixed(1)));
      expect(sentAt.length).toBeGreaterThanOrEqual(4);
      expect(sentAt.length).toBeLessThanOrEqual(5);
      expect(sentAt.at(-1)).toBeLessThan(30);
    },
  );
});

describe('an answer', () => {
  test.each<[string, (one: Heard, other: Socket) => void]>([
    ['under another secret', (one) => one.reply(CODE.coa_ack, { secret: 'a guess' })],
    [
      'with another identifier',
      (one) => one.reply(CODE.coa_ack, { identifier: ((one.octets[1] as number) + 1) & 0xff }),
    ],
    ['from another port', (one, other) => one.reply(CODE.coa_ack, { from: other })],
    ['of another kind', (one) => one.reply(CODE.disconnect_ack)],
    ['cut short', (one) => nas.send(answerTo(one.octets, CODE.coa_ack, SECRET).subarray(0, 25), one.port, '127.0.0.1')],
    ['that is nothing', (one) => nas.send(Buffer.alloc(0), one.port, '127.0.0.1')],
  ])('%s is not one: the right one after it counts (duty 113)', async (_, wrong) => {
    const other = await bound();
    judge = (one) => {
      wrong(one, other);
      if (heard.length >= 2) one.reply(CODE.coa_nak, { cause: 401 });
    };
    expect(await quick.ask(asking())).toMatchObject({ outcome: 'nak', error_cause: 401 });
  });

  test.each([401, 402, 403, 404, 405, 406, 407, 501, 502, 503, 504, 505, 506, 507, 508])(
    'a NAK with Error-Cause %i says so (duty 114)',
    async (cause) => {
      judge = (one) => one.reply(CODE.coa_nak, { cause });
      expect(await client.ask(asking())).toEqual({ outcome: 'nak', error_cause: cause, attempts: 1 });
    },
  );
});

test('an ACK that comes when its time is over answers nothing; the next request is judged by its own (duty 114)', async () => {
  judge = () => undefined;
  expect((await quick.ask(asking())).outcome).toBe('timeout');
  const late = heard.at(-1) as Heard;
  judge = (one) => {
    late.reply(CODE.coa_ack);
    one.reply(CODE.coa_nak, { cause: 503 });
  };
  expect(await quick.ask(asking())).toMatchObject({ outcome: 'nak', error_cause: 503 });
});

describe('identifiers', () => {
  test('of requests under way are never the same on one port; the 257th takes another port (duty 115)', async () => {
    const waiting: Heard[] = [];
    judge = (one) => {
      const isNew = waiting.every(({ octets, port }) => port !== one.port || octets[1] !== one.octets[1]);
      if (isNew) waiting.push(one);
      if (waiting.length === 260) for (const each of waiting) each.reply(CODE.coa_ack);
    };
    const patient = createCoaClient({ irt_ms: 1500, mrt_ms: 1500, mrc: 5, mrd_ms: 8000 });
    const answers = await Promise.all(Array.from({ length: 260 }, (_, i) => patient.ask(asking({ key: `${i}` }))));
    patient.close();
    expect(answers.filter(({ outcome }) => outcome === 'ack')).toHaveLength(260);
    const counts = Map.groupBy(waiting, ({ port }) => port);
    expect([...counts.values()].map((ones) => ones.length).sort((a, b) => b - a)).toEqual([256, 4]);
  });

  test('come round only after all the others, so that a late answer meets no other request (duty 115)', async () => {
    for (let i = 0; i < 600; i++) await client.ask(asking());
    const ids = heard.map(({ octets }) => octets[1] as number);
    expect(new Set(heard.map(({ port }) => port)).size).toBe(1);
    for (let i = 0; i + 256 <= 600; i += 128) expect(new Set(ids.slice(i, i + 256)).size).toBe(256);
  });
});

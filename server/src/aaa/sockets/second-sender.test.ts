import { createSocket, type Socket } from 'node:dgram';
import {
  ATTRIBUTE,
  CODE,
  PacketView,
  PacketWriter,
  parsePacket,
  prepareSecret,
  type Secret,
  verifyResponse,
} from '@isp/radius';
import { afterEach, describe, expect, test } from 'vitest';
import { theLibc } from './libc.ts';
import { closeAll, openAt, openSecondSender, type UdpSocket } from './open.ts';

const opened: UdpSocket[] = [];
const clients: Socket[] = [];
afterEach(async () => {
  await closeAll(opened.splice(0));
  for (const client of clients.splice(0)) client.close();
});

const standing = async (failed: (error: Error) => void = () => undefined) => {
  const second = openSecondSender(failed);
  if (second === undefined) throw new Error('many datagrams need the C library, which is known not to be here');
  const [socket] = await openAt(['127.0.0.1'], 0, second);
  if (socket === undefined) throw new Error('nothing was opened');
  opened.push(socket);
  const client = createSocket({ type: 'udp4', recvBufferSize: 4 << 20 });
  clients.push(client);
  const heard: Buffer[] = [];
  client.on('message', (datagram) => heard.push(datagram));
  await new Promise<void>((done) => client.bind(0, '127.0.0.1', done));
  return { second, socket, heard, port: client.address().port };
};

const writer = new PacketWriter();
const view = new PacketView();

const requestOf = (n: number, by: Secret): Buffer => {
  writer.beginRequest(CODE.access_request, n % 256, Buffer.alloc(16, n), true);
  writer.addText(ATTRIBUTE.user_name, `user${n}`);
  return Buffer.from(writer.bytes.subarray(0, writer.finishRequest(by)));
};

/** Answers the request as the door does: unsigned, out of memory that is written again at once. */
const answer = (socket: UdpSocket, n: number, request: Buffer, by: Secret, port: number, address = '127.0.0.1') => {
  if (parsePacket(view, request) !== undefined) throw new Error('a request of our own cannot be read');
  writer.beginResponse(CODE.access_accept, view);
  writer.addText(ATTRIBUTE.reply_message, `answer ${n} `.padEnd(10 + (n % 200), '.'));
  socket.answer(writer.bytes, writer.endResponse(view), by, port, address);
};

const secrets = [
  'short',
  'a secret of ninety-two octets'.padEnd(92, '+'),
  'one longer than its room'.padEnd(150, '-'),
].map((text) => prepareSecret(Buffer.from(text)));
const secretOf = (n: number): Secret => secrets[n % secrets.length] as Secret;

/** Of each answer heard the number in it, when it is signed right for its request. */
const numbersIn = (heard: readonly Buffer[], requests: readonly Buffer[]): number[] =>
  heard.map((datagram) => {
    expect(parsePacket(view, datagram)).toBeUndefined();
    const n = Number(/^answer (\d+)/.exec(view.text(ATTRIBUTE.reply_message) ?? '')?.[1]);
    expect([n, verifyResponse(view, requests[n] as Buffer, secretOf(n), true)]).toEqual([n, undefined]);
    return n;
  });

const eventually = async (isTrue: () => boolean): Promise<void> => {
  for (let i = 0; i < 500 && !isTrue(); i++) await new Promise((next) => setTimeout(next, 10));
};

const upTo = (count: number): number[] => Array.from({ length: count }, (_, n) => n);
const sorted = (numbers: number[]): number[] => numbers.toSorted((a, b) => a - b);

describe.runIf(theLibc() !== undefined)('a second sender', () => {
  test('signs and sends what many requests at once lead to, each under its own secret; few are answered without it', async () => {
    const { second, socket, heard, port } = await standing();
    const requests = upTo(1000).map((n) => requestOf(n, secretOf(n)));
    for (const n of upTo(20)) answer(socket, n, requests[n] as Buffer, secretOf(n), port);
    await eventually(() => heard.length === 20);
    expect([second.answers, heard.length]).toEqual([0, 20]);
    for (let n = 20; n < 1000; n++) answer(socket, n, requests[n] as Buffer, secretOf(n), port);
    await eventually(() => heard.length === 1000);
    expect(sorted(numbersIn(heard, requests))).toEqual(upTo(1000));
    expect(second.answers).toBeGreaterThanOrEqual(64);
    await second.stop();
  });

  test('gives back what the kernel does not take, and the others of it leave', async () => {
    const { second, socket, heard, port } = await standing();
    const requests = upTo(64).map((n) => requestOf(n, secretOf(n)));
    for (const n of upTo(64))
      answer(socket, n, requests[n] as Buffer, secretOf(n), port, n === 5 ? '255.255.255.255' : '127.0.0.1');
    await eventually(() => heard.length === 63);
    expect(second.answers).toBe(64);
    expect(sorted(numbersIn(heard, requests))).toEqual(upTo(64).filter((n) => n !== 5));
    await second.stop();
  });

  test('that has ended is done without', async () => {
    const { second, socket, heard, port } = await standing();
    await second.stop();
    const requests = upTo(300).map((n) => requestOf(n, secretOf(n)));
    for (const n of upTo(300)) answer(socket, n, requests[n] as Buffer, secretOf(n), port);
    await eventually(() => heard.length === 300);
    expect(sorted(numbersIn(heard, requests))).toEqual(upTo(300));
    expect(second.answers).toBe(0);
  });

  test('sends what it has before its socket is closed', async () => {
    const { second, socket, heard, port } = await standing();
    const requests = upTo(250).map((n) => requestOf(n, secretOf(n)));
    for (const n of upTo(250)) answer(socket, n, requests[n] as Buffer, secretOf(n), port);
    await socket.close();
    await second.stop();
    opened.splice(0);
    await eventually(() => heard.length === 250);
    expect(sorted(numbersIn(heard, requests))).toEqual(upTo(250));
    expect(second.answers).toBeGreaterThan(0);
  });
});

import { createSocket, type Socket } from 'node:dgram';
import { afterEach, describe, expect, test } from 'vitest';
import { theLibc } from './libc.ts';
import { ManyDatagrams } from './many-datagrams.ts';
import { OneDatagram } from './one-datagram.ts';
import { closeAll, openAt, openEverywhere, type UdpSocket } from './open.ts';

interface Heard {
  readonly text: string;
  readonly address: string;
  readonly port: number;
}

const opened: UdpSocket[] = [];
const clients: Socket[] = [];
afterEach(async () => {
  await closeAll(opened.splice(0));
  for (const client of clients.splice(0)) client.close();
});

/** A socket that says every datagram again, and what it heard. */
const echo = async (address: string) => {
  const [socket] = await openAt([address], 0);
  if (socket === undefined) throw new Error('nothing was opened');
  opened.push(socket);
  const heard: Heard[] = [];
  const failures: Error[] = [];
  socket.listen(
    (datagram, from, port) => {
      heard.push({ text: datagram.toString(), address: from, port });
      socket.send(Buffer.concat([Buffer.from('> '), datagram]), port, from);
    },
    (error) => failures.push(error),
  );
  return { socket, heard, failures };
};

const client = async (six = false) => {
  const socket = createSocket({ type: six ? 'udp6' : 'udp4', recvBufferSize: 1 << 20 });
  clients.push(socket);
  const answers: string[] = [];
  socket.on('message', (datagram) => answers.push(datagram.toString()));
  await new Promise<void>((done) => socket.bind(0, six ? '::1' : '127.0.0.1', done));
  return { socket, answers };
};

const eventually = async (isTrue: () => boolean): Promise<void> => {
  for (let i = 0; i < 500 && !isTrue(); i++) await new Promise((next) => setTimeout(next, 10));
};

const numbers = (count: number): string[] => Array.from({ length: count }, (_, i) => `datagram ${i}`);

describe.each([
  ['127.0.0.1', false],
  ['::1', true],
] as const)('a socket at %s', (address, six) => {
  test('hears every one of five hundred at once with who sent it, and answers each of them', async () => {
    const { socket, heard, failures } = await echo(address);
    const [one, other] = [await client(six), await client(six)];
    for (const text of numbers(500)) for (const { socket: from } of [one, other]) from.send(text, socket.port, address);
    await eventually(() => one.answers.length + other.answers.length === 1000);
    for (const { socket: from, answers } of [one, other]) {
      const { port } = from.address();
      expect(heard.filter((each) => each.port === port)).toEqual(numbers(500).map((text) => ({ text, address, port })));
      expect(answers.sort()).toEqual(
        numbers(500)
          .map((text) => `> ${text}`)
          .sort(),
      );
    }
    expect(failures).toEqual([]);
  });

  test('takes an empty datagram, one of 4,096 octets, and of a longer one at least those', async () => {
    const { socket, heard } = await echo(address);
    const { socket: from } = await client(six);
    for (let round = 0; round < 2; round++)
      for (const octets of [0, 4096, 5000]) from.send(Buffer.alloc(octets, 'x'), socket.port, address);
    await eventually(() => heard.length === 6);
    expect(heard.map(({ text }) => Math.min(4096, text.length)).sort()).toEqual([0, 0, 4096, 4096, 4096, 4096].sort());
  });

  test('sends nothing any more when it is closed', async () => {
    const { socket } = await echo(address);
    const { socket: to, answers } = await client(six);
    opened.splice(0);
    const closed = socket.close();
    socket.send(Buffer.from('after'), to.address().port, address);
    await closed;
    to.send('over', to.address().port, address);
    await eventually(() => answers.includes('over'));
    expect(answers).toEqual(['over']);
  });

  test('says of a port that somebody has that it is taken', async () => {
    const { socket } = await echo(address);
    await expect(openAt([address], socket.port)).rejects.toMatchObject({ code: 'aaa.port-taken' });
  });
});

test('IPv4 goes many at a time where the C library can be called, IPv6 one by one', async () => {
  opened.push(...(await openEverywhere(0)));
  const isMany = opened.some((socket) => socket instanceof ManyDatagrams);
  expect(isMany).toBe(theLibc() !== undefined);
  expect(new Set(opened.map((socket) => socket.port)).size).toBe(1);
  const [six] = await openAt(['::1'], 0);
  if (six) opened.push(six);
  expect(six).toBeInstanceOf(OneDatagram);
});

test('what waits to leave by IPv4 leaves before the socket is closed', async () => {
  const { socket } = await echo('127.0.0.1');
  const { socket: to, answers } = await client();
  opened.splice(0);
  for (const text of numbers(100)) socket.send(Buffer.from(text), to.address().port, '127.0.0.1');
  await socket.close();
  await eventually(() => answers.length === 100);
  expect(answers).toEqual(numbers(100));
});

test('on Linux by 64 bits the C library can be called', ({ skip }) => {
  if (process.platform !== 'linux' || !['x64', 'arm64'].includes(process.arch)) skip('another system');
  expect(theLibc()).toBeDefined();
});

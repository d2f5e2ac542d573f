import { createSocket, type Socket } from 'node:dgram';
import { networkInterfaces } from 'node:os';
import { PortTaken } from '../faults.ts';
import { type Libc, theLibc } from './libc.ts';
import { ManyDatagrams, socketName } from './many-datagrams.ts';
import { OneDatagram } from './one-datagram.ts';
import { SecondSender } from './second-sender.ts';

/** A UDP socket that is bound: by many datagrams a system call where that can be had, by one elsewhere. */
export type UdpSocket = ManyDatagrams | OneDatagram;

const RECEIVE_BUFFER = 4 << 20;
/** Linux's numbers, the same for x64 and arm64. */
const AF_INET = 2;
const DATAGRAMS_NONBLOCK_CLOEXEC = 0x8_0802;
const SOL_SOCKET = 1;
const SO_REUSEADDR = 2;
const SO_RCVBUF = 8;

const isIPv6 = (address: string): boolean => address.includes(':');

const integer = (value: number): Buffer => {
  const octets = Buffer.alloc(4);
  octets.writeInt32LE(value);
  return octets;
};

/** The number of an IPv4 socket; `undefined` when it is not to be had: Node's own way says why. */
const openNumber = (c: Libc, address: string, port: number, shared: boolean): number | undefined => {
  const fd = c.socket(AF_INET, DATAGRAMS_NONBLOCK_CLOEXEC, 0);
  if (fd < 0) return undefined;
  if (shared) c.setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, integer(1), 4);
  c.setsockopt(fd, SOL_SOCKET, SO_RCVBUF, integer(RECEIVE_BUFFER), 4);
  const name = socketName(address, port);
  if (c.bind(fd, name, name.length) === 0) return fd;
  c.close(fd);
  return undefined;
};

const bind = (socket: Socket, to: { fd: number } | { address: string; port: number; exclusive: true }) =>
  new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(to, () => {
      socket.removeAllListeners('error');
      resolve();
    });
  });

const bound = async (address: string, port: number, shared: boolean, second?: SecondSender): Promise<UdpSocket> => {
  const six = isIPv6(address);
  const libc = theLibc();
  const fd = libc === undefined || six ? undefined : openNumber(libc, address, port, shared);
  if (libc !== undefined && fd !== undefined) {
    const socket = createSocket('udp4');
    await bind(socket, { fd });
    return new ManyDatagrams(libc, socket, fd, second);
  }
  const type = six ? 'udp6' : 'udp4';
  const socket = createSocket({ type, ipv6Only: six, reuseAddr: shared, recvBufferSize: RECEIVE_BUFFER });
  await bind(socket, { address, port, exclusive: true }).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EADDRINUSE' ? PortTaken({ port, address }) : error;
  });
  return new OneDatagram(socket);
};

/** Addresses of this machine that a NAS can reach: an answer leaves by the socket of the address that was asked. */
export const ownAddresses = (): string[] =>
  Object.values(networkInterfaces())
    .flatMap((all) => all ?? [])
    .filter((one) => !(isIPv6(one.address) && one.address.startsWith('fe80:')))
    .map((one) => one.address);

/** A thread that signs and sends for the sockets that are opened with it; `undefined` where datagrams go one by one. */
export const openSecondSender = (failed: (error: Error) => void): SecondSender | undefined =>
  theLibc() === undefined ? undefined : new SecondSender(failed);

/** Opens a port everywhere: first alone, to be sure that nobody else has it, then for any address and for each one there is. */
export const openEverywhere = async (port: number, second?: SecondSender): Promise<UdpSocket[]> => {
  const probe = await bound('0.0.0.0', port, false);
  const taken = probe.port;
  await probe.close();
  const first = await bound('0.0.0.0', taken, true, second);
  const others = await Promise.allSettled(
    ['::', ...ownAddresses()].map((address) => bound(address, taken, true, second)),
  );
  return [first, ...others.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))];
};

/** Opens a port, any free one for 0, at these addresses alone. */
export const openAt = async (
  addresses: readonly string[],
  port: number,
  second?: SecondSender,
): Promise<UdpSocket[]> => {
  const all: UdpSocket[] = [];
  for (const address of addresses) all.push(await bound(address, all[0]?.port ?? port, false, second));
  return all;
};

export const closeAll = (all: readonly UdpSocket[]): Promise<unknown> => Promise.all(all.map((one) => one.close()));

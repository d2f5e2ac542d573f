import { randomInt } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { type Carrier, Identifiers, type Slot } from './carrier.ts';

/** Sockets to one port of a home server: 256 requests under way on each (RFC 2865 3). */
const MOST_SOCKETS = 64;
const RECEIVE_BUFFER = 1 << 20;

/** Packets that wait for a socket to be open: no more than have identifiers. */
const MOST_WAITING = 256;

/** One socket: it hears its home server only, from a port that nobody can guess. */
class Line {
  readonly identifiers = new Identifiers(0, randomInt(256));
  readonly #socket: Socket;
  readonly #connect: () => void;
  #state: 'closed' | 'opening' | 'open' = 'closed';
  #waiting: Buffer[] = [];

  constructor(address: string, port: number) {
    this.#socket = createSocket({ type: address.includes(':') ? 'udp6' : 'udp4', recvBufferSize: RECEIVE_BUFFER });
    this.#connect = () => this.#socket.connect(port, address);
    this.#socket.on('message', (datagram) => this.identifiers.hear(datagram));
    this.#socket.on('connect', () => {
      this.#state = 'open';
      for (const packet of this.#waiting.splice(0)) this.send(packet);
    });
    // A port that is closed says so (ICMP), and a network may be away: to us both are silence, which is counted elsewhere.
    this.#socket.on('error', () => {
      if (this.#state === 'opening') this.#state = 'closed';
    });
  }

  send(packet: Buffer): void {
    if (this.#state === 'open') {
      this.#socket.send(packet, () => undefined);
      return;
    }
    if (this.#waiting.length < MOST_WAITING) this.#waiting.push(packet);
    if (this.#state === 'opening') return;
    this.#state = 'opening';
    this.#connect();
  }

  close(): void {
    this.#socket.removeAllListeners('connect');
    this.#socket.close();
  }
}

/** Carries requests by UDP: another socket is opened when all identifiers of those there are are taken. */
export const udpCarrier = (address: string, port: number): Carrier => {
  const lines: Line[] = [];
  const slotOn = (line: Line, heard: (datagram: Buffer) => void): Slot | undefined => {
    const identifier = line.identifiers.take(heard);
    if (identifier < 0) return undefined;
    return {
      identifier,
      send: (packet) => line.send(packet),
      end: () => line.identifiers.give(identifier),
    };
  };
  const another = (): Line | undefined => {
    if (lines.length >= MOST_SOCKETS) return undefined;
    const line = new Line(address, port);
    lines.push(line);
    return line;
  };
  return {
    repeats: true,
    open: (heard) => {
      for (const line of lines) {
        const slot = line.identifiers.used < 256 ? slotOn(line, heard) : undefined;
        if (slot !== undefined) return slot;
      }
      const line = another();
      return line && slotOn(line, heard);
    },
    reset: () => undefined,
    close: () => {
      for (const line of lines.splice(0)) line.close();
    },
  };
};

import { connect, type TLSSocket } from 'node:tls';
import { PacketStream } from '@isp/radius';
import type { HomeServer } from '../directory/routing.ts';
import { type Carrier, type CarrierEvents, Identifiers } from './carrier.ts';

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 60_000;
const HANDSHAKE_MS = 10_000;
const KEEP_ALIVE_MS = 60_000;
/** A connection that lived so long was a good one: the next trial begins with a short pause again. */
const GOOD_MS = 10_000;
/** What a home server may leave unread: all its identifiers, each with a packet of 4096 octets. */
const MOST_UNREAD = 256 * 4096;

const jitter = (ms: number): number => ms * (0.8 + Math.random() * 0.4);

/** How a home server is reached and believed (RFC 6614 2.3): by its authority alone, under the name it must say. */
const optionsOf = ({ address, auth_port, tls_name, authority_pem, chain_pem, key_pem }: HomeServer) => ({
  host: address,
  port: auth_port,
  servername: tls_name ?? '',
  ca: authority_pem ?? [],
  cert: chain_pem ?? '',
  key: key_pem ?? '',
  minVersion: 'TLSv1.2' as const,
});

/** Keeps one connection to a home server open: made anew whenever it ends, after a pause that grows while none is had. */
class Connection {
  readonly #server: HomeServer;
  readonly #events: CarrierEvents;
  #socket: TLSSocket | undefined;
  #isUp = false;
  #isClosed = false;
  #pause = FIRST_PAUSE_MS;
  #timer: NodeJS.Timeout | undefined;
  identifiers = new Identifiers(1, 1);

  constructor(server: HomeServer, events: CarrierEvents) {
    this.#server = server;
    this.#events = events;
    this.#connect();
  }

  get isUp(): boolean {
    return this.#isUp && this.#socket?.writable === true;
  }

  send(packet: Buffer): void {
    if (!this.isUp) return;
    this.#socket?.write(packet);
    if ((this.#socket?.writableLength ?? 0) > MOST_UNREAD) this.reset('it does not read what it is sent');
  }

  reset(why: string): void {
    this.#socket?.destroy(new Error(why));
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#socket?.destroy();
  }

  #connect(): void {
    let why = 'the connection ended';
    const began = performance.now();
    const stream = new PacketStream();
    const socket = this.#try((error) => {
      why = error.message;
    });
    if (socket === undefined) return;
    const identifiers = new Identifiers(1, 1);
    socket.on('data', (octets: Buffer) => {
      const malformed = stream.read(octets, (packet) => {
        identifiers.hear(Buffer.from(packet));
        return true;
      });
      if (malformed !== undefined) socket.destroy(new Error(`it sends what is no RADIUS (${malformed})`));
    });
    socket.once('secureConnect', () => {
      this.identifiers = identifiers;
      this.#isUp = true;
      this.#events.up();
    });
    socket.once('close', () => this.#ended(why, performance.now() - began));
  }

  /** Files that TLS cannot use are refused when it begins: that is tried again too, for they may be replaced. */
  #try(failed: (error: Error) => void): TLSSocket | undefined {
    try {
      const socket = connect(optionsOf(this.#server));
      socket.setNoDelay(true);
      socket.setKeepAlive(true, KEEP_ALIVE_MS);
      socket.setTimeout(HANDSHAKE_MS, () => {
        if (!this.#isUp) socket.destroy(new Error('TLS was not agreed on in time'));
      });
      socket.on('error', failed);
      this.#socket = socket;
      return socket;
    } catch (error) {
      this.#ended((error as Error).message, 0);
      return undefined;
    }
  }

  #ended(why: string, lived: number): void {
    this.#isUp = false;
    if (this.#isClosed) return;
    this.#pause = lived > GOOD_MS ? FIRST_PAUSE_MS : Math.min(this.#pause * 2, LONGEST_PAUSE_MS);
    this.#timer = setTimeout(() => this.#connect(), jitter(this.#pause / 2));
    this.#events.down(why);
  }
}

/** Carries requests over TLS (RFC 6614), by one connection that is kept open. */
export const tlsCarrier = (server: HomeServer, events: CarrierEvents): Carrier => {
  const connection = new Connection(server, events);
  return {
    repeats: false,
    open: (heard, isWatchdog = false) => {
      if (!connection.isUp) return undefined;
      const { identifiers } = connection;
      const identifier = isWatchdog ? identifiers.takeKept(heard) : identifiers.take(heard);
      if (identifier < 0) return undefined;
      return {
        identifier,
        send: (packet) => connection.send(packet),
        end: () => identifiers.give(identifier),
      };
    },
    reset: (why) => connection.reset(why),
    close: () => connection.close(),
  };
};

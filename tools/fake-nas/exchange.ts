import { createSocket, type Socket } from 'node:dgram';
import { PacketView, parsePacket, type Secret, verifyResponse } from '@isp/radius';

/** Makes the octets of a request with this identifier. */
type Build = (identifier: number) => Buffer;

interface Waiting {
  readonly packet: Buffer;
  readonly finish: (answer: Buffer | undefined) => void;
  readonly since: number;
  sent: number;
  timer: NodeJS.Timeout | undefined;
}

interface ExchangeOptions {
  readonly address: string;
  readonly server: { readonly host: string; readonly port: number };
  readonly secret: Secret;
  /** Milliseconds before a request is sent again, and how often it is sent. */
  readonly retry_ms: number;
  readonly tries: number;
}

const IDENTIFIERS = 256;

/** A NAS's socket to one port of the server: sends requests, repeats them as they are, and hands out answers that are right. */
export class Exchange {
  #options: ExchangeOptions;
  #socket: Socket;
  #view = new PacketView();
  #waiting = new Map<number, Waiting>();
  #queue: (() => void)[] = [];
  #next = Math.floor(Math.random() * IDENTIFIERS);
  /** Datagrams that were no right answer to anything. */
  strays = 0;
  /** Requests that were sent once more for want of an answer. */
  repeats = 0;
  /** The longest that an answer was waited for, in milliseconds from the first sending. */
  longest_ms = 0;

  private constructor(options: ExchangeOptions, socket: Socket) {
    this.#options = options;
    this.#socket = socket;
    socket.on('message', (datagram) => this.#hear(datagram));
    socket.on('error', () => undefined);
  }

  static async open(options: ExchangeOptions): Promise<Exchange> {
    const socket = createSocket({ type: options.address.includes(':') ? 'udp6' : 'udp4', recvBufferSize: 1 << 20 });
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.bind({ address: options.address, port: 0 }, () => resolve());
    });
    socket.removeAllListeners('error');
    return new Exchange(options, socket);
  }

  /** Sends a request; gives the answer's octets, or `undefined` when none came. */
  ask(build: Build): Promise<Buffer | undefined> {
    return new Promise((finish) => {
      const begin = () => this.#begin(build, finish);
      if (this.#waiting.size >= IDENTIFIERS - 1) this.#queue.push(begin);
      else begin();
    });
  }

  /** Sends octets as they are and waits for nothing. */
  throw(datagram: Buffer): void {
    this.#socket.send(datagram, this.#options.server.port, this.#options.server.host);
  }

  close(): void {
    for (const waiting of this.#waiting.values()) {
      clearTimeout(waiting.timer);
      waiting.finish(undefined);
    }
    this.#waiting.clear();
    this.#socket.close();
  }

  #begin(build: Build, finish: (answer: Buffer | undefined) => void): void {
    while (this.#waiting.has(this.#next)) this.#next = (this.#next + 1) % IDENTIFIERS;
    const id = this.#next;
    this.#next = (this.#next + 1) % IDENTIFIERS;
    const waiting: Waiting = { packet: build(id), finish, since: performance.now(), sent: 0, timer: undefined };
    this.#waiting.set(id, waiting);
    this.#send(id, waiting);
  }

  #send(id: number, waiting: Waiting): void {
    waiting.sent++;
    this.throw(waiting.packet);
    waiting.timer = setTimeout(() => {
      if (waiting.sent < this.#options.tries) {
        this.repeats++;
        this.#send(id, waiting);
      } else this.#end(id, waiting, undefined);
    }, this.#options.retry_ms);
  }

  #end(id: number, waiting: Waiting, answer: Buffer | undefined): void {
    clearTimeout(waiting.timer);
    this.longest_ms = Math.max(this.longest_ms, performance.now() - waiting.since);
    this.#waiting.delete(id);
    this.#queue.shift()?.();
    waiting.finish(answer);
  }

  #hear(datagram: Buffer): void {
    const waiting = this.#waiting.get(datagram[1] ?? -1);
    const bad =
      parsePacket(this.#view, datagram) ??
      (waiting && verifyResponse(this.#view, waiting.packet, this.#options.secret));
    if (waiting === undefined || bad !== undefined) this.strays++;
    else this.#end(this.#view.identifier, waiting, Buffer.from(datagram));
  }
}

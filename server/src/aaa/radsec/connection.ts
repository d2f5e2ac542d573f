import type { X509Certificate } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import { DISTRUST, MALFORMED, type Malformed, PacketStream, signResponse } from '@isp/radius';
import type { Discard } from '../answer/discards.ts';
import type { Door } from '../answer/door.ts';
import type { Outlet } from '../answer/door-options.ts';
import { alternativeNames } from '../core/alternative-names.ts';
import type { Client } from '../directory/clients.ts';
import type { Peer, Shown } from '../directory/peers.ts';

/** All that a peer who reads can have waiting for it: an answer of 4096 octets to each of its 256 identifiers. */
const MOST_UNREAD = 256 * 4096;
/**
 * What ends a connection (RFC 6613 2.6.4): octets that are no packet, a kind of packet nobody sends us, an authenticator that is wrong. Such a peer speaks another
 * protocol or has another secret, and what follows would be no better.
 */
const ENDS: ReadonlySet<Discard> = new Set([...MALFORMED, ...DISTRUST, 'wrong-port']);

/** What a certificate says that a NAS can be known by. */
export const shownBy = (certificate: X509Certificate): Shown => ({
  fingerprint: certificate.fingerprint256,
  names: alternativeNames(certificate.subjectAltName ?? '', ['DNS']).map((name) => name.toLowerCase()),
});

/** What a connection is made of, once it is known whose it is. */
interface Opened {
  readonly socket: TLSSocket;
  readonly shown: Shown;
  readonly peer: Peer;
  readonly client: Client;
  /** No other connection has had it, nor has any UDP port. */
  readonly number: number;
}

/** One connection of a NAS over TLS: packets in, answers out, until one of both has enough. */
export class Connection {
  readonly peer: Peer;
  readonly #opened: Opened;
  readonly #door: Door;
  readonly #stream = new PacketStream();
  readonly #outlet: Outlet;
  readonly openedAt = performance.now();
  /** When the last whole packet came, in `performance.now()`'s time: octets that become none do not count. */
  heardAt = this.openedAt;
  readonly #malformed: (reason: Malformed) => void;
  readonly #closed: Promise<void>;
  #isDeaf = false;
  #isEnding = false;

  /** `closed` is called once, after the last octet; before that `malformed` when no packet can be told any more, `unread` when answers are not read. */
  constructor(opened: Opened, door: Door, on: { closed(): void; malformed(reason: Malformed): void; unread(): void }) {
    const { socket } = opened;
    this.#opened = opened;
    this.peer = opened.peer;
    this.#door = door;
    this.#malformed = on.malformed;
    this.#outlet = {
      get closed() {
        return !socket.writable;
      },
      answer: (bytes, length, secret) => {
        if (!socket.writable) return;
        const answer = Buffer.from(bytes.subarray(0, length));
        signResponse(answer, 0, length, secret);
        socket.write(answer);
        if (socket.writableLength <= MOST_UNREAD) return;
        on.unread();
        this.close();
      },
    };
    socket.on('data', (octets: Buffer) => this.#read(octets));
    this.#closed = new Promise((done) => {
      socket.once('close', () => {
        this.#isDeaf = true;
        door.forget(opened.client);
        on.closed();
        done();
      });
    });
  }

  /** By which certificate it came. */
  get shown(): Shown {
    return this.#opened.shown;
  }

  /** Hears no more; answers that are under way still go out. */
  deafen(): void {
    this.#isDeaf = true;
  }

  /** Ends it when what was written has gone out; asked again, now. Comes when it has. */
  end(): Promise<void> {
    if (this.#isEnding) this.close();
    this.#isEnding = true;
    this.#isDeaf = true;
    this.#opened.socket.end();
    return this.#closed;
  }

  /** Ends it now. */
  close(): void {
    this.#isDeaf = true;
    this.#opened.socket.destroy();
  }

  #read(octets: Buffer): void {
    if (this.#isDeaf) return;
    const malformed = this.#stream.read(octets, (packet) => this.#take(packet));
    if (malformed === undefined) return;
    this.#malformed(malformed);
    this.close();
  }

  /** False when nothing after this packet is to be heard. */
  #take(packet: Buffer): boolean {
    const { client, number } = this.#opened;
    this.heardAt = performance.now();
    const reason = this.#door.hear(packet, client, number, this.#outlet);
    if (reason !== undefined && ENDS.has(reason)) this.close();
    return !this.#isDeaf;
  }
}

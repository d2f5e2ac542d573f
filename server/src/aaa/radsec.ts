import type { X509Certificate } from 'node:crypto';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createServer, type Server, type TLSSocket } from 'node:tls';
import type { Id } from '@isp/values';
import type { Logger } from '../kernel/observe.ts';
import type { Discards, Refusal } from './answer/discards.ts';
import type { Door } from './answer/door.ts';
import { plainAddress } from './core/address.ts';
import type { Directory } from './directory/directory.ts';
import { clientOver, type Peer, type Shown } from './directory/peers.ts';
import { Connection, shownBy } from './radsec/connection.ts';
import { Refusals } from './radsec/refusals.ts';
import type { RadsecTls } from './radsec/tls-options.ts';

/** Connections in all, with those that are still agreeing on TLS: 145 MB, half of it TLS and half what was answered. */
const MOST = 1000;
/** Of one NAS: each carries 256 requests at a time (RFC 6613 2.6.5). */
const MOST_OF_NAS = 32;
/** Still agreeing on TLS, of one address: a stranger takes no more of the room. */
const MOST_STRANGE = 64;
const HANDSHAKE_MS = 10_000;
/** A NAS that asks nothing for so long connects anew when it does; one with a watchdog (RFC 3539 3.4) is never idle. */
const IDLE_MS = 15 * 60_000;
/** After so long a connection begins anew, and its certificate is looked at again. */
const LIFE_MS = 24 * 3_600_000;
const SWEEP_MS = 10_000;
const KEEP_ALIVE_MS = 60_000;
const LAST_ANSWERS_MS = 1000;
/** Connections are numbered from here, so that none has a number that is a port. */
const FIRST = 65_536;

interface RadsecOptions {
  /** 0 takes any free port. */
  readonly port: number;
  readonly door: Door;
  readonly directory: Directory;
  readonly discards: Discards;
  readonly log: Logger;
}

const placeOf = (socket: Socket): string => `${socket.remoteAddress} ${socket.remotePort}`;
const addressOf = (socket: Socket): string => plainAddress(socket.remoteAddress ?? '');

/**
 * RADIUS over TLS (RFC 6614), incoming: listens while a certificate for it is kept, takes the connections of NASes that are known by their certificates, and
 * hands their packets to the door. Follows the directory: who is no NAS any more, or another, loses its connections; when the certificate changes all do.
 */
export class Radsec {
  readonly #options: RadsecOptions;
  readonly #refusals: Refusals;
  readonly #connections = new Set<Connection>();
  /** Connections that are still agreeing on TLS, by where they come from. */
  readonly #strangers = new Map<string, Socket>();
  readonly #timer: NodeJS.Timeout;
  #server: Server | undefined;
  #tls: RadsecTls | undefined;
  #next = FIRST;
  #isTroubled = false;
  #unfollow: () => unknown = () => undefined;

  constructor(options: RadsecOptions) {
    this.#options = options;
    this.#refusals = new Refusals(options.log, options.discards);
    this.#timer = setInterval(() => this.#sweep(), SWEEP_MS);
  }

  /** Where it listens; `undefined` while it does not. */
  get port(): number | undefined {
    return (this.#server?.address() as AddressInfo | null | undefined)?.port;
  }

  /** Connections of NASes that are open. */
  get open(): number {
    return this.#connections.size;
  }

  /** The NASes that have a connection. */
  get connected(): ReadonlySet<Id> {
    return new Set([...this.#connections].map(({ peer }) => peer.nas.id));
  }

  /** Connections that were refused, by reason. */
  get refused(): Readonly<Record<Refusal, number>> {
    return this.#refusals.counts;
  }

  /** Begins: listens when there is a certificate, and says so when there is none. */
  async start(): Promise<void> {
    const { directory } = this.#options;
    this.#unfollow = directory.onChange(() => void this.#follow());
    if (directory.radsec === undefined) this.#sayNone();
    await this.#follow();
  }

  /** Takes no more connections and hears no more; what is under way may still be answered. */
  deafen(): void {
    clearInterval(this.#timer);
    this.#unfollow();
    this.#server?.close();
    for (const connection of this.#connections) connection.deafen();
    this.#dropStrangers();
  }

  /** Ends every connection, after its last answers when the peer reads them. */
  async stop(): Promise<void> {
    this.deafen();
    const ended = [...this.#connections].map((connection) => connection.end());
    await Promise.race([Promise.all(ended), sleep(LAST_ANSWERS_MS, undefined, { ref: false })]);
    this.#closeAll();
  }

  #sayNone(): void {
    this.#options.log.info('RADIUS over TLS is not listened for: there is no certificate for it');
  }

  #closeAll(): void {
    for (const connection of this.#connections) connection.close();
    this.#dropStrangers();
  }

  #dropStrangers(): void {
    const strangers = [...this.#strangers.values()];
    this.#strangers.clear();
    for (const stranger of strangers) stranger.destroy();
  }

  async #follow(): Promise<void> {
    const { radsec, peers } = this.#options.directory;
    const isNew = radsec !== this.#tls;
    this.#tls = radsec;
    if (isNew) this.#closeAll();
    for (const connection of this.#connections) {
      const peer = peers.find(connection.shown);
      if (typeof peer === 'string' || peer.mark !== connection.peer.mark) connection.close();
    }
    if (radsec === undefined) this.#shut();
    else if (this.#server === undefined) await this.#listen(radsec);
    else if (isNew) this.#server.setSecureContext(radsec.options);
  }

  #shut(): void {
    if (this.#server === undefined) return;
    this.#server.close();
    this.#server = undefined;
    this.#sayNone();
  }

  /** Comes when it listens, or cannot: then the sweep tries again. */
  #listen(tls: RadsecTls): Promise<void> {
    const server = createServer({
      ...tls.options,
      requestCert: true,
      // So that what is wrong with a certificate can be written down; nothing is read before it is known to be good.
      rejectUnauthorized: false,
      handshakeTimeout: HANDSHAKE_MS,
    });
    server.maxConnections = MOST;
    server.on('connection', (socket: Socket) => this.#meet(socket));
    server.on('tlsClientError', (error: NodeJS.ErrnoException, socket) => this.#turnAway(socket, error));
    server.on('secureConnection', (socket) => this.#welcome(socket));
    server.on('drop', (from) =>
      this.#refusals.note({ client: plainAddress(from?.remoteAddress ?? ''), reason: 'too-many-connections' }),
    );
    this.#server = server;
    return new Promise((done) => {
      server.on('error', (err) => {
        this.#trouble(server, err);
        done();
      });
      server.listen(this.#options.port, () => {
        this.#isTroubled = false;
        this.#options.log.info({ port: this.port }, 'RADIUS over TLS is listened for');
        done();
      });
    });
  }

  /** A port that is taken leaves no server, and the sweep tries again; want of file descriptors passes by itself. */
  #trouble(server: Server, err: Error): void {
    if (!server.listening && this.#server === server) this.#server = undefined;
    if (!this.#isTroubled)
      this.#options.log.error({ err }, 'RADIUS over TLS cannot be listened for; it is tried again');
    this.#isTroubled = true;
  }

  #meet(socket: Socket): void {
    const [place, client] = [placeOf(socket), addressOf(socket)];
    let strange = 0;
    for (const stranger of this.#strangers.keys()) if (stranger.startsWith(`${socket.remoteAddress} `)) strange++;
    if (strange >= MOST_STRANGE) {
      this.#refusals.note({ client, reason: 'too-many-connections' });
      socket.destroy();
      return;
    }
    this.#strangers.set(place, socket);
    socket.once('close', () => {
      if (this.#strangers.delete(place))
        this.#refusals.note({ client, reason: 'tls-failed', error: 'it ended before TLS was agreed on' });
    });
  }

  #turnAway(socket: TLSSocket, error: NodeJS.ErrnoException): void {
    if (this.#strangers.delete(placeOf(socket)))
      this.#refusals.note({ client: addressOf(socket), reason: 'tls-failed', error: error.code ?? error.message });
    socket.destroy();
  }

  #welcome(socket: TLSSocket): void {
    this.#strangers.delete(placeOf(socket));
    socket.on('error', () => socket.destroy());
    const certificate = socket.getPeerX509Certificate();
    const shown = certificate && shownBy(certificate);
    const peer = shown && socket.authorized ? this.#peerOf(shown) : 'certificate-bad';
    if (shown && typeof peer !== 'string') this.#take(socket, shown, peer);
    else if (typeof peer === 'string') this.#refuse(socket, peer, certificate);
  }

  /** Whose a good certificate is; a reason when it is nobody's, or its NAS has connections enough. */
  #peerOf(shown: Shown): Peer | Refusal {
    const peer = this.#options.directory.peers.find(shown);
    if (typeof peer === 'string') return peer;
    const own = [...this.#connections].filter((one) => one.peer.nas.id === peer.nas.id);
    return own.length < MOST_OF_NAS ? peer : 'too-many-connections';
  }

  #refuse(socket: TLSSocket, reason: Refusal, certificate: X509Certificate | undefined): void {
    const error = certificate === undefined ? 'it showed none' : (socket.authorizationError ?? undefined);
    const { subject, fingerprint256: fingerprint } = certificate ?? {};
    this.#refusals.note({ client: addressOf(socket), reason, error: error && String(error), subject, fingerprint });
    socket.destroy();
  }

  #take(socket: TLSSocket, shown: Shown, peer: Peer): void {
    const { door, directory, discards } = this.#options;
    socket.setNoDelay(true);
    socket.setKeepAlive(true, KEEP_ALIVE_MS);
    const client = clientOver(peer, socket.remoteAddress ?? '', directory.clients);
    const connection = new Connection({ socket, shown, peer, client, number: this.#next++ }, door, {
      closed: () => this.#connections.delete(connection),
      malformed: (reason) => discards.count(client.address, reason),
      unread: () => this.#refusals.note({ client: client.address, reason: 'not-reading' }),
    });
    this.#connections.add(connection);
  }

  #sweep(): void {
    const now = performance.now();
    for (const connection of this.#connections)
      if (now - connection.heardAt > IDLE_MS || now - connection.openedAt > LIFE_MS) void connection.end();
    if (this.#tls !== undefined && this.#server === undefined) void this.#listen(this.#tls);
  }
}

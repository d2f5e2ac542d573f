import { EventEmitter } from 'node:events';
import type { Server } from 'node:net';
import { Duplex } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { type SecureContext, TLSSocket } from 'node:tls';
import { EAP_TYPE, type MppeKeys } from '@isp/radius';
import { epochMs } from '@isp/values';
import { realNow } from '../../kernel/clock.ts';
import { alternativeNames } from '../core/alternative-names.ts';
import type { TlsSession } from './resumptions.ts';

/** Turns of the loop without a write after which TLS has said all it has to say; it says it within one. */
const QUIET_TURNS = 3;
const KEY = 32;
/** Labels of the keys before TLS 1.3 (RFC 5216 2.3, RFC 5281 8); from it on there is one for all (RFC 9190 2.3, RFC 9427 2.1). */
const LABEL: Readonly<Record<number, string>> = {
  [EAP_TYPE.tls]: 'client EAP encryption',
  [EAP_TYPE.peap]: 'client EAP encryption',
  [EAP_TYPE.ttls]: 'ttls keying material',
};
const LABEL_1_3 = 'EXPORTER_EAP_TLS_Key_Material';
/** Both keys and as much again, which is not used; of TLS 1.3 the length asked for is a part of what is made. */
const EXPORTED_1_3 = 4 * KEY;

/** What TLS reads from and writes to: the octets of flights. */
class Wire extends Duplex {
  written: Buffer[] = [];
  writes = 0;

  override _read(): void {}

  override _write(chunk: Buffer, _: BufferEncoding, done: () => void): void {
    this.written.push(chunk);
    this.writes++;
    done();
  }

  takeWritten(): Buffer {
    return Buffer.concat(this.written.splice(0));
  }
}

/** The server's end of a TLS connection whose octets travel in EAP: flights in, flights out. TLS itself is Node's. */
export class TlsTunnel {
  #wire = new Wire();
  #socket: TLSSocket;
  #plain: Buffer[] = [];
  #secure = false;
  #failed: string | undefined;
  #session: TlsSession | undefined;

  /** `wantsCertificate` asks the peer for one; `certificateFault` then says what is wrong with it. `session` is one of before that the peer may come back to. */
  constructor(context: SecureContext, wantsCertificate: boolean, session?: TlsSession) {
    this.#socket = new TLSSocket(this.#wire, {
      isServer: true,
      server: this.#sessions(session),
      secureContext: context,
      requestCert: wantsCertificate,
      rejectUnauthorized: false,
    });
    this.#socket.on('secure', () => {
      this.#secure = true;
    });
    this.#socket.on('data', (octets: Buffer) => this.#plain.push(octets));
    this.#socket.on('error', (error: NodeJS.ErrnoException) => {
      this.#failed ??= error.code ?? error.message;
    });
    this.#socket.on('_tlsError', (error: NodeJS.ErrnoException) => {
      this.#failed ??= error.code ?? error.message;
    });
  }

  /** The session the peer may come back to by its id; from TLS 1.3 on there are tickets alone. */
  get session(): TlsSession | undefined {
    return this.version === 'TLSv1.2' ? this.#session : undefined;
  }

  /** True once both sides have the keys. */
  get secure(): boolean {
    return this.#secure;
  }

  /** True when the peer came back to a session of before; what it proved then was not proved again. */
  get resumed(): boolean {
    return this.#secure && this.#socket.isSessionReused();
  }

  /** Why TLS failed, in its own words. */
  get failed(): string | undefined {
    return this.#failed;
  }

  /** The version that was agreed on: `TLSv1.2`, `TLSv1.3`. */
  get version(): string {
    return this.#socket.getProtocol() ?? '';
  }

  /** Hands TLS a flight of the peer's; gives ours, which may be empty. */
  async hear(flight: Buffer): Promise<Buffer> {
    this.#wire.push(flight);
    return this.#settled();
  }

  /** Encrypts; gives the octets to send. */
  async say(plain: Buffer): Promise<Buffer> {
    this.#socket.write(plain);
    return this.#settled();
  }

  /** What the peer said inside since the last taking. */
  take(): Buffer {
    return Buffer.concat(this.#plain.splice(0));
  }

  /** What is wrong with the peer's certificate (none, not trusted, expired, revoked), or `undefined`. */
  get certificateFault(): string | undefined {
    const certificate = this.#socket.getPeerX509Certificate();
    if (certificate === undefined) return 'NO_CERTIFICATE';
    if (certificate.validToDate.getTime() < epochMs(realNow())) return 'CERT_HAS_EXPIRED';
    const error = (
      this.#socket as unknown as { ssl: { verifyError(): NodeJS.ErrnoException | null } }
    ).ssl.verifyError();
    return error?.code ?? error?.message;
  }

  /** Names in the peer's certificate: the common name, and DNS names, addresses and principal names of its alternatives. */
  get certificateNames(): string[] {
    const certificate = this.#socket.getPeerX509Certificate();
    const common = /^CN=(.*)$/m.exec(certificate?.subject ?? '')?.[1];
    const others = alternativeNames(certificate?.subjectAltName ?? '', ['DNS', 'email', 'othername:UPN']);
    return common === undefined ? others : [common, ...others];
  }

  /** The keys of the line that a method gives (RFC 5216 2.3, RFC 5281 8, RFC 9190 2.3). */
  keys(type: number): MppeKeys {
    const material =
      this.version === 'TLSv1.3'
        ? this.#socket.exportKeyingMaterial(EXPORTED_1_3, LABEL_1_3, Buffer.of(type))
        : this.exported(2 * KEY, LABEL[type] ?? '');
    return { receive: material.subarray(0, KEY), send: material.subarray(KEY, 2 * KEY) };
  }

  /** Octets both sides can make out of the connection (RFC 5705), without a context. */
  exported(size: number, label: string): Buffer {
    return (this.#socket.exportKeyingMaterial as (size: number, label: string) => Buffer).call(
      this.#socket,
      size,
      label,
    );
  }

  /** What a TLS server hears of sessions, as Node tells it. */
  #sessions(known: TlsSession | undefined): Server {
    const heard = new EventEmitter();
    heard.on('newSession', (id: Buffer, state: Buffer, done: () => void) => {
      this.#session = { id, state };
      done();
    });
    heard.on('resumeSession', (id: Buffer, done: (error: null, state: Buffer | null) => void) =>
      done(null, known?.id.equals(id) ? known.state : null),
    );
    return heard as Server;
  }

  close(): void {
    this.#socket.destroy();
    this.#wire.destroy();
  }

  async #settled(): Promise<Buffer> {
    for (let quiet = 0, before = this.#wire.writes; quiet < QUIET_TURNS; quiet++) {
      await turn();
      if (this.#wire.writes !== before) quiet = -1;
      before = this.#wire.writes;
    }
    return this.#wire.takeWritten();
  }
}

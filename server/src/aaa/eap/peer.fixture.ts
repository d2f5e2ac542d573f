/** For tests: the peer's side of EAP over TLS, packet by packet, with Node's own TLS. */
import { Duplex } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';
import {
  ATTRIBUTE,
  addEapMessage,
  CODE,
  decodePacket,
  EAP_CODE,
  EAP_TYPE,
  type EapPacket,
  eapMessage,
  encodeEap,
  type Packet,
  parseEap,
  prepareSecret,
  TlsFlights,
  writeTtlsAvp,
} from '@isp/radius';
import { SECRET } from '../aaa.fixture.ts';
import { type NasSocket, request, viewOf } from '../wire.fixture.ts';

export interface PeerOptions {
  readonly method: 'ttls' | 'tls';
  /** What it says before there is a tunnel; also the User-Name. */
  readonly identity: string;
  /** Name and password inside EAP-TTLS. */
  readonly inner?: { readonly name: string; readonly password: string };
  readonly tls: ConnectionOptions;
  /** What the NAS says its link carries. */
  readonly framed_mtu?: number;
  /** The most octets of data in a Response. */
  readonly size?: number;
}

/** How a conversation went. */
export interface Conversed {
  readonly code: number;
  /** The last answer, with hidden values in clear. */
  readonly end: Packet;
  /** EAP packets that came, and Responses that were sent. */
  readonly came: readonly Buffer[];
  readonly said: readonly Buffer[];
  readonly answers: readonly Packet[];
  /** The last answer as it came. */
  readonly octets: Buffer;
  /** The peer's end of TLS, as it was at the end. */
  readonly tls: TlsFacts;
}

interface TlsFacts {
  readonly version: string | null;
  readonly resumed: boolean | null;
  readonly session: Buffer | undefined;
  /** The keys of the line that the peer made for itself (RFC 5281 8, RFC 9427 2.1): as the server receives and sends. */
  readonly keys: { readonly receive: Buffer; readonly send: Buffer } | undefined;
}

const QUIET_TURNS = 10;
const TYPE = { ttls: EAP_TYPE.ttls, tls: EAP_TYPE.tls } as const;

/** A wire whose octets are taken by hand. */
class Pipe extends Duplex {
  #written: Buffer[] = [];

  override _read(): void {}

  override _write(chunk: Buffer, _: BufferEncoding, done: () => void): void {
    this.#written.push(chunk);
    done();
  }

  /** What was written once nothing more comes. */
  async taken(): Promise<Buffer> {
    for (let quiet = 0, before = -1; quiet < QUIET_TURNS; quiet++) {
      if (this.#written.length !== before) quiet = 0;
      before = this.#written.length;
      await turn();
    }
    return Buffer.concat(this.#written.splice(0));
  }
}

const KEY = 32;

const keysOf = (tls: TLSSocket, type: number): TlsFacts['keys'] => {
  const version = tls.getProtocol();
  const make = tls.exportKeyingMaterial.bind(tls) as (size: number, label: string, context?: Buffer) => Buffer;
  if (version !== 'TLSv1.2' && version !== 'TLSv1.3') return undefined;
  const made =
    version === 'TLSv1.3'
      ? make(4 * KEY, 'EXPORTER_EAP_TLS_Key_Material', Buffer.of(type))
      : make(2 * KEY, type === EAP_TYPE.ttls ? 'ttls keying material' : 'client EAP encryption');
  return { receive: made.subarray(0, KEY), send: made.subarray(KEY, 2 * KEY) };
};

const factsOf = (tls: TLSSocket | undefined, type: number, ended: boolean): TlsFacts => ({
  version: tls?.getProtocol() ?? null,
  resumed: tls?.isSessionReused() ?? null,
  session: tls?.getSession(),
  keys: tls && ended ? keysOf(tls, type) : undefined,
});

/** What the peer says inside EAP-TTLS: PAP (RFC 5281 11.2.5). */
const insideOf = ({ name, password }: { readonly name: string; readonly password: string }): Buffer => {
  const padded = Buffer.alloc(Math.ceil((password.length + 1) / 16) * 16);
  padded.write(password);
  return Buffer.concat([
    writeTtlsAvp({ code: ATTRIBUTE.user_name, vendor: 0, value: Buffer.from(name) }),
    writeTtlsAvp({ code: ATTRIBUTE.user_password, vendor: 0, value: padded }),
  ]);
};

/** A peer behind a NAS: what it heard, what it said, and its end of TLS. */
export class EapPeer {
  readonly #nas: NasSocket;
  readonly #options: PeerOptions;
  readonly #flights: TlsFlights;
  readonly #pipe = new Pipe();
  readonly came: Buffer[] = [];
  readonly said: Buffer[] = [];
  readonly answers: Packet[] = [];
  #tls: TLSSocket | undefined;
  #state: Buffer | undefined;
  #eap: EapPacket | undefined;
  #octets: Buffer = Buffer.alloc(0);

  constructor(nas: NasSocket, options: PeerOptions) {
    this.#nas = nas;
    this.#options = options;
    this.#flights = new TlsFlights(0, options.size ?? 1000);
  }

  /** Goes through the whole conversation. */
  async converse(): Promise<Conversed> {
    const { identity, method } = this.#options;
    await this.#respond(1, EAP_TYPE.identity, Buffer.from(identity));
    const offered = this.#eap?.type;
    if (offered !== TYPE[method]) await this.#respond(this.#identifier, EAP_TYPE.nak, Buffer.of(TYPE[method]));
    this.#begin();
    while (this.#code === CODE.access_challenge) await this.#sendFlight(await this.#speak());
    const end = this.answers.at(-1) as Packet;
    const tls = factsOf(this.#tls, TYPE[method], this.#code === CODE.access_accept);
    this.#tls?.destroy();
    const { came, said, answers } = this;
    return { code: this.#code, end, octets: this.#octets, came, said, answers, tls };
  }

  get #code(): number {
    return this.answers.at(-1)?.code ?? 0;
  }

  get #identifier(): number {
    return this.#eap?.identifier ?? 0;
  }

  #begin(): void {
    const { inner } = this.#options;
    this.#tls = connect({ socket: this.#pipe, ...this.#options.tls }, () => {
      if (inner) this.#tls?.write(insideOf(inner));
    });
    this.#tls.on('error', () => undefined);
    this.#tls.on('data', () => undefined);
  }

  #speak(): Promise<Buffer> {
    return this.#pipe.taken();
  }

  /** Says a flight piece by piece, hears the server's, and hands it to TLS. */
  async #sendFlight(flight: Buffer): Promise<void> {
    if (flight.length === 0) await this.#say(this.#flights.acknowledge());
    else {
      this.#flights.send(flight);
      while (this.#flights.sending && this.#code === CODE.access_challenge)
        await this.#say(this.#flights.nextFragment());
    }
    while (this.#code === CODE.access_challenge) {
      const heard = this.#flights.hear(this.#eap?.data ?? Buffer.alloc(0));
      if (heard.kind === 'malformed') throw new Error('the server’s flight cannot be put together');
      if (heard.kind === 'flight') this.#pipe.push(heard.octets);
      if (heard.kind !== 'more') return;
      await this.#say(this.#flights.acknowledge());
    }
  }

  #say(data: Buffer): Promise<void> {
    return this.#respond(this.#identifier, TYPE[this.#options.method], data);
  }

  async #respond(identifier: number, type: number, data: Buffer): Promise<void> {
    const eap = encodeEap({ code: EAP_CODE.response, identifier, type, data });
    this.said.push(eap);
    const asked = request((w) => {
      w.addText(ATTRIBUTE.user_name, this.#options.identity);
      if (this.#options.framed_mtu) w.addInteger(ATTRIBUTE.framed_mtu, this.#options.framed_mtu);
      addEapMessage(w, eap);
      if (this.#state) w.addOctets(ATTRIBUTE.state, this.#state);
    });
    const answer = await this.#nas.ask('auth', asked);
    this.#octets = answer;
    const decoded = decodePacket(answer, {
      secret: prepareSecret(Buffer.from(SECRET)),
      request_authenticator: asked.subarray(4, 20),
    });
    if (!decoded.ok) throw new Error(decoded.reason);
    const view = viewOf(answer);
    const octets = Buffer.from(eapMessage(view) ?? []);
    const state = view.octets(ATTRIBUTE.state);
    this.#state = state && Buffer.from(state);
    this.#eap = parseEap(octets);
    this.came.push(octets);
    this.answers.push(decoded.packet);
  }
}

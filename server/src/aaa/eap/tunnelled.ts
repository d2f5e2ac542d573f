import { EAP_IGNORE, type EapMethod, type EapTurn, TlsFlights } from '@isp/radius';
import { TlsTunnel } from './tls-tunnel.ts';

type Ending = Extract<EapTurn, { kind: 'end' }>;

/** What the inside of a tunnel does next: say something, wait for the peer, or end. With `last`, it ends when the peer has acknowledged what is said. */
export type InnerTurn =
  | { readonly kind: 'say'; readonly octets: Buffer; readonly last?: Ending }
  | { readonly kind: 'wait' }
  | Ending;

/** What a method over TLS does once the tunnel stands. */
export interface Inside {
  /** Type of the method, for its keys. */
  readonly type: number;
  /** Whether the peer is asked for a certificate. */
  readonly wants_certificate: boolean;
  /** The tunnel stands, and it is our turn to speak. */
  opened(tunnel: TlsTunnel): InnerTurn | Promise<InnerTurn>;
  /** The peer said something inside, at least an octet. */
  received(tunnel: TlsTunnel, octets: Buffer): InnerTurn | Promise<InnerTurn>;
}

interface TunnelledOptions {
  readonly context: ConstructorParameters<typeof TlsTunnel>[0];
  /** The most octets of data in a Request. */
  readonly size: number;
}

const NOTHING = Buffer.alloc(0);
const wrong = (reason: string): Ending => ({ kind: 'end', right: false, wrong: reason });

/** A method over TLS (RFC 5216, RFC 5281, PEAPv0): carries the flights, lets TLS make the tunnel, and leaves what is said inside to `Inside`. */
export class Tunnelled implements EapMethod {
  readonly type: number;
  #inside: Inside;
  #context: TunnelledOptions['context'];
  /** Made when the peer's first flight comes: an identity alone costs no connection. */
  #made: TlsTunnel | undefined;
  #flights: TlsFlights;
  #opened = false;
  /** How it ends once the peer has acknowledged our last flight. */
  #last: Ending | undefined;

  constructor(inside: Inside, { context, size }: TunnelledOptions) {
    this.type = inside.type;
    this.#inside = inside;
    this.#context = context;
    this.#flights = new TlsFlights(0, size);
  }

  begin(): EapTurn {
    return { kind: 'ask', data: this.#flights.start() };
  }

  async hear(_identifier: number, data: Uint8Array): Promise<EapTurn> {
    const heard = this.#flights.hear(data);
    if (heard.kind === 'malformed') return wrong('sent TLS that cannot be put together');
    if (heard.kind === 'more') return { kind: 'ask', data: this.#flights.acknowledge() };
    if (heard.kind === 'flight') return this.#advance(await this.#tunnel.hear(heard.octets));
    if (this.#flights.sending) return { kind: 'ask', data: this.#flights.nextFragment() };
    if (this.#last !== undefined) return this.#last;
    return this.#made?.secure && !this.#opened ? this.#open() : EAP_IGNORE;
  }

  close(): void {
    this.#made?.close();
  }

  get #tunnel(): TlsTunnel {
    this.#made ??= new TlsTunnel(this.#context, this.#inside.wants_certificate);
    return this.#made;
  }

  /** `ours` is what TLS answered. */
  async #advance(ours: Buffer): Promise<EapTurn> {
    const { failed, secure } = this.#tunnel;
    if (failed !== undefined) {
      const ending = wrong(`TLS failed: ${failed}`);
      return ours.length > 0 ? this.#send(ours, ending) : ending;
    }
    if (!secure) return this.#send(ours);
    const plain = this.#tunnel.take();
    if (plain.length > 0) {
      this.#opened = true;
      return this.#follow(ours, await this.#inside.received(this.#tunnel, plain));
    }
    // A flight of ours ends the handshake: the peer acknowledges it before it hears more.
    return this.#opened || ours.length > 0 ? this.#send(ours) : this.#open();
  }

  async #open(): Promise<EapTurn> {
    this.#opened = true;
    return this.#follow(NOTHING, await this.#inside.opened(this.#tunnel));
  }

  async #follow(ours: Buffer, turn: InnerTurn): Promise<EapTurn> {
    if (turn.kind === 'end') return turn;
    if (turn.kind === 'wait') return this.#send(ours);
    return this.#send(Buffer.concat([ours, await this.#tunnel.say(turn.octets)]), turn.last);
  }

  #send(flight: Buffer, last?: Ending): EapTurn {
    this.#last = last;
    if (flight.length === 0) return { kind: 'ask', data: this.#flights.acknowledge() };
    this.#flights.send(flight);
    return { kind: 'ask', data: this.#flights.nextFragment() };
  }
}

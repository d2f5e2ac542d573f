import { EAP_IGNORE, type EapMethod, type EapTurn, TlsFlights } from '@isp/radius';
import type { Beginning, Resumptions } from './resumptions.ts';
import type { EapTls } from './tls-context.ts';
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
  /** The tunnel stands again, by a session in which this name was proven. Left out when it is opened like any other. */
  resumed?(tunnel: TlsTunnel, name: Uint8Array | undefined): InnerTurn;
  /** The tunnel stands, and it is our turn to speak. */
  opened(tunnel: TlsTunnel): InnerTurn | Promise<InnerTurn>;
  /** The peer said something inside, at least an octet. */
  received(tunnel: TlsTunnel, octets: Buffer): InnerTurn | Promise<InnerTurn>;
}

interface TunnelledOptions {
  readonly tls: EapTls;
  readonly resumptions: Resumptions;
  /** What changes with the password of a name; of `undefined`, for a proof without one, always the same. */
  readonly markOf: (name: Uint8Array | undefined) => string;
  /** The most octets of data in a Request. */
  readonly size: number;
}

const NOTHING = Buffer.alloc(0);
const wrong = (reason: string): Ending => ({ kind: 'end', right: false, wrong: reason });

/** A method over TLS (RFC 5216, RFC 5281, PEAPv0): carries the flights, lets TLS make the tunnel, and leaves what is said inside to `Inside`. */
export class Tunnelled implements EapMethod {
  readonly type: number;
  #inside: Inside;
  #options: TunnelledOptions;
  #beginning: Beginning | undefined;
  /** Made when the peer's first flight comes: an identity alone costs no connection. */
  #made: TlsTunnel | undefined;
  #flights: TlsFlights;
  #opened = false;
  /** How it ends once the peer has acknowledged our last flight. */
  #last: Ending | undefined;

  constructor(inside: Inside, options: TunnelledOptions) {
    this.type = inside.type;
    this.#inside = inside;
    this.#options = options;
    this.#flights = new TlsFlights(0, options.size);
  }

  begin(): EapTurn {
    return { kind: 'ask', data: this.#flights.start() };
  }

  async hear(_identifier: number, data: Uint8Array): Promise<EapTurn> {
    const heard = this.#flights.hear(data);
    if (heard.kind === 'malformed') return wrong('sent TLS that cannot be put together');
    if (heard.kind === 'more') return { kind: 'ask', data: this.#flights.acknowledge() };
    if (heard.kind === 'flight') {
      const tunnel = this.#made ?? this.#begin(heard.octets);
      return this.#advance(tunnel, await tunnel.hear(heard.octets));
    }
    if (this.#flights.sending) return { kind: 'ask', data: this.#flights.nextFragment() };
    if (this.#last !== undefined) return this.#end(this.#last);
    return this.#made?.secure && !this.#opened ? this.#open(this.#made) : EAP_IGNORE;
  }

  close(): void {
    this.#made?.close();
  }

  #begin(flight: Buffer): TlsTunnel {
    const { tls, resumptions, markOf } = this.#options;
    this.#beginning = resumptions.begin(tls, this.type, flight, ({ name, mark }) => markOf(name) === mark);
    this.#made = new TlsTunnel(this.#beginning.context, this.#inside.wants_certificate, this.#beginning.session);
    return this.#made;
  }

  /** `ours` is what TLS answered. */
  async #advance(tunnel: TlsTunnel, ours: Buffer): Promise<EapTurn> {
    const { failed, secure } = tunnel;
    if (failed !== undefined) {
      const ending = wrong(`TLS failed: ${failed}`);
      return ours.length > 0 ? this.#send(ours, ending) : ending;
    }
    if (!secure) return this.#send(ours);
    const plain = tunnel.take();
    if (plain.length > 0) {
      this.#opened = true;
      return this.#follow(tunnel, ours, await this.#inside.received(tunnel, plain));
    }
    // A flight of ours ends the handshake: the peer acknowledges it before it hears more.
    return this.#opened || ours.length > 0 ? this.#send(ours) : this.#open(tunnel);
  }

  async #open(tunnel: TlsTunnel): Promise<EapTurn> {
    this.#opened = true;
    const proof = tunnel.resumed ? this.#beginning?.proof : undefined;
    const turn = (proof && this.#inside.resumed?.(tunnel, proof.name)) ?? this.#inside.opened(tunnel);
    return this.#follow(tunnel, NOTHING, await turn);
  }

  async #follow(tunnel: TlsTunnel, ours: Buffer, turn: InnerTurn): Promise<EapTurn> {
    // With the end of the handshake come tickets, which the peer gets before the Accept.
    if (turn.kind === 'end') return turn.right && ours.length > 0 ? this.#send(ours, turn) : this.#end(turn);
    if (turn.kind === 'wait') return this.#send(ours);
    return this.#send(Buffer.concat([ours, await tunnel.say(turn.octets)]), turn.last);
  }

  #end(ending: Ending): Ending {
    const { resumptions, markOf } = this.#options;
    if (ending.right && this.#made?.resumed) resumptions.resumed++;
    else if (ending.right) this.#beginning?.keep({ name: ending.name, mark: markOf(ending.name) }, this.#made?.session);
    return ending;
  }

  #send(flight: Buffer, last?: Ending): EapTurn {
    this.#last = last;
    if (flight.length === 0) return { kind: 'ask', data: this.#flights.acknowledge() };
    this.#flights.send(flight);
    return { kind: 'ask', data: this.#flights.nextFragment() };
  }
}

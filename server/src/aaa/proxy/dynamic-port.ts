import { ATTRIBUTE, CODE, keepPacket, PacketView, PacketWriter, parsePacket, verifyRequest } from '@isp/radius';
import { epochMs } from '@isp/values';
import { realNow } from '../../kernel/clock.ts';
import type { Kernel } from '../../kernel/ctx.ts';
import type { Discard, Discards } from '../answer/discards.ts';
import { plainAddress } from '../core/address.ts';
import { ERROR_CAUSE } from '../core/dynamic-request.ts';
import type { Directory } from '../directory/directory.ts';
import type { HomeServer } from '../directory/routing.ts';
import type { Speak } from '../speak-to-nas.ts';
import { type Relayed, relay } from './relay.ts';

interface DynamicPortOptions {
  readonly kernel: Kernel;
  readonly directory: Pick<Directory, 'routing'>;
  readonly discards: Discards;
  readonly speak: Speak;
}

/** Sends an answer where its request came from. */
type Reply = (answer: Buffer) => void;

/** How far off a request's Event-Timestamp may be (RFC 5176 6.3). */
const OFF_S = 300;
const LIVES_MS = 30_000;
const MOST_KEPT = 4096;
const ANSWERS: Readonly<Record<number, readonly [ack: number, nak: number]>> = {
  [CODE.coa_request]: [CODE.coa_ack, CODE.coa_nak],
  [CODE.disconnect_request]: [CODE.disconnect_ack, CODE.disconnect_nak],
};

const isOld = (view: PacketView): boolean => {
  const at = view.integer(ATTRIBUTE.event_timestamp);
  return at >= 0 && Math.abs(epochMs(realNow()) / 1000 - at) > OFF_S;
};

/** CoA and Disconnect from home servers that may send them (RFC 5176): believed by address and secret, passed on, answered; what is repeated gets the same answer again. */
export class DynamicPort {
  readonly #options: DynamicPortOptions;
  /** What was asked lately; without an answer while it is under way. */
  readonly #kept = new Map<string, { readonly at: number; answer?: Buffer }>();

  constructor(options: DynamicPortOptions) {
    this.#options = options;
  }

  /** Whether anybody may send anything. */
  get isWanted(): boolean {
    return this.#options.directory.routing.servers.some(({ may_send_coa }) => may_send_coa);
  }

  /** Takes one datagram. Never throws. */
  receive(datagram: Buffer, source: string, port: number, reply: Reply): void {
    const address = plainAddress(source);
    const reason = this.#take(datagram, address, port, reply);
    if (reason !== undefined) this.#options.discards.count(address, reason);
  }

  #take(datagram: Buffer, address: string, port: number, reply: Reply): Discard | undefined {
    const { servers } = this.#options.directory.routing;
    const senders = servers.filter((server) => server.may_send_coa && server.address === address);
    if (senders.length === 0) return 'unknown-client';
    const view = new PacketView();
    const malformed = parsePacket(view, datagram);
    if (malformed !== undefined) return malformed;
    if (ANSWERS[view.code] === undefined) return 'wrong-port';
    const sender = senders.find((server) => verifyRequest(view, server.secret) === undefined);
    if (sender === undefined) return 'authenticator-wrong';
    if (isOld(view)) return 'replayed';
    const key = `${address} ${port} ${datagram.toString('latin1', 0, 20)}`;
    const known = this.#kept.get(key);
    if (known === undefined) void this.#pass(keepPacket(view), sender, key, reply);
    else if (known.answer === undefined) return 'in-flight';
    else reply(known.answer);
    return undefined;
  }

  async #pass(view: PacketView, sender: HomeServer, key: string, reply: Reply): Promise<void> {
    const kept: { readonly at: number; answer?: Buffer } = { at: performance.now() };
    this.#keep(key, kept);
    const answer = this.#answer(view, sender, await this.#relay(view, sender));
    kept.answer = answer;
    reply(answer);
  }

  async #relay(view: PacketView, sender: HomeServer): Promise<Relayed> {
    const { kernel, directory, speak } = this.#options;
    try {
      return await relay(kernel, view, directory.routing, sender, speak);
    } catch (err) {
      kernel.log.error(
        { err, home_server: sender.name },
        'what a home server asked of a session could not be passed on',
      );
      return { ack: false, error_cause: ERROR_CAUSE.proxy_error };
    }
  }

  #answer(view: PacketView, { secret }: HomeServer, relayed: Relayed): Buffer {
    const writer = new PacketWriter();
    const [ack, nak] = ANSWERS[view.code] ?? [0, 0];
    writer.beginResponse(relayed.ack ? ack : nak, view);
    if (!relayed.ack) writer.addInteger(ATTRIBUTE.error_cause, relayed.error_cause);
    return Buffer.from(writer.bytes.subarray(0, writer.finishResponse(view, secret)));
  }

  #keep(key: string, kept: { readonly at: number; answer?: Buffer }): void {
    this.#kept.set(key, kept);
    for (const [oldest, { at }] of this.#kept) {
      if (this.#kept.size <= MOST_KEPT && performance.now() - at < LIVES_MS) return;
      this.#kept.delete(oldest);
    }
  }
}

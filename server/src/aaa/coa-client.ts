import { createSocket, type Socket } from 'node:dgram';
import {
  buildDynamicRequest,
  prepareSecret,
  readDynamicReply,
  type Secret,
  type SessionIdentification,
} from '@isp/radius';
import { epochMs } from '@isp/values';
import { realNow } from '../kernel/clock.ts';
import { plainAddress } from './core/address.ts';
import type { CoaAnswer } from './core/coa-answer.ts';

/** What to ask of which NAS. */
export interface CoaRequest {
  readonly kind: 'coa' | 'disconnect';
  readonly address: string;
  readonly port: number;
  readonly secret: string;
  /** Names the session; a newer request for the same one ends this. */
  readonly key: string;
  readonly session: SessionIdentification;
  readonly attributes: Uint8Array;
}

/** Retransmission (RFC 5080 2.2.1): first wait, longest wait, most packets, longest time in all. */
interface CoaTimes {
  readonly irt_ms: number;
  readonly mrt_ms: number;
  readonly mrc: number;
  readonly mrd_ms: number;
}

export interface CoaClient {
  ask(request: CoaRequest): Promise<CoaAnswer>;
  close(): void;
}

const RFC_5080: CoaTimes = { irt_ms: 2000, mrt_ms: 16_000, mrc: 5, mrd_ms: 30_000 };
/** For a question somebody waits for: three packets in five seconds. */
export const ASKING: CoaTimes = { irt_ms: 1000, mrt_ms: 2000, mrc: 3, mrd_ms: 5000 };
const IDENTIFIERS = 256;

interface Exchange {
  readonly request: CoaRequest;
  readonly packet: Buffer;
  readonly secret: Secret;
  readonly line: Line;
  readonly identifier: number;
  readonly begunAt: number;
  readonly endsAt: number;
  readonly finish: (answer: CoaAnswer) => void;
  attempts: number;
  wait: number;
  timer: NodeJS.Timeout | undefined;
}

/** One socket: at most 256 requests are out on it at once, and an identifier comes round only after the 255 others. */
class Line {
  readonly socket: Socket;
  readonly exchanges = new Map<number, Exchange>();
  #next = 0;

  constructor(family: 'udp4' | 'udp6', heard: (line: Line, datagram: Buffer, address: string, port: number) => void) {
    this.socket = createSocket(family);
    this.socket.on('message', (datagram, from) => heard(this, datagram, plainAddress(from.address), from.port));
    this.socket.on('error', () => undefined);
    this.socket.unref();
  }

  /** A free identifier, or -1. */
  identifier(): number {
    for (let i = 0; i < IDENTIFIERS; i++) {
      const id = this.#next;
      this.#next = (this.#next + 1) % IDENTIFIERS;
      if (!this.exchanges.has(id)) return id;
    }
    return -1;
  }
}

const jitter = (ms: number): number => ms * (0.9 + Math.random() * 0.2);
const nasOf = ({ address, port }: CoaRequest): string => `${address} ${port}`;

class Speaker {
  #times: CoaTimes;
  #lines: Record<'udp4' | 'udp6', Line[]> = { udp4: [], udp6: [] };
  #bySession = new Map<string, Exchange>();
  /** NASes that answer nothing at the moment, and the request that tries them. */
  #silent = new Map<string, Exchange | undefined>();
  #heardAt = new Map<string, number>();

  constructor(times: CoaTimes) {
    this.#times = times;
  }

  begin(request: CoaRequest, finish: (answer: CoaAnswer) => void): void {
    const isTried = this.#silent.get(nasOf(request)) !== undefined;
    const older = this.#bySession.get(request.key);
    if (older && !isTried) this.#end(older, 'superseded');
    const { line, identifier } = this.#lineFor(request.address);
    const secret = prepareSecret(Buffer.from(request.secret, 'utf8'));
    const packet = isTried ? undefined : packetOf(request, identifier, secret);
    if (packet === undefined) {
      finish({ outcome: 'unreachable', error_cause: null, attempts: 0 });
      return;
    }
    const begunAt = performance.now();
    const endsAt = begunAt + this.#times.mrd_ms;
    const wait = this.#times.irt_ms;
    const exchange: Exchange = {
      request,
      packet,
      secret,
      line,
      identifier,
      begunAt,
      endsAt,
      finish,
      attempts: 0,
      wait,
      timer: undefined,
    };
    line.exchanges.set(identifier, exchange);
    this.#bySession.set(request.key, exchange);
    if (this.#silent.has(nasOf(request))) this.#silent.set(nasOf(request), exchange);
    this.#send(exchange);
  }

  close(): void {
    for (const line of [...this.#lines.udp4, ...this.#lines.udp6]) {
      for (const exchange of [...line.exchanges.values()]) this.#end(exchange, 'timeout');
      line.socket.close();
    }
  }

  #end(exchange: Exchange, outcome: CoaAnswer['outcome'], error_cause: number | null = null): void {
    clearTimeout(exchange.timer);
    exchange.line.exchanges.delete(exchange.identifier);
    const { key } = exchange.request;
    if (this.#bySession.get(key) === exchange) this.#bySession.delete(key);
    const nas = nasOf(exchange.request);
    if (this.#silent.get(nas) === exchange) this.#silent.set(nas, undefined);
    exchange.finish({ outcome, error_cause, attempts: exchange.attempts });
  }

  #lineFor(address: string): { line: Line; identifier: number } {
    const family = address.includes(':') ? 'udp6' : 'udp4';
    for (const line of this.#lines[family]) {
      const identifier = line.identifier();
      if (identifier >= 0) return { line, identifier };
    }
    const line = new Line(family, (...heard) => this.#hear(...heard));
    this.#lines[family].push(line);
    return { line, identifier: line.identifier() };
  }

  #hear(line: Line, datagram: Buffer, address: string, port: number): void {
    const exchange = line.exchanges.get(datagram[1] ?? -1);
    if (exchange?.request.port !== port || plainAddress(exchange.request.address) !== address) return;
    const reply = readDynamicReply(datagram, exchange.packet, exchange.secret);
    if (reply.outcome === 'ignored') return;
    this.#silent.delete(nasOf(exchange.request));
    this.#heardAt.set(nasOf(exchange.request), performance.now());
    this.#end(exchange, reply.outcome, reply.outcome === 'nak' ? (reply.error_cause ?? null) : null);
  }

  #send(exchange: Exchange): void {
    exchange.attempts++;
    const { address, port } = exchange.request;
    exchange.line.socket.send(exchange.packet, port, address, () => undefined);
    const left = exchange.endsAt - performance.now();
    exchange.timer = setTimeout(() => this.#unanswered(exchange), Math.max(0, Math.min(jitter(exchange.wait), left)));
    exchange.wait = Math.min(exchange.wait * 2, this.#times.mrt_ms);
  }

  #unanswered(exchange: Exchange): void {
    const over = exchange.attempts >= this.#times.mrc || performance.now() >= exchange.endsAt;
    if (over || this.#othersTry(exchange)) this.#end(exchange, 'timeout');
    else this.#send(exchange);
  }

  /** True when the NAS answers nothing and another request is trying it. One that answered something meanwhile is there: a packet was lost on the way. */
  #othersTry(exchange: Exchange): boolean {
    const nas = nasOf(exchange.request);
    if ((this.#heardAt.get(nas) ?? Number.NEGATIVE_INFINITY) > exchange.begunAt) return false;
    const probe = this.#silent.get(nas);
    if (probe === undefined) this.#silent.set(nas, exchange);
    return probe !== undefined && probe !== exchange;
  }
}

const packetOf = (request: CoaRequest, identifier: number, secret: Secret): Buffer | undefined => {
  const { kind, session, attributes } = request;
  const event_timestamp = Math.floor(epochMs(realNow()) / 1000);
  return buildDynamicRequest({ kind, identifier, session, attributes, event_timestamp }, secret);
};

/**
 * Speaks RFC 5176 to NASes: repeats a request with the same identifier and octets until it is answered or time is up. While a NAS answers
 * nothing, one request at a time tries it and the others end at once: one dead NAS does not keep everybody waiting.
 */
export const createCoaClient = (times: CoaTimes = RFC_5080): CoaClient => {
  const speaker = new Speaker(times);
  return { ask: (request) => new Promise((finish) => speaker.begin(request, finish)), close: () => speaker.close() };
};

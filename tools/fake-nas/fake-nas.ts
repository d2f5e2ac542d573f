import { createHash, randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { ATTRIBUTE, type Attribute, CODE, PacketWriter, prepareSecret, type Secret } from '@isp/radius';
import { openCoaPort, type Received, type Verdict } from './coa-listener.ts';
import { Exchange } from './exchange.ts';
import { admissionIn, attributesOf, changeSession, type FakeSession, textOf } from './session.ts';

export interface FakeNasOptions {
  readonly secret: string;
  readonly server: { readonly host?: string; readonly auth_port: number; readonly acct_port: number };
  /** The address it sends from and listens on for CoA; 127.0.0.1 unless given. */
  readonly address?: string;
  /** 0 takes any free port. */
  readonly coa_port?: number;
  readonly identifier?: string;
  /** What its clock shows, milliseconds since 1970: the real time, or one turned by hand. */
  readonly now?: () => number;
  readonly retry_ms?: number;
  readonly tries?: number;
  /** Sends Event-Timestamp in accounting; true unless said. */
  readonly stamps?: boolean;
}

/** How it asks to let somebody on: by PPP with PAP or CHAP, or by a MAC without either (Call-Check, RFC 2865 5.6). */
type Method = 'pap' | 'chap' | 'mac';

interface LoginOptions {
  readonly method?: Method;
  readonly calling_station_id?: string;
  readonly acct_session_id?: string;
}

/** How a log-in ended. */
export interface Login {
  readonly outcome: 'accept' | 'reject' | 'silence';
  readonly session?: FakeSession;
  readonly attributes: readonly Attribute[];
}

/** A record as it is sent; what is not given is the session's own. */
interface RecordOptions {
  readonly input_octets?: bigint;
  readonly output_octets?: bigint;
  readonly at_ms?: number;
  readonly session_s?: number;
  readonly terminate_cause?: number;
  readonly without_class?: boolean;
  /** Further attributes, by their type. */
  readonly more?: readonly (readonly [type: number, octets: Buffer])[];
}

const STATUS = { start: 1, stop: 2, interim: 3, on: 7, off: 8 } as const;
const USER_REQUEST = 1;
const ADMIN_RESET = 6;
const GIGA = 4_294_967_296n;

/** The station a subscriber has unless said: always the same. */
const macOf = (username: string): string =>
  `02-00-00-${createHash('sha256').update(username).digest('hex').slice(0, 6).match(/../g)?.join('-')}`;

/**
 * A router that exists on the wire only: it logs subscribers in, accounts for them, and obeys CoA and Disconnect, all by real RADIUS over UDP.
 *
 *     const nas = await createFakeNas({ secret, server: { auth_port, acct_port } });
 *     const { session } = await nas.login('bob', 'secret');
 *     if (session) await nas.start(session);
 */
export class FakeNas extends EventEmitter<{ received: [Received, FakeSession | undefined] }> {
  readonly sessions = new Map<string, FakeSession>();
  readonly #options: FakeNasOptions;
  readonly #secret: Secret;
  readonly #auth: Exchange;
  readonly #acct: Exchange;
  readonly #writer = new PacketWriter();
  #coa: { readonly port: number; close(): void } | undefined;
  #boot = randomBytes(3).toString('hex');
  #count = 0;
  /** Decides on a CoA or Disconnect before the NAS does; `undefined` leaves it to the NAS. */
  judge: (received: Received, session: FakeSession | undefined) => Verdict | undefined = () => undefined;

  private constructor(options: FakeNasOptions, secret: Secret, auth: Exchange, acct: Exchange) {
    super();
    this.#options = options;
    this.#secret = secret;
    this.#auth = auth;
    this.#acct = acct;
  }

  static async open(options: FakeNasOptions): Promise<FakeNas> {
    const secret = prepareSecret(Buffer.from(options.secret, 'utf8'));
    const address = options.address ?? '127.0.0.1';
    const host = options.server.host ?? '127.0.0.1';
    const common = { address, secret, retry_ms: options.retry_ms ?? 2000, tries: options.tries ?? 4 };
    const auth = await Exchange.open({ ...common, server: { host, port: options.server.auth_port } });
    const acct = await Exchange.open({ ...common, server: { host, port: options.server.acct_port } });
    const nas = new FakeNas(options, secret, auth, acct);
    nas.#coa = await openCoaPort(address, options.coa_port ?? 0, secret, (received) => nas.#obey(received));
    return nas;
  }

  /** The port it listens on for CoA and Disconnect. */
  get coa_port(): number {
    return this.#coa?.port ?? 0;
  }

  /** Requests it had to send once more. */
  get repeats(): number {
    return this.#auth.repeats + this.#acct.repeats;
  }

  /** The longest that it waited for an answer since this was asked last, in milliseconds. */
  takeLongest(): number {
    const longest = Math.max(this.#auth.longest_ms, this.#acct.longest_ms);
    this.#auth.longest_ms = 0;
    this.#acct.longest_ms = 0;
    return longest;
  }

  get now(): number {
    return this.#options.now?.() ?? Date.now();
  }

  /** Asks to let a subscriber on. */
  async login(username: string, password: string, options: LoginOptions = {}): Promise<Login> {
    const port = ++this.#count;
    const calling_station_id = options.calling_station_id ?? macOf(username);
    const answer = await this.#auth.ask((id) =>
      this.#accessRequest(id, username, password, port, calling_station_id, options.method ?? 'pap'),
    );
    if (answer === undefined) return { outcome: 'silence', attributes: [] };
    const attributes = attributesOf(answer);
    if (answer[0] !== CODE.access_accept) return { outcome: 'reject', attributes };
    const admission = admissionIn(attributes);
    const session: FakeSession = {
      username,
      password,
      acct_session_id: options.acct_session_id ?? `${this.#boot}-${port.toString(16).padStart(6, '0')}`,
      calling_station_id,
      port,
      started_ms: this.now,
      input_octets: 0n,
      output_octets: 0n,
      open: true,
      ...admission,
      framed_ip: admission.framed_ip ?? `100.64.${(port >> 8) & 255}.${port & 255}`,
    };
    this.sessions.set(session.acct_session_id, session);
    return { outcome: 'accept', session, attributes };
  }

  /** Sends a Start; gives whether it was acknowledged. */
  start(session: FakeSession, options: RecordOptions = {}): Promise<boolean> {
    return this.#account('start', session, options);
  }

  /** Sends an Interim-Update with the session's octets, or with those given, which it then has. */
  interim(session: FakeSession, options: RecordOptions = {}): Promise<boolean> {
    return this.#account('interim', session, options);
  }

  /** Ends a session and sends its Stop. */
  stop(session: FakeSession, options: RecordOptions = {}): Promise<boolean> {
    session.open = false;
    this.sessions.delete(session.acct_session_id);
    return this.#account('stop', session, { terminate_cause: USER_REQUEST, ...options });
  }

  /** Forgets every session without a word, as after a power cut, and says Accounting-On. */
  async restart(): Promise<boolean> {
    for (const session of this.sessions.values()) session.open = false;
    this.sessions.clear();
    this.#boot = randomBytes(3).toString('hex');
    const answer = await this.#acct.ask((id) => this.#record(id, 'on', undefined, {}));
    return answer !== undefined;
  }

  /** Asks the server whether it is there. */
  async status(port: 'auth' | 'acct'): Promise<boolean> {
    const exchange = port === 'auth' ? this.#auth : this.#acct;
    const answer = await exchange.ask((id) => {
      this.#writer.beginRequest(CODE.status_server, id, randomBytes(16));
      return this.#finish();
    });
    return answer !== undefined;
  }

  /** Sends octets as they are, to see what the server does with them. */
  throw(port: 'auth' | 'acct', datagram: Buffer): void {
    (port === 'auth' ? this.#auth : this.#acct).throw(datagram);
  }

  async close(): Promise<void> {
    this.#auth.close();
    this.#acct.close();
    this.#coa?.close();
  }

  #finish(): Buffer {
    const length = this.#writer.finishRequest(this.#secret);
    return Buffer.from(this.#writer.bytes.subarray(0, length));
  }

  #describe(port: number, callingStationId: string): void {
    const writer = this.#writer;
    writer.addOctets(
      ATTRIBUTE.nas_ip_address,
      Buffer.from((this.#options.address ?? '127.0.0.1').split('.').map(Number)),
    );
    writer.addText(ATTRIBUTE.nas_identifier, this.#options.identifier ?? 'fake-nas');
    writer.addInteger(ATTRIBUTE.nas_port, port);
    writer.addText(ATTRIBUTE.nas_port_id, `ether1/${port}`);
    writer.addText(ATTRIBUTE.calling_station_id, callingStationId);
    writer.addText(ATTRIBUTE.called_station_id, 'fake-nas-pppoe');
  }

  #accessRequest(
    id: number,
    username: string,
    password: string,
    port: number,
    station: string,
    method: Method,
  ): Buffer {
    const writer = this.#writer;
    writer.beginRequest(CODE.access_request, id, randomBytes(16));
    writer.addText(ATTRIBUTE.user_name, username);
    if (method === 'chap')
      writer.addChapPassword(randomBytes(1)[0] as number, Buffer.from(password, 'utf8'), randomBytes(16));
    else writer.addUserPassword(Buffer.from(password, 'utf8'), this.#secret);
    writer.addInteger(ATTRIBUTE.service_type, method === 'mac' ? 10 : 2);
    if (method !== 'mac') writer.addInteger(ATTRIBUTE.framed_protocol, 1);
    writer.addInteger(ATTRIBUTE.nas_port_type, 15);
    this.#describe(port, station);
    return this.#finish();
  }

  async #account(kind: 'start' | 'interim' | 'stop', session: FakeSession, options: RecordOptions): Promise<boolean> {
    session.input_octets = options.input_octets ?? session.input_octets;
    session.output_octets = options.output_octets ?? session.output_octets;
    return (await this.#acct.ask((id) => this.#record(id, kind, session, options))) !== undefined;
  }

  #record(id: number, kind: keyof typeof STATUS, session: FakeSession | undefined, options: RecordOptions): Buffer {
    const writer = this.#writer;
    const at = options.at_ms ?? this.now;
    writer.beginRequest(CODE.accounting_request, id);
    writer.addInteger(ATTRIBUTE.acct_status_type, STATUS[kind]);
    if (this.#options.stamps !== false) writer.addInteger(ATTRIBUTE.event_timestamp, Math.floor(at / 1000));
    writer.addText(ATTRIBUTE.acct_session_id, session?.acct_session_id ?? `${this.#boot}-0`);
    if (session === undefined) this.#describe(0, '');
    else this.#measure(session, kind, at, options);
    return this.#finish();
  }

  #measure(session: FakeSession, kind: keyof typeof STATUS, at: number, options: RecordOptions): void {
    const writer = this.#writer;
    writer.addText(ATTRIBUTE.user_name, session.username);
    writer.addOctets(ATTRIBUTE.framed_ip_address, Buffer.from(session.framed_ip.split('.').map(Number)));
    if (!options.without_class) for (const one of session.class) writer.addOctets(ATTRIBUTE.class, one);
    for (const [type, octets] of options.more ?? []) writer.addOctets(type, octets);
    this.#describe(session.port, session.calling_station_id);
    if (kind === 'start') return;
    const lasted = options.session_s ?? Math.max(0, Math.floor((at - session.started_ms) / 1000));
    writer.addInteger(ATTRIBUTE.acct_session_time, lasted);
    writer.addInteger(ATTRIBUTE.acct_input_octets, Number(session.input_octets % GIGA));
    writer.addInteger(ATTRIBUTE.acct_output_octets, Number(session.output_octets % GIGA));
    writer.addInteger(ATTRIBUTE.acct_input_gigawords, Number(session.input_octets / GIGA));
    writer.addInteger(ATTRIBUTE.acct_output_gigawords, Number(session.output_octets / GIGA));
    if (kind === 'stop') writer.addInteger(ATTRIBUTE.acct_terminate_cause, options.terminate_cause ?? USER_REQUEST);
  }

  #obey(received: Received): Verdict {
    const session = this.#named(received.attributes);
    const verdict = this.judge(received, session) ?? (session === undefined ? { nak: 503 } : 'ack');
    if (verdict === 'ack' && session !== undefined) {
      if (received.kind === 'coa') changeSession(session, received.attributes);
      else setImmediate(() => void this.stop(session, { terminate_cause: ADMIN_RESET }));
    }
    this.emit('received', received, session);
    return verdict;
  }

  #named(attributes: readonly Attribute[]): FakeSession | undefined {
    const octets = textOf(attributes, 'Acct-Session-Id');
    if (octets === undefined) return undefined;
    const id = octets.startsWith('0x') ? Buffer.from(octets.slice(2), 'hex').toString('latin1') : octets;
    const session = this.sessions.get(id);
    const user = textOf(attributes, 'User-Name');
    return session !== undefined && (user === undefined || user === session.username) ? session : undefined;
  }
}

/** Opens a fake NAS. */
export const createFakeNas = (options: FakeNasOptions): Promise<FakeNas> => FakeNas.open(options);

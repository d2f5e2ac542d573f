import { setTimeout as pause } from 'node:timers/promises';
import {
  ATTRIBUTE,
  CODE,
  credentialOf,
  keepPacket,
  PacketView,
  PacketWriter,
  parsePacket,
  parseToFault,
  STRICT_POLICY,
} from '@isp/radius';
import { plainAddress } from '../core/address.ts';
import type { Proven } from '../core/authorize.ts';
import { type Owner, type RestartRecord, readRecord, type SessionRecord } from '../core/record.ts';
import {
  LATER,
  type Port,
  RECORD_REPLIES,
  REFUSED,
  SILENCE,
  STATUS_REPLIES,
  TAKEN,
  UNSUPPORTED_EXTENSION,
} from '../core/replies.ts';
import type { Client } from '../directory/clients.ts';
import { type Found, findUser } from '../directory/find-user.ts';
import { type EapOutcome, EapServer } from '../eap/eap-server.ts';
import { TooManyWaiting } from '../passwords/password-checks.ts';
import type { ForeignRoute } from '../proxy/log-in-proxy.ts';
import { type Given, TooManyAsking } from './ask-addresses.ts';
import { askHash } from './ask-hash.ts';
import { believe, isProof } from './believe.ts';
import type { Discard } from './discards.ts';
import { type DoorOptions, type From, type Outlet, requestKey } from './door-options.ts';
import { type AnswerSlab, Slabs } from './duplicates.ts';
import { type Ended, LogIn } from './log-in.ts';
import { putRecord } from './put-record.ts';
import { tellApart } from './tell-apart.ts';

const failure = (error: unknown): Discard => {
  if (error instanceof TooManyWaiting) return 'passwords-waiting';
  return error instanceof TooManyAsking ? 'addresses-waiting' : 'handler-failed';
};

/** With slow hashes about, a rejection leaves at a multiple of this after its request came, so that its time does not tell why. Short of the 300 ms that MikroTik waits. */
const REJECTION_STEP_MS = 250;

/** A log-in that carries a Message-Authenticator though nothing obliged it to, as EAP and Status-Server do. */
const signsByItself = (view: PacketView): boolean =>
  view.code === CODE.access_request && view.has(ATTRIBUTE.message_authenticator) && !view.has(ATTRIBUTE.eap_message);

/**
 * What a datagram comes to: who sent it, is it believed, was it answered before, and then the work of its kind. Everything up to the answer of
 * an Access-Request is synchronous, from memory, and leaves no garbage; an Accounting-Request is answered after its commit.
 */
export class Door {
  #options: DoorOptions;
  #view = new PacketView();
  #writer = new PacketWriter();
  #slabs = new Slabs();
  #logIn: LogIn;
  #eap: EapServer;
  #inFlight = new Set<string>();
  #found: Found = { way: 'password', slot: -1 };
  readonly counts = { status: 0, repeated: 0, acknowledged: 0 };

  constructor(options: DoorOptions) {
    this.#options = options;
    this.#logIn = new LogIn(options.directory, options.logbook, options.clock, options.full, options.learned);
    this.#eap = new EapServer(options.directory, this.#logIn, options.passwords);
  }

  /** EAP conversations under way. */
  get conversations(): number {
    return this.#eap.underWay;
  }

  /** EAP conversations that came back to a TLS session of before. */
  get resumed(): number {
    return this.#eap.resumed;
  }

  /** Log-ins by how they ended. */
  get logIns(): Readonly<Record<'accept' | 'walled' | 'reject' | 'discard', number>> {
    return this.#logIn.counts;
  }

  /** Takes one datagram. Never throws. */
  receive(port: Port, datagram: Buffer, address: string, sourcePort: number, outlet: Outlet): void {
    const client = this.#options.directory.clients.find(address);
    const from: From = { port, address, sourcePort, outlet };
    if (client === undefined) this.#options.strangers.note(plainAddress(address), datagram);
    const reason = client === undefined ? 'unknown-client' : this.#tryAnswer(datagram, client, from);
    if (reason !== undefined) this.#drop(reason, client, address);
  }

  /** Takes one packet of connection number `connection`, whose client is known. Never throws; gives the reason when there is no answer to come. */
  hear(packet: Buffer, client: Client, connection: number, outlet: Outlet): Discard | undefined {
    const from: From = { port: 'radsec', address: client.address, sourcePort: connection, outlet };
    const reason = this.#tryAnswer(packet, client, from);
    if (reason !== undefined) this.#drop(reason, client);
    return reason;
  }

  /** Forgets what was answered to a client that is gone: nothing of a closed connection is answered again (RFC 6613 2.6.1). */
  forget(client: Client): void {
    this.#slabs.release(client.answered);
    this.#slabs.release(client.accounted);
  }

  #tryAnswer(datagram: Buffer, client: Client, from: From): Discard | undefined {
    try {
      return this.#answer(datagram, client, from);
    } catch (error) {
      return failure(error);
    }
  }

  /** Answers, or gives the reason not to. */
  #answer(datagram: Buffer, client: Client, from: From): Discard | undefined {
    const view = this.#view;
    const malformed = parsePacket(view, datagram);
    if (malformed !== undefined) return this.#rejectMisframed(datagram, client, from) ? undefined : malformed;
    if (!TAKEN[from.port].includes(view.code)) return 'wrong-port';
    if (client.family === undefined) return this.#hear(client, from);
    const member = tellApart(view, client, this.#options);
    if (typeof member === 'string') return member;
    const reason = this.#hear(member, from);
    if (reason !== undefined) this.#drop(reason, member);
    return undefined;
  }

  /** Answers a log-in that is misframed, so that its NAS does not take us for gone: only when it proves who sent it before the fault, and no EAP conversation waits for its own words. */
  #rejectMisframed(datagram: Buffer, client: Client, from: From): boolean {
    const view = this.#view;
    if (from.port !== 'auth' || client.family !== undefined || !parseToFault(view, datagram)) return false;
    if (view.code !== CODE.access_request || !isProof(view) || view.has(ATTRIBUTE.eap_message)) return false;
    const believed = believe(view, client);
    if (typeof believed === 'string') return false;
    believed.tally.hear(view.code);
    this.#logIn.rejectMisframed(view, believed, this.#writer);
    const length = this.#writer.endResponse(view);
    if (length > 0) this.#send(length, believed, from);
    return length > 0;
  }

  #hear(client: Client, from: From): Discard | undefined {
    const view = this.#view;
    const believed = believe(view, client);
    if (typeof believed === 'string') return believed;
    client.tally.hear(view.code);
    if (client.learns && signsByItself(view)) this.#learn(client);
    if (view.code === CODE.access_request) return this.#access(believed, from);
    if (view.code === CODE.accounting_request) return this.#accounting(believed, from);
    return view.code === CODE.status_server ? this.#status(believed, from) : this.#refuse(believed, from);
  }

  /** Counts a datagram that gets no answer, by who sent it and by its NAS. */
  #drop(reason: Discard, client: Client | undefined, address = client?.address ?? ''): void {
    client?.tally.drop(reason);
    this.#options.discards.count(client?.address ?? address, reason);
  }

  /** From now on it is required, so that nobody can leave it out for the NAS. */
  #learn(client: Client): void {
    client.learns = false;
    client.policy = STRICT_POLICY;
    this.#options.signs(client.nas_id);
  }

  #access(client: Client, from: From): Discard | undefined {
    const view = this.#view;
    const now = performance.now();
    const slab = this.#slabs.of(client.answered, from.sourcePort, now);
    const before = slab.find(view.bytes, now);
    if (before !== undefined) return this.#repeat(before, client, from);
    const route = this.#options.proxy.routeOf(view);
    if (route !== undefined) return this.#pass(route, client, from, now);
    const { users } = this.#options.directory;
    const isWaiting = users.hasSlowHashes || this.#options.addresses.underWay > 0;
    if (isWaiting && this.#inFlight.has(requestKey(view, from))) return 'in-flight';
    if (view.has(ATTRIBUTE.eap_message) && credentialOf(view) === 'eap') return this.#converse(client, from, now);
    if (!users.hasHashes) return this.#decide(undefined, view, client, from, now);
    const { directory, passwords } = this.#options;
    const proven = askHash(view, client, directory, passwords);
    if (!(proven instanceof Promise)) return this.#decide(proven, view, client, from, now);
    return this.#later(proven, view, client, from, (later, copy) => this.#decide(later, copy, client, from, now));
  }

  /** A log-in of a realm that is not ours: its home server is asked. What the NAS repeats meanwhile goes there again. */
  #pass(route: ForeignRoute, client: Client, from: From, now: number): Discard | undefined {
    const [view, { proxy }] = [this.#view, this.#options];
    const key = requestKey(view, from);
    if (this.#inFlight.has(key)) {
      proxy.again(key);
      return 'in-flight';
    }
    return this.#later(proxy.ask(route, view, client, key), view, client, from, (proxied, copy) => {
      const reason = proxy.write(proxied, copy, client, this.#writer);
      return reason ?? this.#finishAccess(copy, client, from, now);
    });
  }

  #decide(
    proven: Proven | undefined,
    view: PacketView,
    client: Client,
    from: From,
    now: number,
    asked?: Ended['asked'],
  ): Discard | undefined {
    const ended = proven === undefined && asked === undefined ? undefined : { proven, asked };
    const code = this.#logIn.answer(view, client, this.#writer, ended);
    if (code === SILENCE) return 'no-credential';
    if (code !== LATER) return this.#finishAccess(view, client, from, now);
    return this.#askAddresses(view, client, from, (given, copy) =>
      this.#decide(proven, copy, client, from, now, { given }),
    );
  }

  /** Lets the answer wait until the database has said what addresses the one has who is to be let on. */
  #askAddresses(
    view: PacketView,
    client: Client,
    from: From,
    goOn: (given: Given | undefined, view: PacketView) => Discard | undefined,
  ): undefined {
    return this.#later(this.#options.addresses.ask(this.#logIn.ownerAsked), view, client, from, goOn);
  }

  /** Ends an answer to an Access-Request that came at `now`, keeps it for repetitions, and sends it. */
  #finishAccess(view: PacketView, client: Client, from: From, now: number): Discard | undefined {
    const length = this.#writer.endResponse(view);
    if (length === 0) return 'answer-too-large';
    const { bytes } = this.#writer;
    if (bytes[0] !== CODE.access_reject || !this.#options.directory.users.hasSlowHashes)
      return this.#sendKept(bytes, length, client, from, now);
    const rejection = Buffer.from(bytes.subarray(0, length));
    const wait = REJECTION_STEP_MS - ((performance.now() - now) % REJECTION_STEP_MS);
    return this.#later(pause(wait), view, client, from, () =>
      this.#sendKept(rejection, length, client, from, performance.now()),
    );
  }

  #sendKept(answer: Buffer, length: number, client: Client, from: From, now: number): undefined {
    this.#slabs.of(client.answered, from.sourcePort, now).keep(answer, length, now);
    from.outlet.answer(answer, length, client.secret, from.sourcePort, from.address);
    return undefined;
  }

  /** Goes on when `outcome` is there, with a view that is its own; a repetition meanwhile is discarded (RFC 5080 2.2.2). */
  #later<T>(
    outcome: Promise<T>,
    view: PacketView,
    client: Client,
    from: From,
    goOn: (outcome: T, view: PacketView) => Discard | undefined,
  ): undefined {
    const key = requestKey(view, from);
    const copy = keepPacket(view);
    this.#inFlight.add(key);
    const done = () => this.#inFlight.delete(key);
    void outcome
      .finally(done)
      .then((later) => (from.outlet.closed ? undefined : goOn(later, copy)))
      .catch(failure)
      .then((reason) => {
        if (reason !== undefined) this.#drop(reason, client);
      });
    return undefined;
  }

  /** A packet of an EAP conversation; TLS or a slow hash may let its answer wait. */
  #converse(client: Client, from: From, now: number): Discard | undefined {
    const view = this.#view;
    if (this.#inFlight.has(requestKey(view, from))) return 'in-flight';
    const outcome = this.#eap.hear(view, client, now);
    if (!(outcome instanceof Promise)) return this.#say(outcome, view, client, from, now);
    return this.#later(outcome, view, client, from, (later, copy) => this.#say(later, copy, client, from, now));
  }

  #say(
    outcome: EapOutcome,
    view: PacketView,
    client: Client,
    from: From,
    now: number,
    asked?: Ended['asked'],
  ): Discard | undefined {
    const reason = this.#eap.write(outcome, view, client, this.#writer, asked);
    if (reason === LATER)
      return this.#askAddresses(view, client, from, (given, copy) =>
        this.#say(outcome, copy, client, from, now, { given }),
      );
    return reason ?? this.#finishAccess(view, client, from, now);
  }

  #status(client: Client, from: From): Discard | undefined {
    this.counts.status++;
    const able = from.port === 'auth' || (this.#options.batcher.able && this.#options.directory.fresh);
    const code = STATUS_REPLIES[from.port][able ? 'able' : 'unable'];
    if (code === SILENCE) return 'unable';
    const length = this.#end(code);
    if (length === 0) return 'answer-too-large';
    this.#send(length, client, from);
    return undefined;
  }

  #refuse(client: Client, from: From): Discard | undefined {
    this.#writer.beginResponse(REFUSED[this.#view.code] as number, this.#view);
    this.#writer.addInteger(ATTRIBUTE.error_cause, UNSUPPORTED_EXTENSION);
    const length = this.#writer.endResponse(this.#view);
    if (length === 0) return 'answer-too-large';
    this.#send(length, client, from);
    return undefined;
  }

  #end(code: number): number {
    this.#writer.beginResponse(code, this.#view);
    return this.#writer.endResponse(this.#view);
  }

  #send(length: number, client: Client, { sourcePort, address, outlet }: From): void {
    outlet.answer(this.#writer.bytes, length, client.secret, sourcePort, address);
  }

  #ownerOf(view: PacketView, client: Client): Owner | undefined {
    const { users } = this.#options.directory;
    findUser(users, view, client, this.#found);
    return this.#found.slot < 0 ? undefined : users.ownerOf(this.#found.slot);
  }

  #accounting(client: Client, from: From): Discard | undefined {
    const view = this.#view;
    const now = performance.now();
    const slab = this.#slabs.of(client.accounted, from.sourcePort, now);
    if (slab.isUnderWay(view.bytes)) return 'in-flight';
    const before = slab.find(view.bytes, now);
    if (before !== undefined) return this.#repeat(before, client, from);
    const at_ms = this.#options.clock.ms();
    const reading = readRecord(view, client.sender, () => this.#ownerOf(view, client), at_ms);
    if ('refused' in reading) return reading.refused;
    const length = this.#end(RECORD_REPLIES['passed' in reading ? 'passed' : 'stored']);
    if (length === 0) return 'answer-too-large';
    const record = 'record' in reading ? reading.record : undefined;
    const route = record?.kind === 'restart' ? undefined : this.#options.proxy.routeOf(view);
    if (record !== undefined || route !== undefined)
      return this.#store(record, route, slab, length, client, from, at_ms);
    this.#send(length, client, from);
    return undefined;
  }

  #repeat(answer: Buffer, client: Client, { outlet, sourcePort, address }: From): undefined {
    this.counts.repeated++;
    client.tally.repeated++;
    outlet.answer(answer, answer.length, client.secret, sourcePort, address);
    return undefined;
  }

  /** Hands a record on to be committed; its answer goes out after that. */
  #store(
    record: SessionRecord | RestartRecord | undefined,
    route: ForeignRoute | undefined,
    slab: AnswerSlab,
    length: number,
    client: Client,
    from: From,
    at_ms: number,
  ): Discard | undefined {
    const request = this.#view.bytes;
    const id = request[1] as number;
    const turn = slab.hold(this.#writer.bytes, length);
    const done = (stored: boolean) => {
      if (stored) this.#acknowledge(slab.letOut(id, turn, performance.now()), client, from);
      else this.#drop('not-storable', client);
      slab.drop(id, turn);
    };
    const taken = putRecord(this.#options, this.#view, record, route, client, done, at_ms);
    if (taken) return undefined;
    slab.drop(id, turn);
    return 'queue-full';
  }

  #acknowledge(answer: Buffer | undefined, client: Client, { outlet, sourcePort, address }: From): void {
    this.counts.acknowledged++;
    if (answer !== undefined) outlet.answer(answer, answer.length, client.secret, sourcePort, address);
  }
}

import { randomBytes } from 'node:crypto';
import { ATTRIBUTE, CODE, PacketView, PacketWriter, parsePacket, verifyResponse } from '@isp/radius';
import type { Instant } from '@isp/values';
import type { Clock } from '../../kernel/clock.ts';
import type { HomeServer } from '../directory/routing.ts';
import type { HealthRow } from '../store/homes.ts';
import type { Carrier } from './carrier.ts';
import { askStatus, probeLogIn, type Write } from './forward.ts';

/** An answer that is believed, and what is needed to read what it hides. */
export interface Answered {
  readonly server: HomeServer;
  readonly datagram: Buffer;
  /** The Request Authenticator it answers. */
  readonly authenticator: Buffer;
}

/** A request that is under way. */
export interface Sent {
  /** Sends the same octets again, where something may have been lost (RFC 5080 2.2.1). */
  again(): void;
  /** Waits no more. */
  end(): void;
}

interface HomePortEvents {
  /** It does otherwise than before. */
  changed(port: HomePort, before: HealthRow['state']): void;
  /** It was seen to sign an answer, of which that was not known. */
  signs(server: HomeServer): void;
}

/** Answers in a row after which one that was dead is asked again (RFC 3539 3.4.1). */
const ENOUGH = 3;
const view = new PacketView();
const writer = new PacketWriter();

/** An answer with a Message-Authenticator though nothing obliged it to, as EAP does. */
const isSignedByItself = (answer: PacketView): boolean =>
  answer.has(ATTRIBUTE.message_authenticator) && !answer.has(ATTRIBUTE.eap_message);

const probeOf = ({ probe, probe_username, probe_password }: HomeServer): Write | undefined => {
  if (probe === 'status-server') return askStatus;
  return probe === 'log-in' && probe_username && probe_password
    ? probeLogIn(probe_username, probe_password)
    : undefined;
};

/**
 * One port of a home server: sends it requests, believes its answers or not, and knows whether it is there. **up**; **silent** once a request got no answer in its time, asked then by
 * Status-Server (RFC 5997), so that one lost request is no reason to give it up; **dead** when nothing at all was heard for long enough.
 */
export class HomePort {
  readonly server: HomeServer;
  readonly kind: HealthRow['port'];
  readonly #clock: Clock;
  readonly #events: HomePortEvents;
  readonly #carrier: Carrier;
  readonly #probe: Write | undefined;
  readonly #isSecret: boolean;
  #requires: boolean;
  #state: HealthRow['state'] = 'up';
  #why = 'not asked yet';
  #since: Instant;
  #heardAt: Instant | null = null;
  /** When it fell silent, when it died, when it was probed and heard last, in `performance.now()`'s time. */
  #silentAt = 0;
  #diedAt = 0;
  #probedAt = 0;
  #heard = performance.now();
  #answers = 0;
  #isProbing = false;
  #isClosed = false;
  readonly counts = { asked: 0, answered: 0, unanswered: 0, distrusted: 0 };

  constructor(
    server: HomeServer,
    kind: HealthRow['port'],
    carrierFor: (events: { up(): void; down(why: string): void }) => Carrier,
    clock: Clock,
    events: HomePortEvents,
  ) {
    this.server = server;
    this.kind = kind;
    this.#clock = clock;
    this.#events = events;
    this.#since = clock.now();
    this.#probe = probeOf(server);
    // Over TLS the secret is everybody's, and a signature by it proves nothing that TLS has not (RFC 6614 2.3).
    this.#isSecret = kind !== 'radsec';
    this.#requires = this.#isSecret && (server.message_authenticator === 'required' || server.signs_since !== null);
    if (kind === 'radsec') this.#become('dead', 'it is being connected to');
    this.#carrier = carrierFor({
      up: () => this.#become('up', 'connected'),
      down: (why) => this.#become('dead', `no connection: ${why}`),
    });
  }

  get state(): HealthRow['state'] {
    return this.#state;
  }

  /** 0 when it may be asked, 1 when rather another, 2 when not at all. One that nobody probes is asked until it is dead. */
  get rank(): 0 | 1 | 2 {
    if (this.#state === 'dead') return 2;
    return this.#state === 'silent' && this.#probe !== undefined ? 1 : 0;
  }

  get health(): HealthRow {
    const { server, kind, counts } = this;
    const [state, since, why] = [this.#state, this.#since, this.#why];
    return { server_id: server.id, port: kind, state, since, why, heard_at: this.#heardAt, ...counts };
  }

  /** Sends a request; `done` is told of its answer, if it comes before the end. `undefined` when it cannot be sent. */
  ask(write: Write, done: (answer: Answered) => void): Sent | undefined {
    const sent = this.#send(write, (answer) => {
      this.counts.answered++;
      this.#hear(false);
      done(answer);
    });
    if (sent !== undefined) this.counts.asked++;
    return sent;
  }

  /** Says that the time of a request has passed. */
  miss(): void {
    this.counts.unanswered++;
    if (this.#state !== 'up') return;
    this.#silentAt = performance.now();
    this.#become('silent', 'a request got no answer in its time');
    this.#ping();
  }

  /** Looks at the time: who is silent is asked whether it is there, or is dead. */
  tick(): void {
    const now = performance.now();
    const { dead_after_s, probe_every_s, revive_after_s } = this.server;
    if (this.kind === 'radsec') {
      this.#watch(now);
      return;
    }
    if (this.#state === 'silent' && now - this.#silentAt >= dead_after_s * 1000)
      this.#die(`no answer for ${dead_after_s} s`, now);
    if (this.#state === 'dead' && this.#probe === undefined && now - this.#diedAt >= revive_after_s * 1000)
      this.#become('up', `tried again after ${revive_after_s} s`);
    if (this.#state !== 'up' && now - this.#probedAt >= probe_every_s * 1000) this.#ping();
  }

  /** Ends: nothing is sent from now on. */
  close(): void {
    this.#isClosed = true;
    this.#carrier.close();
  }

  /** The watchdog of a connection (RFC 3539 3.4): who says nothing for two rounds is not there. */
  #watch(now: number): void {
    const every = this.server.probe_every_s * 1000;
    if (this.#state === 'dead') return;
    if (now - Math.max(this.#heard, this.#probedAt) >= every) this.#ping();
    if (this.#state === 'silent' && now - this.#silentAt >= this.server.dead_after_s * 1000)
      this.#carrier.reset(`no answer for ${this.server.dead_after_s} s`);
  }

  #die(why: string, now: number): void {
    this.#diedAt = now;
    this.#answers = 0;
    this.#become('dead', why);
  }

  #become(state: HealthRow['state'], why: string): void {
    const before = this.#state;
    if (before === state && this.#why === why) return;
    if (before !== state) this.#since = this.#clock.now();
    this.#state = state;
    this.#why = why;
    if (state === 'up') this.#heard = performance.now();
    this.#events.changed(this, before);
  }

  #hear(isProbe: boolean): void {
    this.#heard = performance.now();
    this.#heardAt = this.#clock.now();
    if (this.#state === 'up') this.#why = 'it answers';
    else if (this.#state === 'silent' || !isProbe || ++this.#answers >= ENOUGH) this.#become('up', 'it answers');
  }

  /** Asks whether it is there; one question at a time. */
  #ping(): void {
    const write = this.kind === 'radsec' ? askStatus : this.#probe;
    if (write === undefined || this.#isProbing) return;
    const sent = this.#send(
      write,
      () => {
        finish();
        this.#hear(true);
      },
      true,
    );
    if (sent === undefined) return;
    this.#probedAt = performance.now();
    this.#isProbing = true;
    const finish = () => {
      clearTimeout(timer);
      sent.end();
      this.#isProbing = false;
    };
    const timer = setTimeout(() => {
      finish();
      this.#answers = 0;
      if (this.#state !== 'up') return;
      this.#silentAt = performance.now();
      this.#become('silent', 'the watchdog got no answer');
    }, this.server.response_window_ms).unref();
  }

  #send(write: Write, done: (answer: Answered) => void, isWatchdog = false): Sent | undefined {
    if (this.#isClosed) return undefined;
    let packet: Buffer | undefined;
    const authenticator = randomBytes(16);
    const slot = this.#carrier.open((datagram) => {
      if (packet === undefined || !this.#isBelieved(datagram, packet)) return;
      slot?.end();
      done({ server: this.server, datagram, authenticator: packet.subarray(4, 20) });
    }, isWatchdog);
    if (slot === undefined) return undefined;
    const length = write(writer, slot.identifier, authenticator, this.server.secret);
    if (length === 0) {
      slot.end();
      return undefined;
    }
    packet = Buffer.from(writer.bytes.subarray(0, length));
    slot.send(packet);
    const again = packet;
    return { again: () => !this.#isClosed && this.#carrier.repeats && slot.send(again), end: slot.end };
  }

  /** An answer that is not believed is as if it had not come: the right one may follow (RFC 2865 3, RFC 3579 3.2). */
  #isBelieved(datagram: Buffer, packet: Buffer): boolean {
    const requires = this.#requires && packet[0] !== CODE.accounting_request;
    const distrust = parsePacket(view, datagram) ?? verifyResponse(view, packet, this.server.secret, requires);
    if (distrust !== undefined) {
      this.counts.distrusted++;
      return false;
    }
    if (this.#isSecret && !this.#requires && packet[0] === CODE.access_request && isSignedByItself(view)) {
      this.#requires = true;
      this.#events.signs(this.server);
    }
    return true;
  }
}

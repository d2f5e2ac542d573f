import type { FakeNas } from './fake-nas.ts';
import type { FakeSession } from './session.ts';

/** Someone who may log in. */
export interface Subscriber {
  readonly username: string;
  readonly password: string;
}

interface PopulationOptions {
  readonly subscribers: readonly Subscriber[];
  /** Seconds between interim records; what the server asks for unless given. */
  readonly interim_s?: number;
  /** Average seconds a session lasts. */
  readonly session_s?: number;
  /** Numbers from 0 to 1; `Math.random` unless given. */
  readonly random?: () => number;
}

interface Member extends Subscriber {
  session: FakeSession | undefined;
  heard_ms: number;
  again_ms: number;
  readonly appetite: number;
}

const HOUR_S = 3600;

/** How busy an hour of the day is, evening most. */
const busy = (ms: number): number => {
  const hour = (ms / 3_600_000) % 24;
  return 0.35 + 0.65 * Math.max(0, Math.cos(((hour - 20.5) / 24) * 2 * Math.PI));
};

/** Octets a subscriber moves in `seconds`: a few keep their line full, most do not. */
const octetsIn = (member: Member, seconds: number, ms: number, random: () => number): bigint => {
  const kbps = 40_000 * member.appetite ** 4 * busy(ms) * (0.3 + random() * 1.4) + 20;
  return BigInt(Math.round((kbps * 1000 * seconds) / 8));
};

/** Subscribers who live on a fake NAS: they log in, use the line by the time of day, drop out now and then, and come back. Call `step` as often as you like. */
export class Population {
  readonly #nas: FakeNas;
  readonly #options: PopulationOptions;
  readonly #random: () => number;
  readonly #members: Member[];

  constructor(nas: FakeNas, options: PopulationOptions) {
    this.#nas = nas;
    this.#options = options;
    this.#random = options.random ?? Math.random;
    const began = nas.now;
    this.#members = options.subscribers.map((one, i) => ({
      ...one,
      session: undefined,
      heard_ms: 0,
      again_ms: began + i * 10,
      appetite: this.#random(),
    }));
  }

  /** How many are online. */
  get online(): number {
    return this.#members.filter((one) => one.session?.open).length;
  }

  /** Does everything that has fallen due by the NAS's clock. */
  async step(): Promise<void> {
    const now = this.#nas.now;
    await Promise.all(this.#members.map((member) => this.#live(member, now)));
  }

  /** Sends everybody's Stop. */
  async end(): Promise<void> {
    await Promise.all(this.#members.flatMap(({ session }) => (session?.open ? [this.#nas.stop(session)] : [])));
  }

  async #live(member: Member, now: number): Promise<void> {
    const { session } = member;
    if (session === undefined || !session.open) {
      if (session !== undefined) this.#leave(member, now, 5);
      if (now >= member.again_ms) await this.#arrive(member, now);
      return;
    }
    if (this.#isOver(session, now)) return this.#depart(member, session, now);
    const interval = (this.#options.interim_s ?? session.interim_s ?? 600) * 1000;
    if (now - member.heard_ms < interval) return;
    this.#use(member, session, now);
    await this.#nas.interim(session);
  }

  #isOver(session: FakeSession, now: number): boolean {
    const limit = (session.session_timeout_s ?? Number.POSITIVE_INFINITY) * 1000;
    const average = (this.#options.session_s ?? 24 * HOUR_S) * 1000;
    return now - session.started_ms >= Math.min(limit, average * (0.5 + (session.port % 97) / 97));
  }

  async #depart(member: Member, session: FakeSession, now: number): Promise<void> {
    this.#use(member, session, now);
    await this.#nas.stop(session);
    this.#leave(member, now, 20 + this.#random() * 60);
  }

  #leave(member: Member, now: number, seconds: number): void {
    member.session = undefined;
    member.again_ms = now + seconds * 1000;
  }

  #use(member: Member, session: FakeSession, now: number): void {
    const seconds = Math.max(0, (now - member.heard_ms) / 1000);
    member.heard_ms = now;
    if (session.walled) return;
    const down = octetsIn(member, seconds, now, this.#random);
    session.output_octets += down;
    session.input_octets += down / 8n;
  }

  async #arrive(member: Member, now: number): Promise<void> {
    member.again_ms = now + 30_000 + this.#random() * 60_000;
    const { session } = await this.#nas.login(member.username, member.password, {
      method: this.#random() < 0.5 ? 'pap' : 'chap',
    });
    if (session === undefined) return;
    member.session = session;
    member.heard_ms = now;
    await this.#nas.start(session);
  }
}

import { randomBytes, randomInt } from 'node:crypto';
import {
  ATTRIBUTE,
  addMsChapError,
  addMsChapSuccess,
  CODE,
  type DeviceLevel,
  MS_CHAP_ERROR,
  PacketView,
  type PacketWriter,
  readMsChap,
} from '@isp/radius';
import type { Clock } from '../../kernel/clock.ts';
import type { Logbook } from '../accounting/logbook.ts';
import type { SeenLogIn } from '../accounting/seen-log-in.ts';
import { authorize, type Decision, detailOf, type Proven, UNASKED, wasGuess } from '../core/authorize.ts';
import { isLearning, type Learned, learnFrom } from '../core/binding.ts';
import { CHARGEABLE_OCTETS, CLASS_OCTETS, writeChargeable, writeClass } from '../core/class.ts';
import { ntHashOf } from '../core/password.ts';
import { type Admission, writeAdmission, writeDeviceAdmission } from '../core/profile.ts';
import type { Owner } from '../core/record.ts';
import { LATER, LOGIN_REPLIES, SILENCE } from '../core/replies.ts';
import { stationKey } from '../core/station.ts';
import { endingOf, hiddenCode } from '../core/voucher-code.ts';
import { macInName } from '../core/way.ts';
import type { Client } from '../directory/clients.ts';
import type { Directory } from '../directory/directory.ts';
import { type Found, findUser } from '../directory/find-user.ts';
import { emptyEntry, type Users } from '../directory/users.ts';
import type { Given } from './ask-addresses.ts';
import { Guesses } from './guesses.ts';

/** What was found out before: the proof, the name that was proven when it is not the User-Name, and the addresses when the database was asked for them. */
export interface Ended {
  readonly proven?: Proven | undefined;
  readonly name?: Uint8Array | undefined;
  readonly asked?: Asked | undefined;
}

/** What the database said about addresses; `given` is `undefined` when it could not be asked. */
interface Asked {
  readonly given: Given | undefined;
}

/** What an accepted log-in was the first to come with, and holds from now on. */
export interface LearnedLogIn extends ReturnType<Users['nameOf']> {
  readonly owner: Owner;
  readonly learned: Learned;
  readonly is_voucher: boolean;
  /** For `Users.settle`. */
  readonly key: string;
}

type Known = Pick<Directory, 'users' | 'online' | 'devices'>;

const NOTHING = Buffer.alloc(0);
const MISFRAMED: Decision = { outcome: 'reject', reason: 'an attribute has a length that cannot be' };

/** What a request comes from: the station it names, or else the user when that is a MAC address. */
const stationOf = (view: PacketView): number => {
  const i = view.find(ATTRIBUTE.calling_station_id);
  return i < 0 ? macInName(view) : stationKey(view.bytes, view.start(i), view.size(i));
};

/** The shorter of a session's own time, 0 for none, and what is left of all. */
const shorter = (sessionS: number, leftS: number): number => {
  if (leftS === Number.POSITIVE_INFINITY) return sessionS;
  return sessionS === 0 ? leftS : Math.min(sessionS, leftS);
};

/** Reads a user into `entry`, with the sessions of other stations than the one that asks; gives that station (`stationKey`). */
export const readUser = (
  { users, online }: Pick<Directory, 'users' | 'online'>,
  slot: number,
  view: PacketView,
  now: number,
  entry: ReturnType<typeof emptyEntry>,
): number => {
  const station = stationOf(view);
  users.read(slot, entry);
  entry.others = online.others(users.ids, slot * 32 + 16, station, now);
  entry.is_first = entry.others === 0 || !online.isHeldByOther(users.ids, slot * 32 + 16, station, now);
  return station;
};

type UserEntry = ReturnType<typeof emptyEntry>;

/** Puts what the database said in the place of what the directory knew. When it could not be asked, what was known holds: nobody else can have got it meanwhile. */
const take = (entry: UserEntry, { given }: Asked): void => {
  if (given === undefined) {
    if (entry.ask_at_ms === 0 && entry.grant?.assigned.is_strict) entry.without = UNASKED;
    return;
  }
  entry.framed_ip = given.framed_ip;
  entry.prefixes = given.prefixes;
  entry.without = given.without;
};

/** Answers Access-Requests that are believed and new, from memory alone. */
export class LogIn {
  #directory: Known;
  #logbook: Pick<Logbook, 'hasRoom' | 'login'>;
  #clock: Pick<Clock, 'ms'>;
  #full: (owner: Owner) => void;
  #asks: boolean;
  #slotAsked = -1;
  #learned: (one: LearnedLogIn) => void;
  #found: Found = { way: 'password', slot: -1 };
  #entry = emptyEntry();
  #guesses = new Guesses();
  #admission: Admission = {
    attributes: Buffer.alloc(0),
    class: Buffer.alloc(CLASS_OCTETS),
    framed_ip: 0,
    prefixes: NOTHING,
    session_timeout_s: 0,
    ends_at_ms: 0,
    volume: Number.POSITIVE_INFINITY,
    volume_attributes: undefined,
    tells_end: false,
    chargeable: Buffer.alloc(CHARGEABLE_OCTETS),
  };
  #seen: SeenLogIn = {
    at_ms: 0,
    ids: NOTHING,
    ids_at: -1,
    nas: NOTHING,
    view: new PacketView(),
    username: undefined,
    outcome: 'reject',
    reason: '',
    way: 'password',
    detail: undefined,
  };
  /** Two halves of a number no two log-ins share: one by chance for this process, one counting. */
  #loginHigh = randomInt(1, 2 ** 32);
  #loginLow = randomInt(2 ** 32);
  readonly counts = { accept: 0, walled: 0, reject: 0, discard: 0 };

  /** `full` hears of those who were rejected for their sessions alone, `learned` of what is to be stored of those let on. Without `asks` nobody is to ask the database for addresses. */
  constructor(
    directory: Known,
    logbook: Pick<Logbook, 'hasRoom' | 'login'>,
    clock: Pick<Clock, 'ms'>,
    full: (owner: Owner) => void,
    learned: (one: LearnedLogIn) => void,
    asks = true,
  ) {
    this.#directory = directory;
    this.#logbook = logbook;
    this.#clock = clock;
    this.#full = full;
    this.#asks = asks;
    this.#learned = learned;
  }

  /**
   * Writes the answer's attributes into `writer`, begun with the right code, which it gives, or `SILENCE`. The caller ends the answer. `ended` tells what
   * a conversation, a hash or the database has said before. Gives `LATER` for one who is accepted and whose addresses (`ownerAsked`) are to be asked for first.
   */
  answer(view: PacketView, client: Client, writer: PacketWriter, ended?: Ended): number {
    this.#find(view, client, ended?.name);
    const { way, slot } = this.#found;
    const now = this.#clock.ms();
    const station = slot < 0 ? -1 : readUser(this.#directory, slot, view, now, this.#entry);
    const level = way === 'device' ? this.#readStaff(view) : undefined;
    const isKnown = slot >= 0 || level !== undefined;
    if (slot >= 0 && ended?.asked !== undefined && this.#entry.is_first) take(this.#entry, ended.asked);
    if (slot >= 0 && this.#entry.voucher !== undefined)
      this.#entry.held_back = this.#guesses.isHeldBack(
        client.nas_id,
        station,
        this.#directory.users.ids,
        slot * 32,
        now,
      );
    const decision = authorize(view, client, way, isKnown ? this.#entry : undefined, now, ended?.proven);
    if (decision.outcome === 'reject' && this.#directory.users.hasVouchers && wasGuess())
      this.#guesses.wrong(client.nas_id, stationOf(view), this.#directory.users.ids, slot * 32, now);
    if (decision.outcome !== 'reject' && ended?.asked === undefined && this.#isToAsk(slot, now)) return LATER;
    const detail = detailOf(decision);
    this.counts[decision.outcome]++;
    client.tally[decision.outcome]++;
    const code = LOGIN_REPLIES[decision.outcome];
    if (code === SILENCE) return SILENCE;
    writer.beginResponse(code, view);
    if (decision.outcome !== 'reject') this.#letOn(view, client, writer, level, station, now);
    else if (decision.is_full) this.#full(this.#directory.users.ownerOf(slot));
    if (decision.outcome !== 'reject' && ended?.name) writer.addOctets(ATTRIBUTE.user_name, ended.name);
    if (view.has(ATTRIBUTE.vendor_specific)) this.#answerMsChap(view, client, decision, writer);
    if (this.#logbook.hasRoom) this.#record(view, client, decision, detail, now, ended?.name);
    return code;
  }

  /** Writes the rejection of a request that is believed and misframed: `view` has what stands before the fault (RFC 2865 5). */
  rejectMisframed(view: PacketView, client: Client, writer: PacketWriter): void {
    this.counts.reject++;
    client.tally.reject++;
    writer.beginResponse(CODE.access_reject, view);
    this.#found.way = 'password';
    this.#found.slot = -1;
    if (this.#logbook.hasRoom) this.#record(view, client, MISFRAMED, undefined, this.#clock.ms(), undefined);
  }

  /** Whose addresses are to be asked for, after `LATER`. */
  get ownerAsked(): Owner {
    return this.#directory.users.ownerOf(this.#slotAsked);
  }

  #isToAsk(slot: number, now: number): boolean {
    if (slot < 0 || now < this.#entry.ask_at_ms || !this.#entry.is_first || !this.#asks) return false;
    this.#slotAsked = slot;
    return true;
  }

  /** The user who is proven, whose name may be hidden in a tunnel; else whom the request is about. */
  #find(view: PacketView, client: Client, name: Uint8Array | undefined): void {
    const { users } = this.#directory;
    findUser(users, view, client, this.#found);
    if (name === undefined) return;
    this.#found.way = 'password';
    this.#found.slot = users.findName(name, 0, name.length);
  }

  #readStaff(view: PacketView): DeviceLevel | undefined {
    this.#entry.grant = undefined;
    return this.#directory.devices.read(view.text(ATTRIBUTE.user_name), this.#entry);
  }

  #letOn(
    view: PacketView,
    client: Client,
    writer: PacketWriter,
    level: DeviceLevel | undefined,
    station: number,
    now: number,
  ): void {
    if (level !== undefined) {
      writeDeviceAdmission(writer, view, client.vendor, level);
      return;
    }
    if (isLearning(this.#entry)) this.#learn(view, client, now);
    this.#admit(view, client, writer, this.#found.slot, station, now);
  }

  #learn(view: PacketView, client: Client, now: number): void {
    const { users } = this.#directory;
    const { slot } = this.#found;
    const learned = learnFrom(view, client.nas_octets, this.#entry, now);
    if (learned === undefined) return;
    const is_voucher = this.#entry.voucher !== undefined;
    const key = users.learn(slot, learned);
    this.#learned({ ...users.nameOf(slot), owner: users.ownerOf(slot), learned, is_voucher, key });
    if (is_voucher) users.read(slot, this.#entry);
  }

  #admit(view: PacketView, client: Client, writer: PacketWriter, slot: number, station: number, now: number): void {
    const entry = this.#entry;
    const grant = entry.grant;
    if (grant === undefined) return;
    const admission = this.#admission;
    const { ids } = this.#directory.users;
    admission.attributes = grant.attributesFor(client.vendor);
    admission.framed_ip = entry.is_first ? entry.framed_ip : 0;
    admission.prefixes = entry.is_first ? entry.prefixes : NOTHING;
    admission.session_timeout_s = shorter(entry.session_timeout_s, entry.ends_after_s);
    admission.volume = Math.min(entry.ends_after_octets, entry.session_octets);
    admission.volume_attributes = client.vendor.volume;
    admission.tells_end = client.vendor.tells_end;
    admission.ends_at_ms = entry.ends_at_ms;
    this.#loginLow = (this.#loginLow + 1) >>> 0;
    const isNamed = view.has(ATTRIBUTE.acct_session_id);
    const high = isNamed ? 0 : this.#loginHigh;
    const low = isNamed ? 0 : this.#loginLow;
    const walled = grant.mode === 'walled';
    const { rate_down_kbps: down, rate_up_kbps: up } = grant;
    writeClass(admission.class, ids, slot * 32, high, low, walled, down, up, admission.framed_ip, entry.stamp);
    writeChargeable(admission.chargeable, ids, slot * 32);
    writeAdmission(writer, view, admission, now);
    const holds = admission.framed_ip !== 0 || admission.prefixes.length > 0;
    this.#directory.online.expect(ids, slot * 32 + 16, station, now, holds);
  }

  /** What MS-CHAP is told besides: our own proof and keys, or why not. */
  #answerMsChap(view: PacketView, client: Client, decision: Decision, writer: PacketWriter): void {
    const proof = readMsChap(view);
    if (proof === undefined) return;
    if (decision.outcome === 'reject') {
      addMsChapError(writer, proof, decision.ms_chap_error ?? MS_CHAP_ERROR.wrong_password, randomBytes(16));
      return;
    }
    addMsChapSuccess(writer, proof, {
      username: view.octets(ATTRIBUTE.user_name) ?? NOTHING,
      hash: ntHashOf(this.#entry) ?? NOTHING,
      secret: client.secret,
      authenticator: view.bytes.subarray(4, 20),
      salt: randomInt(2 ** 14),
    });
  }

  /** The name as the log has it, when that is not the one the request says: the one proven in a tunnel; and that of a voucher that needs no PIN is a password. */
  #nameShown(name: Uint8Array | undefined): string | undefined {
    const { slot } = this.#found;
    if (slot >= 0 && this.#entry.voucher === 'code')
      return hiddenCode(endingOf(this.#directory.users.nameOf(slot).name.toString()));
    return name === undefined ? undefined : Buffer.from(name).toString();
  }

  #record(
    view: PacketView,
    client: Client,
    decision: Decision,
    detail: string | undefined,
    now: number,
    name: Uint8Array | undefined,
  ): void {
    const { way, slot } = this.#found;
    const seen = this.#seen;
    seen.at_ms = now;
    seen.ids = this.#directory.users.ids;
    seen.ids_at = slot < 0 ? -1 : slot * 32;
    seen.nas = client.nas_octets;
    seen.view = view;
    seen.username = this.#nameShown(name);
    seen.outcome = decision.outcome === 'discard' ? 'reject' : decision.outcome;
    seen.reason = decision.reason;
    seen.way = way;
    seen.detail = detail;
    this.#logbook.login(seen);
  }
}

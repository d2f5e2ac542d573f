import { randomBytes, randomInt } from 'node:crypto';
import {
  ATTRIBUTE,
  addMsChapError,
  addMsChapSuccess,
  MS_CHAP_ERROR,
  type PacketView,
  type PacketWriter,
  readMsChap,
} from '@isp/radius';
import type { Clock } from '../../kernel/clock.ts';
import type { Logbook } from '../accounting/logbook.ts';
import { authorize, type Decision, type Proven } from '../core/authorize.ts';
import { CHARGEABLE_OCTETS, CLASS_OCTETS, writeChargeable, writeClass } from '../core/class.ts';
import { ntHashOf } from '../core/password.ts';
import { type Admission, writeAdmission } from '../core/profile.ts';
import type { Owner } from '../core/record.ts';
import { LOGIN_REPLIES, SILENCE } from '../core/replies.ts';
import { stationKey } from '../core/station.ts';
import type { Client } from '../directory/clients.ts';
import type { Directory } from '../directory/directory.ts';
import { emptyEntry } from '../directory/users.ts';

const shown = (text: string): string => text.replaceAll('\u0000', '\u2400');
const text = (view: PacketView, type: number): string | undefined => {
  const value = view.text(type);
  return value === undefined ? undefined : shown(value);
};

/** What was found out before, and the name that was proven when it is not the User-Name. */
interface Ended {
  readonly proven: Proven;
  readonly name?: Uint8Array | undefined;
}

const NOTHING = Buffer.alloc(0);

const stationOf = (view: PacketView): number => {
  const i = view.find(ATTRIBUTE.calling_station_id);
  return i < 0 ? -1 : stationKey(view.bytes, view.start(i), view.size(i));
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
  return station;
};

/** Answers Access-Requests that are believed and new, from memory alone. */
export class LogIn {
  #directory: Pick<Directory, 'users' | 'online'>;
  #logbook: Pick<Logbook, 'hasRoom' | 'login'>;
  #clock: Pick<Clock, 'ms'>;
  #full: (owner: Owner) => void;
  #entry = emptyEntry();
  #admission: Admission = {
    attributes: Buffer.alloc(0),
    class: Buffer.alloc(CLASS_OCTETS),
    framed_ip: 0,
    session_timeout_s: 0,
    ends_at_ms: 0,
    chargeable: Buffer.alloc(CHARGEABLE_OCTETS),
  };
  /** Two halves of a number no two log-ins share: one by chance for this process, one counting. */
  #loginHigh = randomInt(2 ** 32);
  #loginLow = randomInt(2 ** 32);
  readonly counts = { accept: 0, walled: 0, reject: 0, discard: 0 };

  /** `full` hears of those who were rejected for their sessions alone. */
  constructor(
    directory: Pick<Directory, 'users' | 'online'>,
    logbook: Pick<Logbook, 'hasRoom' | 'login'>,
    clock: Pick<Clock, 'ms'>,
    full: (owner: Owner) => void,
  ) {
    this.#directory = directory;
    this.#logbook = logbook;
    this.#clock = clock;
    this.#full = full;
  }

  /**
   * Writes the answer's attributes into `writer`, begun with the right code, which it gives, or `SILENCE`. The caller ends the answer. `ended` tells what
   * a conversation or a hash has said before.
   */
  answer(view: PacketView, client: Client, writer: PacketWriter, ended?: Ended): number {
    const slot = this.#slotOf(view, ended?.name);
    const now = this.#clock.ms();
    const station = slot < 0 ? -1 : readUser(this.#directory, slot, view, now, this.#entry);
    const decision = authorize(view, client.secret, slot < 0 ? undefined : this.#entry, now, ended?.proven);
    this.counts[decision.outcome]++;
    client.tally[decision.outcome]++;
    const code = LOGIN_REPLIES[decision.outcome];
    if (code === SILENCE) return SILENCE;
    writer.beginResponse(code, view);
    if (decision.outcome !== 'reject') this.#admit(view, client, writer, slot, station, now);
    else if (decision.is_full) this.#full(this.#directory.users.ownerOf(slot));
    if (decision.outcome !== 'reject' && ended?.name) writer.addOctets(ATTRIBUTE.user_name, ended.name);
    if (view.has(ATTRIBUTE.vendor_specific)) this.#answerMsChap(view, client, decision, writer);
    if (this.#logbook.hasRoom) this.#record(view, client, decision, slot, now, ended?.name);
    return code;
  }

  /** The user who is proven, whose name may be hidden in a tunnel; else the one the User-Name names. */
  #slotOf(view: PacketView, name: Uint8Array | undefined): number {
    const users = this.#directory.users;
    if (name !== undefined) return users.find(name, 0, name.length);
    const i = view.find(ATTRIBUTE.user_name);
    return i < 0 ? -1 : users.find(view.bytes, view.start(i), view.size(i));
  }

  #admit(view: PacketView, client: Client, writer: PacketWriter, slot: number, station: number, now: number): void {
    const entry = this.#entry;
    const grant = entry.grant;
    if (grant === undefined) return;
    const admission = this.#admission;
    const { ids } = this.#directory.users;
    admission.attributes = grant.attributesFor(client.vendor);
    admission.framed_ip = entry.framed_ip;
    admission.session_timeout_s = entry.session_timeout_s;
    admission.ends_at_ms = entry.ends_at_ms;
    this.#loginLow = (this.#loginLow + 1) >>> 0;
    const walled = grant.mode === 'walled';
    const { rate_down_kbps: down, rate_up_kbps: up } = grant;
    writeClass(admission.class, ids, slot * 32, this.#loginHigh, this.#loginLow, walled, down, up, entry.framed_ip);
    writeChargeable(admission.chargeable, ids, slot * 32);
    writeAdmission(writer, view, admission, now);
    this.#directory.online.expect(ids, slot * 32 + 16, station, now);
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

  #record(
    view: PacketView,
    client: Client,
    decision: Decision,
    slot: number,
    now: number,
    name: Uint8Array | undefined,
  ): void {
    const owner = slot < 0 ? undefined : this.#directory.users.ownerOf(slot);
    this.#logbook.login({
      at_ms: now,
      account_id: owner?.account_id ?? null,
      subscription_id: owner?.subscription_id ?? null,
      username: name === undefined ? (text(view, ATTRIBUTE.user_name) ?? '') : shown(Buffer.from(name).toString()),
      nas_id: client.nas_id,
      calling_station_id: text(view, ATTRIBUTE.calling_station_id) ?? null,
      outcome: decision.outcome === 'discard' ? 'reject' : decision.outcome,
      reason: decision.reason,
    });
  }
}

import { CODE } from '@isp/radius';
import type { Id } from '@isp/values';
import { COUNTED, type Counted, type TallyRow } from '../core/nas-tally.ts';
import type { Discard } from './discards.ts';

/** Plain numbers of what came from one NAS, which the packets' way adds to without making garbage. */
export class Tally implements Counted {
  requests = 0;
  status = 0;
  accept = 0;
  walled = 0;
  reject = 0;
  discard = 0;
  accounting = 0;
  repeated = 0;
  wrong_secret = 0;
  discards = 0;
  /** While its secret is being changed: requests proven by the one it has, and by the one that comes. */
  by_current = 0;
  by_next = 0;

  /** A packet of this kind came and is believed. */
  hear(code: number): void {
    if (code === CODE.access_request) this.requests++;
    else if (code === CODE.accounting_request) this.accounting++;
    else this.status++;
  }

  /** A datagram gets no answer. */
  drop(reason: Discard): void {
    this.discards++;
    if (reason === 'authenticator-wrong' || reason === 'message-authenticator-wrong') this.wrong_secret++;
    if (reason === 'in-flight') this.repeated++;
  }

  /** What was counted, or nothing when that is nothing; counting begins anew. */
  take(nas_id: Id): TallyRow | undefined {
    if (COUNTED.every((name) => this[name] === 0)) return undefined;
    const row = { nas_id, ...this };
    for (const name of COUNTED) this[name] = 0;
    return row;
  }

  /** Puts back what could not be written. */
  restore(row: TallyRow): void {
    for (const name of COUNTED) this[name] += row[name];
  }
}

/** A tally for each NAS that was heard of since the process began. */
export class Tallies {
  #all = new Map<Id, Tally>();

  of(nas_id: Id): Tally {
    const known = this.#all.get(nas_id);
    if (known !== undefined) return known;
    const made = new Tally();
    this.#all.set(nas_id, made);
    return made;
  }

  take(): TallyRow[] {
    return [...this.#all].flatMap(([nas_id, tally]) => tally.take(nas_id) ?? []);
  }

  restore(rows: readonly TallyRow[]): void {
    for (const row of rows) this.of(row.nas_id).restore(row);
  }
}

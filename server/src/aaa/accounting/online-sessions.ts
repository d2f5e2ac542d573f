import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { Logger } from '../../kernel/observe.ts';
import { NOBODY, type SessionRecord } from '../core/record.ts';
import type { Online } from '../directory/online.ts';
import { closeReplaced, type SessionKey } from '../store/accounting.ts';

const AT_ONCE = 500;
/** So long more ghosts are waited for after a statement, so that there are many. */
const PAUSE_MS = 100;
/** Ghosts that may wait to be closed; of more, the silence tells later. */
const MOST = 100_000;

/**
 * Keeps who is online true to what was committed. A Start of the same subscription and station as an open session says that the session is a
 * ghost, whose Stop was lost: it is closed, behind the answer and many by one statement, as thousands come back at once after a power cut. A
 * further link of a bundle (RFC 2866 5.11) goes on beside the others.
 */
export class OnlineSessions {
  #online: Online;
  #pool: pg.Pool;
  #log: Logger;
  #closed: (keys: readonly SessionKey[]) => void;
  #ghosts: SessionKey[] = [];
  #closing = false;

  /** `closed` hears of the ghosts that were closed. */
  constructor(online: Online, pool: pg.Pool, log: Logger, closed: (keys: readonly SessionKey[]) => void) {
    this.#online = online;
    this.#pool = pool;
    this.#log = log;
    this.#closed = closed;
  }

  /** Takes what a commit changed. */
  follow(records: readonly SessionRecord[], closed: readonly SessionKey[]): void {
    for (const record of records) this.#take(record);
    for (const { id } of closed) this.#online.closed(id);
    if (this.#ghosts.length > 0 && !this.#closing) void this.#close();
  }

  #take(record: SessionRecord): void {
    if (record.account_id === NOBODY.account_id) return;
    if (record.kind === 'stop') {
      this.#online.closed(record.id);
      return;
    }
    if (record.kind === 'start' && !record.further_link) this.#replace(record);
    this.#online.heard(record);
  }

  #replace(record: SessionRecord): void {
    for (const id of this.#online.replacedBy(record)) {
      this.#online.closed(id);
      if (this.#ghosts.length < MOST) this.#ghosts.push({ account_id: record.account_id, id });
    }
  }

  async #close(): Promise<void> {
    this.#closing = true;
    while (this.#ghosts.length > 0) {
      const ghosts = this.#ghosts.splice(0, AT_ONCE);
      try {
        this.#closed(await closeReplaced(this.#pool, ghosts));
      } catch (err) {
        this.#log.warn(
          { err, ghosts },
          'sessions whose station began another stay open until they were silent for long',
        );
      }
      if (this.#ghosts.length < AT_ONCE) await sleep(PAUSE_MS);
    }
    this.#closing = false;
  }
}

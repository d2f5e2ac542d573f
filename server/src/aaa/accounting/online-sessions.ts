import type pg from 'pg';
import type { Logger } from '../../kernel/observe.ts';
import { NOBODY, type SessionRecord } from '../core/record.ts';
import type { Online } from '../directory/online.ts';
import { closeReplaced, type SessionKey } from '../store/accounting.ts';

/**
 * Keeps who is online true to what was committed. A Start of the same subscription and station as an open session says that the session is a
 * ghost, whose Stop was lost: it is closed. A further link of a bundle (RFC 2866 5.11) goes on beside the others.
 */
export class OnlineSessions {
  #online: Online;
  #pool: pg.Pool;
  #log: Logger;
  #closed: (keys: readonly SessionKey[]) => void;

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
  }

  #take(record: SessionRecord): void {
    if (record.account_id === NOBODY.account_id) return;
    if (record.kind === 'stop') {
      this.#online.closed(record.id);
      return;
    }
    const ghosts = record.kind === 'start' && !record.further_link ? this.#online.replacedBy(record) : [];
    if (ghosts.length > 0) void this.#close(record, ghosts);
    this.#online.heard(record);
  }

  async #close({ account_id }: SessionRecord, ids: readonly string[]): Promise<void> {
    for (const id of ids) this.#online.closed(id);
    try {
      this.#closed(await closeReplaced(this.#pool, account_id, ids));
    } catch (err) {
      this.#log.warn({ err, ids }, 'sessions whose station began another stay open until they were silent for long');
    }
  }
}

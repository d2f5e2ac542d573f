import { ATTRIBUTE, CODE, PacketView, parsePacket } from '@isp/radius';
import type { Id } from '@isp/values';
import type { Clock } from '../../kernel/clock.ts';
import type { Database } from '../../kernel/db.ts';
import type { Logger } from '../../kernel/observe.ts';
import { type StrangerRow, writeStrangers } from '../store/strangers.ts';

const EVERY_MS = 2000;
/** Addresses noted between two writings: in a flood of invented ones the rest is only counted, as discards are. */
const MOST = 100;
const LONGEST = 120;

interface StrangersOptions {
  readonly db: Database;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Logger;
}

const view = new PacketView();

const shown = <T extends string | null>(identifier: T) =>
  (identifier?.replaceAll('\u0000', '\u2400').slice(0, LONGEST) ?? null) as T;

const identifierIn = (datagram: Buffer): string | null =>
  parsePacket(view, datagram) === undefined ? shown(view.text(ATTRIBUTE.nas_identifier) ?? null) : null;

const REQUESTS: ReadonlySet<number> = new Set([CODE.access_request, CODE.accounting_request, CODE.status_server]);

/** Who asks and is no NAS of ours: noted with what it calls itself, so that it can be added by a click. */
export class Strangers {
  readonly #options: StrangersOptions;
  readonly #seen = new Map<string, { -readonly [K in keyof StrangerRow]: StrangerRow[K] }>();
  readonly #timer: NodeJS.Timeout;
  #writing: Promise<void> | undefined;

  constructor(options: StrangersOptions) {
    this.#options = options;
    this.#timer = setInterval(() => this.#write(), EVERY_MS);
  }

  /** One more datagram of a stranger. */
  note(address: string, datagram: Buffer): void {
    const known = this.#seen.get(address);
    if (known !== undefined) {
      known.count++;
      return;
    }
    const code = datagram[0] ?? 0;
    if (this.#seen.size >= MOST || !REQUESTS.has(code)) return;
    this.#seen.set(address, { address, nas_identifier: identifierIn(datagram), range_id: null, code, count: 1 });
  }

  /** One more packet of somebody who has the secret of a range and is none of its NASes. */
  noteIn(range_id: Id, address: string, code: number, identifier: string): void {
    const nas_identifier = shown(identifier);
    const key = `${address} ${nas_identifier}`;
    const known = this.#seen.get(key);
    if (known !== undefined) known.count++;
    else if (this.#seen.size < MOST) this.#seen.set(key, { address, nas_identifier, range_id, code, count: 1 });
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#writing;
  }

  #write(): void {
    if (this.#seen.size === 0 || this.#writing !== undefined) return;
    const rows = [...this.#seen.values()];
    this.#seen.clear();
    const { db, clock, log } = this.#options;
    this.#writing = writeStrangers(db, clock.now(), rows)
      .catch((err: unknown) => log.warn({ err }, 'strangers that asked by RADIUS could not be written down'))
      .finally(() => {
        this.#writing = undefined;
      });
  }
}

import type { PacketView, Secret } from '@isp/radius';
import type { Id } from '@isp/values';
import type { Clock } from '../../kernel/clock.ts';
import type { Batcher } from '../accounting/batcher.ts';
import type { Logbook } from '../accounting/logbook.ts';
import type { Owner } from '../core/record.ts';
import type { Port } from '../core/replies.ts';
import type { Directory } from '../directory/directory.ts';
import type { PasswordChecks } from '../passwords/password-checks.ts';
import type { Deliverer } from '../proxy/deliverer.ts';
import type { LogInProxy } from '../proxy/log-in-proxy.ts';
import type { AddressAsks } from './ask-addresses.ts';
import type { Discards } from './discards.ts';
import type { LateWriter } from './late-writer.ts';
import type { LearnedLogIn } from './log-in.ts';
import type { Newcomer } from './newcomers.ts';
import type { Strangers } from './strangers.ts';

/** Where an answer goes out: the socket its request came in by. */
export interface Outlet {
  /** True when nothing can go out any more: work for it is pointless (RFC 6613 2.6.1). */
  readonly closed: boolean;
  /** Signs (`signResponse`) and sends the answer that the first `length` octets of `bytes` are now; a connection needs no port and address. */
  answer(bytes: Buffer, length: number, secret: Secret, port: number, address: string): void;
}

/** Where a packet came from, and by which socket. */
export interface From {
  readonly port: Port;
  readonly address: string;
  /** Of a connection its number, which no port has. */
  readonly sourcePort: number;
  readonly outlet: Outlet;
}

/** What the door works with. */
export interface DoorOptions {
  readonly directory: Directory;
  readonly batcher: Batcher;
  readonly logbook: Logbook;
  readonly discards: Discards;
  readonly passwords: PasswordChecks;
  readonly addresses: AddressAsks;
  /** Log-ins and accounting of realms that are not ours. */
  readonly proxy: LogInProxy;
  readonly deliverer: Deliverer;
  /** Hears of those who are no NAS. */
  readonly strangers: Pick<Strangers, 'note' | 'noteIn'>;
  /** Hears of those that register themselves. */
  readonly newcomers: Pick<LateWriter<Newcomer>, 'add'>;
  readonly clock: Clock;
  /** Hears of those who were rejected because they are online as often as they may. */
  readonly full: (owner: Owner) => void;
  /** Hears of what an accepted log-in holds from now on. */
  readonly learned: (one: LearnedLogIn) => void;
  /** Hears of a NAS that was seen to send a Message-Authenticator, of which that was not known. */
  readonly signs: (nas_id: Id) => void;
}

/** What tells a request from another: where it came from, its code, identifier and authenticator (RFC 5080 2.2.2). */
export const requestKey = (view: PacketView, { address, sourcePort }: From): string =>
  `${address} ${sourcePort} ${view.code} ${view.bytes.toString('latin1', 1, 20)}`;

import { CODE, MAX_PACKET_OCTETS, PacketView, PacketWriter, parsePacket, verifyRequest } from '@isp/radius';
import type { Clock } from '../../kernel/clock.ts';
import type { Batcher } from '../accounting/batcher.ts';
import type { Logbook } from '../accounting/logbook.ts';
import { readRecord, type Owner } from '../core/record.ts';
import { type Port, RECORD_REPLIES, SILENCE, STATUS_REPLIES, TAKEN } from '../core/replies.ts';
import type { Client } from '../directory/clients.ts';
import type { Directory } from '../directory/directory.ts';
import { type Discard, Discards } from './discards.ts';
import { Slabs } from './duplicates.ts';
import { LogIn } from './log-in.ts';

/** Where an answer goes out: the socket its request came in by. */
export interface Outlet {
  send(bytes: Buffer, offset: number, length: number, port: number, address: string): void;
}

export interface DoorOptions {
  readonly directory: Directory;
  readonly batcher: Batcher;
  readonly logbook: Logbook;
  readonly discards: Discards;
  readonly clock: Clock;
}

/** How many buffers answers leave in by turns, so that one still on its way out is not overwritten. */
const RING = 64;

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
  #inFlight = new Set<string>();
  #ring = Array.from({ length: RING }, () => Buffer.alloc(MAX_PACKET_OCTETS));
  #turn = 0;
  readonly counts = { status: 0, repeated: 0, acknowledged: 0 };

  constructor(options: DoorOptions) {
    this.#options = options;
    this.#logIn = new LogIn(options.directory, options.logbook, options.clock);
  }

  /** Log-ins by how they ended. */
  get logIns(): Readonly<Record<'accept' | 'walled' | 'reject' | 'discard', number>> {
    return this.#logIn.counts;
  }

  /** Takes one datagram. Never throws. */
  receive(port: Port, datagram: Buffer, address: string, sourcePort: number, outlet: Outlet): void {
    try {
      this.#receive(port, datagram, address, sourcePort, outlet);
    } catch {
      this.#discard(address, 'handler-failed');
    }
  }

  #receive(port: Port, datagram: Buffer, address: string, sourcePort: number, outlet: Outlet): void {
    const client = this.#options.directory.clients.find(address);
    if (client === undefined) return this.#discard(address, 'unknown-client');
    const view = this.#view;
    const malformed = parsePacket(view, datagram);
    if (malformed !== undefined) return this.#discard(client.address, malformed);
    if (!TAKEN[port].includes(view.code)) return this.#discard(client.address, 'wrong-port');
    const distrust = verifyRequest(view, client.secret, client.policy);
    if (distrust !== undefined) return this.#discard(client.address, distrust);
    if (view.code === CODE.access_request) this.#access(client, address, sourcePort, outlet);
    else if (view.code === CODE.accounting_request) this.#accounting(client, address, sourcePort, outlet);
    else this.#status(port, client, address, sourcePort, outlet);
  }

  #discard(client: string, reason: Discard): void {
    this.#options.discards.count(client, reason);
  }

  #access(client: Client, address: string, sourcePort: number, outlet: Outlet): void {
    const view = this.#view;
    const now = performance.now();
    const slab = this.#slabs.of(client.answered, sourcePort, now);
    const before = slab.find(view.bytes, now);
    if (before !== undefined) {
      this.counts.repeated++;
      outlet.send(before, 0, before.length, sourcePort, address);
      return;
    }
    if (!this.#logIn.answer(view, client, this.#writer)) return this.#discard(client.address, 'no-credential');
    const length = this.#writer.finishResponse(view, client.secret);
    if (length === 0) return this.#discard(client.address, 'answer-too-large');
    const kept = slab.keep(view.bytes, this.#writer.bytes, length, now);
    outlet.send(kept, slab.offset(view.bytes), length, sourcePort, address);
  }

  #status(port: Port, client: Client, address: string, sourcePort: number, outlet: Outlet): void {
    this.counts.status++;
    const able = port === 'auth' || (this.#options.batcher.able && this.#options.directory.fresh);
    const code = STATUS_REPLIES[port][able ? 'able' : 'unable'];
    if (code === SILENCE) return this.#discard(client.address, 'unable');
    const answer = this.#finish(code, client);
    if (answer > 0) this.#sendCopy(answer, sourcePort, address, outlet);
    else this.#discard(client.address, 'answer-too-large');
  }

  #finish(code: number, client: Client): number {
    this.#writer.beginResponse(code, this.#view);
    return this.#writer.finishResponse(this.#view, client.secret);
  }

  #sendCopy(length: number, sourcePort: number, address: string, outlet: Outlet): void {
    this.#turn = (this.#turn + 1) % RING;
    const buffer = this.#ring[this.#turn] as Buffer;
    this.#writer.bytes.copy(buffer, 0, 0, length);
    outlet.send(buffer, 0, length, sourcePort, address);
  }

  #find = (username: Buffer): Owner | undefined => {
    const { users } = this.#options.directory;
    const slot = users.find(username, 0, username.length);
    return slot < 0 ? undefined : users.ownerOf(slot);
  };

  #accounting(client: Client, address: string, sourcePort: number, outlet: Outlet): void {
    const view = this.#view;
    const key = `${address} ${sourcePort} ${view.bytes.toString('latin1', 1, 20)}`;
    if (this.#inFlight.has(key)) return this.#discard(client.address, 'in-flight');
    const sender = { nas_id: client.nas_id, client: client.address };
    const reading = readRecord(view, sender, this.#find, this.#options.clock.ms());
    if ('refused' in reading) return this.#discard(client.address, reading.refused);
    const length = this.#finish(RECORD_REPLIES['passed' in reading ? 'passed' : 'stored'], client);
    if (length === 0) return this.#discard(client.address, 'answer-too-large');
    if ('passed' in reading) return this.#sendCopy(length, sourcePort, address, outlet);
    const answer = Buffer.from(this.#writer.bytes.subarray(0, length));
    this.#inFlight.add(key);
    const taken = this.#options.batcher.add(reading.record, (stored) => {
      this.#inFlight.delete(key);
      if (!stored) return this.#discard(client.address, 'not-storable');
      this.counts.acknowledged++;
      outlet.send(answer, 0, answer.length, sourcePort, address);
    });
    if (taken) return;
    this.#inFlight.delete(key);
    this.#discard(client.address, 'queue-full');
  }
}

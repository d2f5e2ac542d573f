import { prepareSecret, type RequestPolicy, type Secret, STRICT_POLICY, type Vendor, vendorOf } from '@isp/radius';
import type { Id } from '@isp/values';
import type { AnswerSlab } from '../answer/duplicates.ts';
import { Tallies, Tally } from '../answer/tally.ts';
import { findRange, parseRange, plainAddress, type Range } from '../core/address.ts';
import { type Sender, senderOf } from '../core/record.ts';
import { idOctets, memberId } from '../core/session-id.ts';
import type { Asker } from '../core/way.ts';
import type { NasRow } from '../store/directory.ts';
import { Family } from './family.ts';

/** A NAS with its secret in clear. */
export type Nas = Omit<NasRow, 'secret_sealed' | 'next_secret_sealed'> & {
  readonly secret: string;
  /** The one that is to take its place; requests under either are believed. */
  readonly next_secret?: string | undefined;
};

/** A client whose secret is being changed. */
interface Changing {
  /** The same client under the secret that comes. */
  readonly next: Client;
  /** Whether the next one was proven last: what proves neither is taken to be under that. */
  isNext: boolean;
  /** Of whose secret it is. */
  readonly tally: Tally;
}

/** One address that packets come from, and the NAS it belongs to. */
export interface Client extends Asker {
  readonly address: string;
  readonly nas_id: Id;
  readonly secret: Secret;
  readonly vendor: Vendor;
  policy: RequestPolicy;
  /** Whether the first Message-Authenticator it is seen to send makes all that follow it required. */
  learns: boolean;
  /** As its accounting records name it. */
  readonly sender: Sender;
  /** What was answered lately, to log-ins and to accounting, by source port. */
  readonly answered: Map<number, AnswerSlab>;
  readonly accounted: Map<number, AnswerSlab>;
  /** What came from its NAS, counted. */
  readonly tally: Tally;
  readonly changing?: Changing | undefined;
  /** When its NASes are told apart by NAS-Identifier. */
  readonly family?: Family<Known> | undefined;
}

type Facts = Omit<Client, 'address' | 'answered' | 'accounted' | 'sender' | 'changing'>;
type Known = Facts & {
  readonly mark: string;
  readonly next: Secret | undefined;
  readonly isNext: boolean;
  /** Of whose secret it is. */
  readonly keeper: Tally;
};
type NasRange = Range & { readonly known: Known };
type MarkedClient = Client & { readonly mark: string; readonly called: string };

const REMEMBERED = 50_000;
const STRANGERS = 10_000;

const LENIENT: RequestPolicy = { require_message_authenticator: false, limit_proxy_state: true };
/** Nothing beyond what the RFCs ask. */
export const NOTHING_ASKED: RequestPolicy = { require_message_authenticator: false, limit_proxy_state: false };

/** Without Message-Authenticator a Proxy-State could hide a forgery (CVE-2024-3596), so it is not taken then, unless nothing is asked. */
const policyOf = ({ message_authenticator, signs_since }: Nas): RequestPolicy => {
  if (message_authenticator === 'off') return NOTHING_ASKED;
  return message_authenticator === 'required' || signs_since !== null ? STRICT_POLICY : LENIENT;
};

/** What a NAS says of how its log-ins are decided on. */
export const askerOf = ({ id, mac_auth, identify_by, device_log_in }: Nas): Omit<Asker, 'secret'> => ({
  nas_octets: idOctets(id),
  mac_auth,
  identify_by,
  device_log_in,
});

const prepared = (secret: string): Secret => prepareSecret(Buffer.from(secret, 'utf8'));

const knownOf = (nas: Nas, tally: Tally, keeper = tally): Known => ({
  ...askerOf(nas),
  nas_id: nas.id,
  keeper,
  secret: prepared(nas.secret),
  next: nas.next_secret === undefined ? undefined : prepared(nas.next_secret),
  isNext: nas.uses_next,
  tally,
  vendor: vendorOf(nas.vendor),
  policy: policyOf(nas),
  learns: nas.message_authenticator === 'auto' && nas.signs_since === null,
  mark: JSON.stringify([
    ...[nas.id, nas.secret, nas.next_secret, nas.vendor, nas.message_authenticator, nas.signs_since],
    ...[nas.mac_auth, nas.identify_by, nas.device_log_in, nas.by_identifier !== 'off'],
  ]),
});

/** What is known of a NAS as a client at one of its addresses, to which nothing was answered yet. One that `isTold` by its NAS-Identifier is the same wherever it is. */
export const newClient = <K extends Facts>(known: K, address: string, isTold: boolean): K & Client => ({
  ...known,
  address,
  sender: senderOf(known.nas_id, address, isTold),
  answered: new Map<number, AnswerSlab>(),
  accounted: new Map<number, AnswerSlab>(),
});

/** The address of a NAS, or the first of its range. */
export const networkAddress = (nas: Pick<Nas, 'address'>): string => plainAddress(nas.address.split('/')[0] ?? '');

/** A NAS as a client at one of its addresses. */
export const clientOf = (nas: Nas, address: string): Client =>
  newClient(knownOf(nas, new Tally()), address, nas.identifier !== null);

/** With a secret that comes, the client under that one too: one and the same in all that was answered and counted. */
const changingOf = (client: Client, { next, isNext, keeper }: Known): Changing | undefined =>
  next === undefined ? undefined : { next: { ...client, secret: next }, isNext, tally: keeper };

const octetsIn = (identifier: string): string => Buffer.from(identifier, 'utf8').toString('latin1');

const isOne = ({ octets, prefix }: Range): boolean => prefix === octets.length * 8;

/**
 * Who may ask, found by the address a datagram came from and nothing else (RFC 2865 3, 5.4): an address of its own before a range, a
 * narrow range before a wide one. Answers are remembered, strangers' too, so a flood of unknown senders costs a look into a map each.
 */
export class Clients {
  #single = new Map<string, Known>();
  #ranges: NasRange[] = [];
  #clients = new Map<string, MarkedClient>();
  #strangers = new Set<string>();
  #families = new Map<Id, Family<Known>>();
  /** What came from each NAS, counted. */
  readonly tallies = new Tallies();

  /** Takes the NASes there are; what is remembered of those that stay the same stays. A NAS without a secret is not taken. */
  set(all: readonly Nas[]): void {
    this.#setFamilies(all);
    const ranges = all.flatMap((nas) => {
      const range = nas.secret === '' || nas.range_id !== null ? undefined : parseRange(nas.address);
      if (range === undefined) return [];
      const known = { ...knownOf(nas, this.tallies.of(nas.id)), family: this.#families.get(nas.id) };
      return [{ ...range, text: networkAddress(nas), known }];
    });
    this.#single = new Map(ranges.filter(isOne).map(({ text, known }) => [text, known]));
    this.#ranges = ranges.filter((range) => !isOne(range)).sort((a, b) => b.prefix - a.prefix);
    this.#strangers.clear();
    for (const [source, client] of this.#clients)
      if (this.#lookFor(client)?.mark !== client.mark) this.#clients.delete(source);
  }

  #setFamilies(all: readonly Nas[]): void {
    const members = Map.groupBy(all, ({ range_id }) => range_id);
    const before = this.#families;
    this.#families = new Map();
    for (const nas of all) {
      if (nas.by_identifier === 'off') continue;
      const family = before.get(nas.id) ?? new Family<Known>();
      const known = (members.get(nas.id) ?? []).map(
        (one) => [octetsIn(one.identifier ?? ''), this.#memberOf(one)] as const,
      );
      family.set(nas.by_identifier, nas.new_room, known, (called) => this.#newcomerOf(nas, called));
      this.#families.set(nas.id, family);
    }
  }

  #memberOf(nas: Nas): Known | 'refused' {
    if (nas.state === 'disabled' || nas.secret === '') return 'refused';
    return knownOf(nas, this.tallies.of(nas.id), this.tallies.of(nas.keeper_id));
  }

  /** One that is to be registered: as its range is. */
  #newcomerOf(range: Nas, called: string): Known {
    const id = memberId(range.id, Buffer.from(called, 'latin1'));
    return knownOf({ ...range, id, by_identifier: 'off' }, this.tallies.of(id), this.tallies.of(range.id));
  }

  /** The client at a source address as the socket gives it, or `undefined` for a stranger. */
  find(source: string): Client | undefined {
    const known = this.#clients.get(source);
    if (known !== undefined) return known;
    return this.#strangers.has(source) ? undefined : this.#meet(source);
  }

  /** Who calls itself so at the address of a client whose NASes are told apart, one character an octet. */
  member(at: Client, called: string): Client | 'refused' | undefined {
    const known = at.family?.find(called);
    if (known === undefined || known === 'refused') return known;
    const source = `${at.address} ${called}`;
    return this.#clients.get(source) ?? this.#keep(source, known, at.address, called);
  }

  /** Takes one that calls itself so and is not known; `undefined` when too many wait to be looked at. */
  admit(at: Client, called: string): Client | undefined {
    if (at.family?.admit(called) !== true) return undefined;
    const member = this.member(at, called);
    return member === 'refused' ? undefined : member;
  }

  /** One that was taken is not to be registered after all. */
  dismiss(range_id: Id, called: string): void {
    this.#families.get(range_id)?.dismiss(called);
  }

  #lookFor({ address, called }: MarkedClient): Known | undefined {
    const known = this.#look(address);
    if (called === '') return known;
    const member = known?.family?.find(called);
    return member === 'refused' ? undefined : member;
  }

  #look(address: string): Known | undefined {
    return this.#single.get(address) ?? findRange(this.#ranges, address)?.known;
  }

  #meet(source: string): Client | undefined {
    const address = plainAddress(source);
    const known = this.#look(address);
    if (known === undefined) {
      if (this.#strangers.size >= STRANGERS) this.#strangers.clear();
      this.#strangers.add(source);
      return undefined;
    }
    return this.#keep(source, known, address, '');
  }

  #keep(source: string, known: Known, address: string, called: string): Client {
    if (this.#clients.size >= REMEMBERED) this.#clients.clear();
    const made: MarkedClient = { ...newClient(known, address, called !== ''), called };
    const client = { ...made, changing: changingOf(made, known) };
    this.#clients.set(source, client);
    return client;
  }
}

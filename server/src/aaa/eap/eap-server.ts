import { randomInt } from 'node:crypto';
import {
  ATTRIBUTE,
  addEapMessage,
  addMppeKeys,
  CODE,
  EAP_CODE,
  EAP_TYPE,
  type EapMethod,
  type EapPacket,
  type EapTurn,
  eapFailure,
  eapMessage,
  eapRequest,
  eapSuccess,
  type MppeKeys,
  type PacketView,
  type PacketWriter,
  parseEap,
  readNak,
} from '@isp/radius';
import type { Discard } from '../answer/discards.ts';
import type { Ended, LogIn } from '../answer/log-in.ts';
import type { Decision, Proven } from '../core/authorize.ts';
import { LATER } from '../core/replies.ts';
import type { Client } from '../directory/clients.ts';
import type { Directory } from '../directory/directory.ts';
import type { PasswordChecks } from '../passwords/password-checks.ts';
import { type Conversation, Conversations } from './conversations.ts';
import { methodOf, offered } from './methods.ts';
import { Resumptions } from './resumptions.ts';

const NOTHING = Buffer.alloc(0);

const wrong = (reason: string): Decision => ({ outcome: 'reject', reason });
const STATE = wrong('answers a challenge that was never given, or too late');
const IDENTITY = wrong('its EAP identity is not the User-Name');
const NO_METHOD = wrong('wants no EAP method that is offered');
const WRONG: Readonly<Record<number, Decision>> = {
  [EAP_TYPE.md5]: wrong('wrong password by EAP-MD5'),
  [EAP_TYPE.mschapv2]: wrong('wrong password by EAP-MSCHAPv2'),
};

/** What an Access-Request of a conversation comes to. */
export type EapOutcome =
  | { readonly kind: 'challenge'; readonly state: Buffer; readonly request: Buffer }
  | {
      readonly kind: 'end';
      readonly identifier: number;
      readonly proven: Proven;
      readonly name?: Uint8Array | undefined;
      readonly keys?: MppeKeys | undefined;
    }
  | { readonly kind: 'discard'; readonly reason: Discard };

/** What a packet of a conversation came with; all that is looked at of it. */
interface Heard {
  readonly client: Client;
  readonly user_name: string;
  readonly eap: EapPacket;
  readonly state: Buffer | undefined;
  readonly size: number;
  readonly now: number;
}

/** Octets of a link without Framed-MTU; of an Ethernet, 802.1X's own header aside (RFC 3580 3.10); of EAP's and a method's heads. */
const MTU = 1024;
const MOST_MTU = 1500;
const LEAST_MTU = 64;
const HEADS = 4 + 5;

const sizeOf = (view: PacketView): number => {
  const mtu = view.integer(ATTRIBUTE.framed_mtu);
  return (mtu < LEAST_MTU ? MTU : Math.min(mtu, MOST_MTU)) - HEADS;
};

const following = (identifier: number): number => (identifier + 1) & 0xff;

/**
 * EAP over RADIUS (RFC 3579): carries the conversation of a method, one Access-Challenge after another, and lets `LogIn` decide when the method
 * has ended, by the same checks as for any other proof.
 */
export class EapServer {
  #directory: Pick<Directory, 'users' | 'tls'>;
  #logIn: LogIn;
  #passwords: PasswordChecks;
  #conversations = new Conversations();
  #resumptions = new Resumptions();

  constructor(directory: Pick<Directory, 'users' | 'tls'>, logIn: LogIn, passwords: PasswordChecks) {
    this.#directory = directory;
    this.#logIn = logIn;
    this.#passwords = passwords;
  }

  /** Conversations under way. */
  get underWay(): number {
    return this.#conversations.count;
  }

  /** Conversations that came back to a session of before. */
  get resumed(): number {
    return this.#resumptions.resumed;
  }

  /** Takes an Access-Request with EAP-Message. What it comes to is known at once, or, when TLS or a slow hash has to think, later; `view` is not looked at any more then. */
  hear(view: PacketView, client: Client, now: number): EapOutcome | Promise<EapOutcome> {
    const octets = eapMessage(view) ?? NOTHING;
    const user_name = view.latin1(ATTRIBUTE.user_name) ?? '';
    if (octets.length === 0) return this.#ask({ client, user_name, now }, randomInt(256), EAP_TYPE.identity);
    const eap = parseEap(Buffer.from(octets));
    if (eap?.code !== EAP_CODE.response) return { kind: 'discard', reason: 'eap-malformed' };
    const state = view.octets(ATTRIBUTE.state);
    return this.#hear({ client, user_name, eap, state: state && Buffer.from(state), size: sizeOf(view), now });
  }

  /** Writes what it came to into `writer`; the caller ends the answer. Gives the reason when there is to be none, or `LATER` as `LogIn.answer` does, which `asked` ends. */
  write(
    outcome: EapOutcome,
    view: PacketView,
    client: Client,
    writer: PacketWriter,
    asked: Ended['asked'],
  ): Discard | typeof LATER | undefined {
    if (outcome.kind === 'discard') return outcome.reason;
    if (outcome.kind === 'challenge') {
      writer.beginResponse(CODE.access_challenge, view);
      writer.addOctets(ATTRIBUTE.state, outcome.state);
      addEapMessage(writer, outcome.request);
      return undefined;
    }
    const { identifier, proven, name, keys } = outcome;
    const code = this.#logIn.answer(view, client, writer, { proven, name, asked });
    if (code === LATER) return LATER;
    const accepted = code === CODE.access_accept;
    addEapMessage(writer, accepted ? eapSuccess(identifier) : eapFailure(identifier));
    const authenticator = view.bytes.subarray(4, 20);
    if (accepted && keys) addMppeKeys(writer, keys, { secret: client.secret, authenticator, salt: randomInt(2 ** 14) });
    return undefined;
  }

  #hear(heard: Heard): EapOutcome | Promise<EapOutcome> {
    const { state, client, user_name, now, eap } = heard;
    if (state === undefined) return this.#meet(heard, offered(this.#directory.tls));
    const one = this.#conversations.take(state, client, user_name, now);
    if (one === undefined) return this.#end(heard, STATE);
    if (eap.identifier !== one.identifier) return this.#ignore(state, one);
    if (one.method === undefined) return this.#meet(heard, one.left);
    const wanted = readNak(eap);
    if (wanted !== undefined) {
      one.method.close?.();
      return this.#choose(
        heard,
        one.left.filter((type) => wanted.includes(type)),
      );
    }
    if (eap.type !== one.method.type) return this.#ignore(state, one);
    const turn = one.method.hear(eap.identifier, eap.data);
    return turn instanceof Promise
      ? turn.then((later) => this.#follow(heard, state, one, later))
      : this.#follow(heard, state, one, turn);
  }

  #ignore(state: Buffer, one: Conversation): EapOutcome {
    this.#conversations.restore(state, one);
    return { kind: 'discard', reason: 'eap-unasked' };
  }

  /** An identity begins the first method that may be tried; it is the User-Name, by which the NAS accounts. */
  #meet(heard: Heard, left: readonly number[]): EapOutcome {
    const { eap, user_name } = heard;
    const isIdentity = eap.type === EAP_TYPE.identity && Buffer.from(eap.data).toString('latin1') === user_name;
    return isIdentity ? this.#choose(heard, left) : this.#end(heard, IDENTITY);
  }

  #choose(heard: Heard, left: readonly number[]): EapOutcome {
    const [type, ...others] = left;
    if (type === undefined) return this.#end(heard, NO_METHOD);
    const name = Buffer.from(heard.user_name, 'latin1');
    const method = methodOf(type, {
      directory: this.#directory,
      passwords: this.#passwords,
      name,
      size: heard.size,
      resumptions: this.#resumptions,
    });
    const identifier = following(heard.eap.identifier);
    const turn = method?.begin(identifier);
    return method !== undefined && turn?.kind === 'ask'
      ? this.#ask(heard, identifier, type, turn.data, method, others)
      : this.#end(heard, NO_METHOD);
  }

  #follow(heard: Heard, state: Buffer, one: Conversation, turn: EapTurn): EapOutcome {
    const { method } = one;
    if (method === undefined || turn.kind === 'ignore') return this.#ignore(state, one);
    if (turn.kind === 'ask')
      return this.#ask(heard, following(heard.eap.identifier), method.type, turn.data, method, []);
    method.close?.();
    const why = turn.wrong === undefined ? (WRONG[method.type] ?? NO_METHOD) : wrong(turn.wrong);
    return { ...this.#end(heard, turn.right ? 'proven' : why), name: turn.name, keys: turn.keys };
  }

  #ask(
    { client, user_name, now }: Pick<Heard, 'client' | 'user_name' | 'now'>,
    identifier: number,
    type: number,
    data: Uint8Array = NOTHING,
    method?: EapMethod,
    left: readonly number[] = offered(this.#directory.tls),
  ): EapOutcome {
    const state = this.#conversations.keep({ client, user_name, identifier, method, left }, now);
    return { kind: 'challenge', state, request: eapRequest(identifier, type, data) };
  }

  #end(heard: Heard, proven: Proven): Extract<EapOutcome, { kind: 'end' }> {
    return { kind: 'end', identifier: heard.eap.identifier, proven };
  }
}

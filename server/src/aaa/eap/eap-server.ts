import { randomBytes, randomInt } from 'node:crypto';
import {
  ATTRIBUTE,
  addEapMessage,
  addMppeKeys,
  CODE,
  EAP_CODE,
  EAP_TYPE,
  type EapMethod,
  EapMsChap2,
  type EapPacket,
  type EapTurn,
  eapFailure,
  eapMd5,
  eapMessage,
  eapRequest,
  eapSuccess,
  type MppeKeys,
  ntHash,
  type PacketView,
  type PacketWriter,
  parseEap,
  readNak,
} from '@isp/radius';
import type { Discard } from '../answer/discards.ts';
import type { LogIn } from '../answer/log-in.ts';
import type { Decision, Proven } from '../core/authorize.ts';
import type { Client } from '../directory/clients.ts';
import type { Directory } from '../directory/directory.ts';
import { emptyEntry } from '../directory/users.ts';
import { type Conversation, Conversations } from './conversations.ts';

const SERVER_NAME = 'isp';

/** Methods we offer, the best first. */
const OFFERED: readonly number[] = [EAP_TYPE.mschapv2, EAP_TYPE.md5];

const NOTHING = Buffer.alloc(0);

const wrong = (reason: string): Decision => ({ outcome: 'reject', reason });
const STATE = wrong('answers a challenge that was never given, or too late');
const IDENTITY = wrong('its EAP identity is not the User-Name');
const NO_METHOD = wrong('wants no EAP method that is offered');
const WRONG: Readonly<Record<number, Decision>> = {
  [EAP_TYPE.md5]: wrong('wrong password by EAP-MD5'),
  [EAP_TYPE.mschapv2]: wrong('wrong password by EAP-MSCHAPv2'),
};

/** What a packet of a conversation came with. */
interface Heard {
  readonly view: PacketView;
  readonly client: Client;
  readonly writer: PacketWriter;
  readonly eap: EapPacket;
  readonly user_name: string;
}

/**
 * EAP over RADIUS (RFC 3579): carries the conversation of a method, one Access-Challenge after another, and lets `LogIn` decide when the method
 * has ended, by the same checks as for any other proof.
 */
export class EapServer {
  #directory: Pick<Directory, 'users'>;
  #logIn: LogIn;
  #conversations = new Conversations();
  #entry = emptyEntry();

  constructor(directory: Pick<Directory, 'users'>, logIn: LogIn) {
    this.#directory = directory;
    this.#logIn = logIn;
  }

  /** Conversations under way. */
  get underWay(): number {
    return this.#conversations.count;
  }

  /** Writes the answer to an Access-Request with EAP-Message into `writer`, or gives the reason for none. The caller ends the answer. */
  answer(view: PacketView, client: Client, writer: PacketWriter, now: number): Discard | undefined {
    const octets = eapMessage(view) ?? NOTHING;
    const user_name = view.latin1(ATTRIBUTE.user_name) ?? '';
    if (octets.length === 0) {
      this.#challenge(
        { view, client, writer, user_name },
        { identifier: randomInt(256), type: EAP_TYPE.identity },
        now,
      );
      return undefined;
    }
    const eap = parseEap(octets);
    if (eap?.code !== EAP_CODE.response) return 'eap-malformed';
    return this.#hear({ view, client, writer, eap, user_name }, now);
  }

  #hear(heard: Heard, now: number): Discard | undefined {
    const state = heard.view.octets(ATTRIBUTE.state);
    if (state === undefined) return this.#meet(heard, OFFERED, now);
    const one = this.#conversations.take(state, heard.client, heard.user_name, now);
    if (one === undefined) return this.#end(heard, STATE);
    if (heard.eap.identifier !== one.identifier) return this.#ignore(state, one);
    if (one.method === undefined) return this.#meet(heard, one.left, now);
    const wanted = readNak(heard.eap);
    if (wanted !== undefined)
      return this.#choose(
        heard,
        one.left.filter((type) => wanted.includes(type)),
        now,
      );
    if (heard.eap.type !== one.method.type) return this.#ignore(state, one);
    const turn = one.method.hear(heard.eap.identifier, heard.eap.data);
    if (turn.kind === 'ignore') return this.#ignore(state, one);
    return this.#follow(heard, turn, one.method, now);
  }

  #ignore(state: Buffer, one: Conversation): Discard {
    this.#conversations.restore(state, one);
    return 'eap-unasked';
  }

  /** An identity begins the first method that may be tried; it is the User-Name, which the log-in is decided on and accounted by. */
  #meet(heard: Heard, left: readonly number[], now: number): Discard | undefined {
    const { eap, user_name } = heard;
    const isIdentity = eap.type === EAP_TYPE.identity && Buffer.from(eap.data).toString('latin1') === user_name;
    return isIdentity ? this.#choose(heard, left, now) : this.#end(heard, IDENTITY);
  }

  #choose(heard: Heard, left: readonly number[], now: number): Discard | undefined {
    const [type, ...others] = left;
    if (type === undefined) return this.#end(heard, NO_METHOD);
    const identifier = (heard.eap.identifier + 1) & 0xff;
    const method = this.#methodOf(type, heard);
    const turn = method.begin(identifier);
    if (turn.kind !== 'ask') return this.#end(heard, NO_METHOD);
    this.#challenge(heard, { identifier, type, data: turn.data, method, left: others }, now);
    return undefined;
  }

  /** For a name nobody has, the method goes on with a password nobody knows, so that nothing tells. */
  #methodOf(type: number, { view }: Heard): EapMethod {
    const users = this.#directory.users;
    const name = view.find(ATTRIBUTE.user_name);
    const slot = name < 0 ? -1 : users.find(view.bytes, view.start(name), view.size(name));
    if (slot >= 0) users.read(slot, this.#entry);
    const known = slot >= 0 && this.#entry.password.length > 0;
    const password = known ? Buffer.from(this.#entry.password) : randomBytes(16);
    if (type === EAP_TYPE.md5) return eapMd5(password, randomBytes(16));
    return new EapMsChap2({
      hash: known ? ntHash(password.toString()) : password,
      challenge: randomBytes(16),
      failure_challenge: randomBytes(16),
      server_name: SERVER_NAME,
    });
  }

  #follow(heard: Heard, turn: EapTurn, method: EapMethod, now: number): undefined {
    if (turn.kind === 'end')
      return this.#end(heard, turn.right ? 'proven' : (WRONG[method.type] ?? NO_METHOD), turn.keys);
    const identifier = (heard.eap.identifier + 1) & 0xff;
    const data = turn.kind === 'ask' ? turn.data : NOTHING;
    return this.#challenge(heard, { identifier, type: method.type, data, method, left: [] }, now);
  }

  #challenge(
    { view, client, writer, user_name }: Pick<Heard, 'view' | 'client' | 'writer' | 'user_name'>,
    asked: {
      readonly identifier: number;
      readonly type: number;
      readonly data?: Uint8Array;
      readonly method?: EapMethod;
      readonly left?: readonly number[];
    },
    now: number,
  ): undefined {
    const { identifier, type, data = NOTHING, method, left = OFFERED } = asked;
    const state = this.#conversations.keep({ client, user_name, identifier, method, left }, now);
    writer.beginResponse(CODE.access_challenge, view);
    writer.addOctets(ATTRIBUTE.state, state);
    addEapMessage(writer, eapRequest(identifier, type, data));
  }

  #end({ view, client, writer, eap }: Heard, proven: Proven, keys?: MppeKeys): undefined {
    const code = this.#logIn.answer(view, client, writer, proven);
    if (code !== CODE.access_accept) {
      addEapMessage(writer, eapFailure(eap.identifier));
      return;
    }
    addEapMessage(writer, eapSuccess(eap.identifier));
    const authenticator = view.bytes.subarray(4, 20);
    if (keys) addMppeKeys(writer, keys, { secret: client.secret, authenticator, salt: randomInt(2 ** 14) });
  }
}

import { EAP_TYPE } from './eap.ts';
import { type EapMethod, type EapTurn, IGNORE } from './eap-method.ts';
import {
  authenticatorResponse,
  isResponse,
  type MsChap2Exchange,
  msChap2Keys,
  msChap2Response,
  NT_RESPONSE,
} from './ms-chap.ts';
import { MS_CHAP_ERROR, msChapFailure } from './ms-chap-attributes.ts';

/** What a packet of the method is (draft-kamath-pppext-eap-mschapv2-02 2). */
const OP = { challenge: 1, response: 2, success: 3, failure: 4 } as const;

/** Octets before a packet's value: operation, identifier, length. */
const HEAD = 4;
/** Octets of a response's value: peer challenge 16, reserved 8, NT response 24, flags 1. */
const VALUE = 49;
const PEER_CHALLENGE = 16;
const RESPONSE_AT = HEAD + 1 + PEER_CHALLENGE + 8;

const packet = (op: number, identifier: number, value: Uint8Array): Buffer => {
  const bytes = Buffer.alloc(HEAD + value.length);
  bytes[0] = op;
  bytes[1] = identifier;
  bytes.writeUInt16BE(bytes.length, 2);
  bytes.set(value, HEAD);
  return bytes;
};

/** What the server's side of the method needs to know. */
export interface EapMsChap2Options {
  /** NT hash of the password. */
  readonly hash: Uint8Array;
  /** 16 random octets to answer, and 16 for the notice of a failure. */
  readonly challenge: Uint8Array;
  readonly failure_challenge: Uint8Array;
  /** Our name, which the peer may show. */
  readonly server_name: string;
}

/** EAP-MSCHAPv2 (draft-kamath-pppext-eap-mschapv2-02): both sides prove that they know the password, and keys come of it. */
export class EapMsChap2 implements EapMethod {
  readonly type = EAP_TYPE.mschapv2;
  #options: EapMsChap2Options;
  #identifier = 0;
  /** What the peer is to acknowledge before it ends: success or failure. */
  #told: typeof OP.success | typeof OP.failure | undefined;
  #response: Uint8Array = Buffer.alloc(0);

  constructor(options: EapMsChap2Options) {
    this.#options = options;
  }

  begin(identifier: number): EapTurn {
    const { challenge, server_name } = this.#options;
    this.#identifier = identifier;
    const value = Buffer.concat([Buffer.of(challenge.length), challenge, Buffer.from(server_name)]);
    return { kind: 'ask', data: packet(OP.challenge, identifier, value) };
  }

  hear(_identifier: number, data: Uint8Array): EapTurn {
    const op = data[0];
    if (this.#told === undefined) return op === OP.response ? this.#judge(data) : IGNORE;
    if (op !== this.#told) return this.#told === OP.success && op === OP.failure ? this.#end(false) : IGNORE;
    return this.#end(op === OP.success);
  }

  #judge(data: Uint8Array): EapTurn {
    if (data[HEAD] !== VALUE || data.length < HEAD + 1 + VALUE || data[1] !== this.#identifier) return IGNORE;
    const { hash, challenge, failure_challenge } = this.#options;
    const exchange: MsChap2Exchange = {
      authenticator_challenge: challenge,
      peer_challenge: data.subarray(HEAD + 1, HEAD + 1 + PEER_CHALLENGE),
      username: data.subarray(HEAD + 1 + VALUE),
    };
    this.#response = Buffer.from(data.subarray(RESPONSE_AT, RESPONSE_AT + NT_RESPONSE));
    if (isResponse(this.#response, msChap2Response(exchange, hash))) {
      return this.#tell(OP.success, `${authenticatorResponse(exchange, hash, this.#response)} M=Welcome`);
    }
    return this.#tell(OP.failure, msChapFailure(MS_CHAP_ERROR.wrong_password, failure_challenge));
  }

  #tell(op: typeof OP.success | typeof OP.failure, text: string): EapTurn {
    this.#told = op;
    return { kind: 'ask', data: packet(op, this.#identifier, Buffer.from(text)) };
  }

  #end(right: boolean): EapTurn {
    return right
      ? { kind: 'end', right, keys: msChap2Keys(this.#options.hash, this.#response) }
      : { kind: 'end', right };
  }
}

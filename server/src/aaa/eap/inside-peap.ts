import { EAP_CODE, EAP_TYPE, type EapMethod, type EapTurn, encodeEap, parseEap } from '@isp/radius';
import type { TlsTunnel } from './tls-tunnel.ts';
import type { InnerTurn, Inside } from './tunnelled.ts';

/** Makes the inner method for a name. */
export type InnerMethodOf = (name: Uint8Array) => EapMethod;

type Ending = Extract<InnerTurn, { kind: 'end' }>;

/** The result that PEAP ends with: a mandatory type-length-value of two octets, success or failure (draft-josefsson-pppext-eap-tls-eap-10 4.2). */
const RESULT = Buffer.from('80030002', 'hex');
const SUCCESS = 1;
const FAILURE = 2;
const IDENTIFIER = 1;

const result = (right: boolean): Buffer =>
  encodeEap({
    code: EAP_CODE.request,
    identifier: IDENTIFIER,
    type: EAP_TYPE.tlv,
    data: Buffer.concat([RESULT, Buffer.of(0, right ? SUCCESS : FAILURE)]),
  });

/** Inside PEAPv0 a Request is its type and data alone; only the result has a header. */
const bare = (type: number, data: Uint8Array): Buffer => Buffer.concat([Buffer.of(type), data]);

/** A Response inside, with a header or, as PEAPv0 has it, without. */
const readInner = (octets: Buffer): { type: number; data: Uint8Array } => {
  const whole = octets[0] === EAP_CODE.response ? parseEap(octets) : undefined;
  if (whole?.type !== undefined) return { type: whole.type, data: whole.data };
  return { type: octets[0] as number, data: octets.subarray(1) };
};

/** PEAPv0 with EAP-MSCHAPv2 inside (draft-kamath-pppext-peapv0-00): what Windows, Android and Apple do unless told otherwise. */
export class InsidePeap implements Inside {
  readonly type = EAP_TYPE.peap;
  readonly wants_certificate = false;
  #methodOf: InnerMethodOf;
  #name: Uint8Array = Buffer.alloc(0);
  #method: EapMethod | undefined;
  #ending: Ending | undefined;

  constructor(methodOf: InnerMethodOf) {
    this.#methodOf = methodOf;
  }

  /** Nothing is asked again; the result is said and acknowledged as ever. */
  resumed(tunnel: TlsTunnel, name: Uint8Array | undefined): InnerTurn {
    this.#ending = { kind: 'end', right: true, name, keys: tunnel.keys(EAP_TYPE.peap) };
    return { kind: 'say', octets: result(true), last: this.#ending };
  }

  opened(): InnerTurn {
    return { kind: 'say', octets: bare(EAP_TYPE.identity, Buffer.alloc(0)) };
  }

  async received(tunnel: TlsTunnel, octets: Buffer): Promise<InnerTurn> {
    const { type, data } = readInner(octets);
    if (this.#ending !== undefined) return this.#end(type, data);
    if (this.#method === undefined) return this.#begin(type, data);
    if (type !== this.#method.type)
      return {
        kind: 'end',
        right: false,
        name: this.#name,
        wrong: 'wants another method inside PEAP than EAP-MSCHAPv2',
      };
    return this.#follow(tunnel, await this.#method.hear(IDENTIFIER, data));
  }

  async #begin(type: number, data: Uint8Array): Promise<InnerTurn> {
    if (type !== EAP_TYPE.identity) return { kind: 'end', right: false, wrong: 'says no name inside PEAP' };
    this.#name = Buffer.from(data);
    this.#method = this.#methodOf(this.#name);
    const turn = this.#method.begin(IDENTIFIER);
    return turn.kind === 'ask' ? { kind: 'say', octets: bare(this.#method.type, turn.data) } : { kind: 'wait' };
  }

  #follow(tunnel: TlsTunnel, turn: EapTurn): InnerTurn {
    if (turn.kind === 'ask') return { kind: 'say', octets: bare(EAP_TYPE.mschapv2, turn.data) };
    if (turn.kind === 'ignore') return { kind: 'wait' };
    const name = this.#name;
    this.#ending = turn.right
      ? { kind: 'end', right: true, name, keys: tunnel.keys(EAP_TYPE.peap) }
      : { kind: 'end', right: false, name, wrong: turn.wrong ?? 'wrong password inside PEAP' };
    return { kind: 'say', octets: result(turn.right), last: this.#ending };
  }

  /** The peer acknowledges the result; one that does not think it a success does not have one. */
  #end(type: number, data: Uint8Array): InnerTurn {
    const ending = this.#ending as Ending;
    const agrees = type === EAP_TYPE.tlv && data[5] === SUCCESS;
    if (!ending.right || agrees) return ending;
    return { kind: 'end', right: false, name: this.#name, wrong: 'does not believe us inside PEAP' };
  }
}

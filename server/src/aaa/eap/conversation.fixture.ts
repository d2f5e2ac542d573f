/** For tests of EAP packet by packet: what a peer sends by its NAS, and what is answered. */
import { ATTRIBUTE, addEapMessage, EAP_CODE, type EapPacket, eapMessage, encodeEap, parseEap } from '@isp/radius';
import { type Fill, typesOf, viewOf } from '../wire.fixture.ts';

/** An answer to a packet of a conversation. */
export interface EapAnswer {
  readonly code: number;
  readonly state: Buffer | undefined;
  readonly eap: EapPacket | undefined;
  readonly types: readonly number[];
}

export const readEapAnswer = (octets: Buffer): EapAnswer => {
  const view = viewOf(octets);
  const eap = eapMessage(view);
  return { code: view.code, state: view.octets(ATTRIBUTE.state), eap: eap && parseEap(eap), types: typesOf(octets) };
};

/** User-Name, EAP-Message, and the State of a conversation that is under way. */
export const eapOf =
  (name: string, eap: Uint8Array, state?: Buffer): Fill =>
  (writer) => {
    writer.addText(ATTRIBUTE.user_name, name);
    addEapMessage(writer, eap);
    if (eap.length === 0) writer.addOctets(ATTRIBUTE.eap_message, eap);
    if (state) writer.addOctets(ATTRIBUTE.state, state);
  };

export const eapResponse = (identifier: number, type: number, data: Uint8Array): Uint8Array =>
  encodeEap({ code: EAP_CODE.response, identifier, type, data });

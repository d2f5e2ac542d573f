import { createSocket, type Socket } from 'node:dgram';
import { type Attribute, CODE, PacketView, PacketWriter, parsePacket, type Secret, verifyRequest } from '@isp/radius';
import { attributesOf } from './session.ts';

/** A CoA or Disconnect that came in. */
export interface Received {
  readonly kind: 'coa' | 'disconnect';
  readonly attributes: readonly Attribute[];
}

/** What the NAS does with it: ACK, NAK with an Error-Cause, or nothing. */
export type Verdict = 'ack' | 'silent' | { readonly nak: number };

const CODES = {
  coa: { ack: CODE.coa_ack, nak: CODE.coa_nak },
  disconnect: { ack: CODE.disconnect_ack, nak: CODE.disconnect_nak },
} as const;

const ERROR_CAUSE = 101;

const answer = (
  view: PacketView,
  writer: PacketWriter,
  kind: Received['kind'],
  verdict: Verdict,
  secret: Secret,
): Buffer => {
  writer.beginResponse(verdict === 'ack' ? CODES[kind].ack : CODES[kind].nak, view);
  if (typeof verdict === 'object') writer.addInteger(ERROR_CAUSE, verdict.nak);
  return Buffer.from(writer.bytes.subarray(0, writer.finishResponse(view, secret)));
};

/** Opens the port of a NAS for CoA and Disconnect; a repeated request gets the same answer again and is not handed on. */
export const openCoaPort = async (
  address: string,
  port: number,
  secret: Secret,
  handle: (received: Received) => Verdict,
): Promise<{ readonly port: number; close(): void }> => {
  const socket: Socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
  const view = new PacketView();
  const writer = new PacketWriter();
  const answered = new Map<string, Buffer>();
  socket.on('message', (datagram, from) => {
    if (parsePacket(view, datagram) !== undefined || verifyRequest(view, secret) !== undefined) return;
    if (view.code !== CODE.coa_request && view.code !== CODE.disconnect_request) return;
    const key = `${from.address} ${from.port} ${datagram.toString('latin1', 0, 20)}`;
    const before = answered.get(key);
    if (before) return socket.send(before, from.port, from.address);
    const kind = view.code === CODE.coa_request ? 'coa' : 'disconnect';
    const verdict = handle({ kind, attributes: attributesOf(datagram) });
    if (verdict === 'silent') return;
    const octets = answer(view, writer, kind, verdict, secret);
    if (answered.size > 1000) answered.clear();
    answered.set(key, octets);
    socket.send(octets, from.port, from.address);
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.bind({ address, port }, () => resolve());
  });
  return { port: socket.address().port, close: () => socket.close() };
};

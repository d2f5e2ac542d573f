/** RADIUS packets that something was done to, by seeded dice; signed again when they are to get further than the door. */
import { createHash, createHmac } from 'node:crypto';

/** A whole number from 0 up to `below`. */
export type Dice = (below: number) => number;

const HEADER = 20;
const MESSAGE_AUTHENTICATOR = 80;
const MOST = 4096;
const SIGNED_OVER_NOTHING = new Set([4, 40, 43]);

const octets = (dice: Dice, size: number): Buffer => Buffer.from(Array.from({ length: size }, () => dice(256)));

const withLength = (packet: Buffer): Buffer => {
  if (packet.length >= 4) packet.writeUInt16BE(Math.min(packet.length, 0xffff), 2);
  return packet;
};

/** Where the attributes begin, as far as they can be followed. */
const beginnings = (packet: Buffer): number[] => {
  const found: number[] = [];
  for (let at = HEADER; at + 2 <= packet.length; at += packet[at + 1] as number) {
    if ((packet[at + 1] as number) < 2) break;
    found.push(at);
  }
  return found;
};

const flipped = (packet: Buffer, dice: Dice, from = 0): Buffer => {
  const changed = Buffer.from(packet);
  const at = from + dice(changed.length - from);
  changed[at] = (changed[at] as number) ^ (1 << dice(8));
  return changed;
};

const sprinkled = (packet: Buffer, dice: Dice): Buffer => {
  const changed = Buffer.from(packet);
  for (let i = 1 + dice(8); i > 0; i--) changed[HEADER + dice(Math.max(1, changed.length - HEADER))] = dice(256);
  return changed;
};

const anAttribute = (dice: Dice): Buffer => {
  const value = octets(dice, dice(4) === 0 ? dice(254) : dice(8));
  return Buffer.concat([Buffer.from([dice(256), value.length + 2]), value]);
};

/** With one more attribute somewhere, one less, one twice, one of another length, or cut off. */
const rebuilt = (packet: Buffer, dice: Dice): Buffer => {
  const at = beginnings(packet);
  const from = at[dice(Math.max(1, at.length))] ?? packet.length;
  const to = Math.min(packet.length, from + (packet[from + 1] ?? 0));
  const [before, one, after] = [packet.subarray(0, from), packet.subarray(from, to), packet.subarray(to)];
  const kinds = [
    () => [before, anAttribute(dice), one, after],
    () => [before, after],
    () => [before, one, one, after],
    () => [before, Buffer.from([one[0] ?? 1, dice(256)]), one.subarray(2), after],
    () => [packet.subarray(0, dice(packet.length + 1))],
    () => [packet, ...Array.from({ length: dice(200) }, () => anAttribute(dice))],
  ];
  return Buffer.concat((kinds[dice(kinds.length)] as () => Buffer[])()).subarray(0, MOST + 4);
};

/** The same packet, but for something. */
export const mutated = (packet: Buffer, dice: Dice): Buffer => {
  let changed = packet;
  for (let i = 1 + dice(3); i > 0; i--) {
    const kind = dice(3);
    changed = kind === 0 ? rebuilt(changed, dice) : kind === 1 ? sprinkled(changed, dice) : flipped(changed, dice);
    if (changed.length <= HEADER) return changed;
  }
  return dice(8) === 0 ? changed : withLength(Buffer.from(changed));
};

/** With one bit the other way round, and not signed again: nobody who has the secret said that. */
export const torn = (packet: Buffer, dice: Dice): Buffer => flipped(packet, dice);

/** Signed as one does who has the secret, as far as it is a packet: Message-Authenticator (RFC 3579 3.2), then Request Authenticator (RFC 2866 3). */
export const signed = (packet: Buffer, secret: string): Buffer => {
  if (packet.length < HEADER) return packet;
  const isRecord = SIGNED_OVER_NOTHING.has(packet[0] as number);
  if (isRecord) packet.fill(0, 4, HEADER);
  const at = beginnings(packet).find((i) => packet[i] === MESSAGE_AUTHENTICATOR && packet[i + 1] === 18);
  if (at !== undefined && at + 18 <= packet.length) {
    packet.fill(0, at + 2, at + 18);
    createHmac('md5', secret)
      .update(packet)
      .digest()
      .copy(packet, at + 2);
  }
  if (isRecord) createHash('md5').update(packet).update(secret).digest().copy(packet, 4);
  return packet;
};

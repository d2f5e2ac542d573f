import { HEADER_OCTETS, MAX_PACKET_OCTETS } from './codes.ts';
import type { Malformed } from './packet-view.ts';

const LENGTH_END = 4;
const NOTHING = Buffer.alloc(0);

/**
 * Packets out of a stream of octets, told apart by their Length fields (RFC 6613 2.1, RFC 6614 2.1). What is read comes in pieces of any size:
 * many packets in one, or one in many. Holds less than one packet.
 *
 *     const stream = new PacketStream();
 *     socket.on('data', (octets) => {
 *       if (stream.read(octets, answer) !== undefined) socket.destroy();
 *     });
 */
export class PacketStream {
  #rest: Buffer = NOTHING;

  /**
   * Hands on each packet that is whole now, as octets of its own; `take` says false to hear no more. Gives the reason when a Length field is
   * none (under 20, over 4096): nothing after it can be told apart, and the connection is to be closed (RFC 6613 2.6.4).
   */
  read(octets: Buffer, take: (packet: Buffer) => boolean): Malformed | undefined {
    const all = this.#rest.length === 0 ? octets : Buffer.concat([this.#rest, octets]);
    let at = 0;
    while (all.length - at >= LENGTH_END) {
      const length = all.readUInt16BE(at + 2);
      if (length < HEADER_OCTETS) return 'length-under-20';
      if (length > MAX_PACKET_OCTETS) return 'length-over-4096';
      if (all.length - at < length) break;
      if (!take(all.subarray(at, at + length))) return undefined;
      at += length;
    }
    this.#rest = at === all.length ? NOTHING : Buffer.from(all.subarray(at));
    return undefined;
  }
}

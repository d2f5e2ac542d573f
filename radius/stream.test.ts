import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PacketStream } from './stream.ts';

const packet = (length: number, fill: number): Buffer => {
  const octets = Buffer.alloc(length, fill);
  octets.writeUInt16BE(length, 2);
  return octets;
};

/** What comes out of a stream that is read in these pieces, and the reason it ended with. */
const readAll = (pieces: readonly Buffer[]) => {
  const stream = new PacketStream();
  const packets: Buffer[] = [];
  for (const piece of pieces) {
    const reason = stream.read(piece, (one) => packets.push(one) > 0);
    if (reason !== undefined) return { packets, reason };
  }
  return { packets, reason: undefined };
};

const cutAt = (octets: Buffer, cuts: readonly number[]): Buffer[] => {
  const places = [0, ...[...cuts].sort((a, b) => a - b), octets.length];
  return places.slice(1).map((to, i) => octets.subarray(places[i], to));
};

describe('packets out of a stream', () => {
  test('however it is cut, the packets are the same (duty 117)', () => {
    const sizes = fc.array(fc.tuple(fc.integer({ min: 20, max: 4096 }), fc.nat(255)), { maxLength: 12 });
    fc.assert(
      fc.property(sizes, fc.array(fc.nat()), (wanted, cuts) => {
        const packets = wanted.map(([length, fill]) => packet(length, fill));
        const octets = Buffer.concat(packets);
        const pieces = cutAt(
          octets,
          cuts.map((cut) => cut % (octets.length + 1)),
        );
        expect(readAll(pieces)).toEqual({ packets, reason: undefined });
      }),
    );
  });

  test('octet by octet (duty 117)', () => {
    const packets = [packet(20, 1), packet(4096, 2), packet(21, 3)];
    const pieces = [...Buffer.concat(packets)].map((octet) => Buffer.of(octet));
    expect(readAll(pieces).packets).toEqual(packets);
  });

  test.each([
    [19, 'length-under-20'],
    [0, 'length-under-20'],
    [4097, 'length-over-4096'],
    [65_535, 'length-over-4096'],
  ])('a length of %i ends it, as soon as it is read and after what came before it (duty 117)', (length, reason) => {
    const header = Buffer.from([1, 7, length >> 8, length & 255]);
    expect(readAll([Buffer.concat([packet(33, 9), header])])).toEqual({ packets: [packet(33, 9)], reason });
  });

  test('whatever comes in, it never holds a packet or more, and every packet has the length it says (duty 117)', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 })), (pieces) => {
        for (const one of readAll(pieces.map((piece) => Buffer.from(piece))).packets)
          expect(one.length).toBe(one.readUInt16BE(2));
      }),
    );
  });

  test('who has heard enough hears no more (duty 117)', () => {
    const heard: number[] = [];
    const three = Buffer.concat([packet(20, 1), packet(20, 2), packet(20, 3)]);
    new PacketStream().read(three, (one) => heard.push(one[4] as number) < 2);
    expect(heard).toEqual([1, 2]);
  });
});

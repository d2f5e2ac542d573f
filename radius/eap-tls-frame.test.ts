import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TlsFlights } from './eap-tls-frame.ts';
import { readTtlsAvps, writeTtlsAvp } from './ttls-avp.ts';

const seed = Number.parseInt(process.env.FC_SEED ?? '20261125', 10);
console.log(`fast-check seed ${seed} (FC_SEED)`);

/** Sends a flight from one side to the other, packet by packet; gives what came and in how many packets. */
const carry = (flight: Buffer, size: number, to: TlsFlights) => {
  const from = new TlsFlights(0, size);
  from.send(flight);
  for (let packets = 1; ; packets++) {
    const data = from.nextFragment();
    expect(data.length).toBeLessThanOrEqual(Math.max(size, 6));
    const heard = to.hear(data);
    if (heard.kind !== 'more') return { heard, packets };
    expect(from.hear(to.acknowledge())).toEqual({ kind: 'acknowledged' });
  }
};

test('any flight in packets of any size comes out as it went in, one after another (duty 80)', () => {
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array({ minLength: 1, maxLength: 5000 }), { minLength: 1, maxLength: 3 }),
      fc.integer({ min: 6, max: 1500 }),
      (flights, size) => {
        const to = new TlsFlights(0, size);
        for (const flight of flights.map((octets) => Buffer.from(octets))) {
          const { heard, packets } = carry(flight, size, to);
          expect(heard).toEqual({ kind: 'flight', octets: flight });
          expect(packets).toBe(Math.ceil(flight.length / (size - 5)));
        }
      },
    ),
    { seed, numRuns: 100 },
  );
});

test('the length is in the first of several fragments, and only there (duty 80)', () => {
  const flights = new TlsFlights(0, 15);
  flights.send(Buffer.alloc(25, 7));
  expect([flights.nextFragment()[0], flights.nextFragment()[0], flights.nextFragment()[0]]).toEqual([0xc0, 0x40, 0x00]);
});

test('the first Request says Start and the version', () => {
  expect([new TlsFlights(0, 100).start(), new TlsFlights(1, 100).start()]).toEqual([Buffer.of(0x20), Buffer.of(0x21)]);
});

describe('no frame', () => {
  test.each([
    ['nothing at all', ['']],
    ['a Start from the peer', ['20']],
    ['a length cut off', ['800000']],
    ['more octets than were announced', ['c000000003aabb', '00ccdd']],
    ['fewer octets than were announced', ['c000000009aabb', '00ccdd']],
    ['more to come, and nothing now', ['40']],
    ['an acknowledgement amid a flight', ['40aabb', '00']],
  ])('%s', (_, packets) => {
    const flights = new TlsFlights(0, 100);
    const kinds = packets.map((hex) => flights.hear(Buffer.from(hex, 'hex')).kind);
    expect(kinds.at(-1)).toBe('malformed');
  });

  test('more than 64 KiB (duty 86)', () => {
    const flights = new TlsFlights(0, 2000);
    const data = Buffer.concat([Buffer.of(0x40), Buffer.alloc(1400)]);
    const kinds = Array.from({ length: 60 }, () => flights.hear(data).kind);
    expect([kinds[0], kinds.at(-1)]).toEqual(['more', 'malformed']);
  });
});

describe('attributes in a tunnel', () => {
  test('what is written is read', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            code: fc.nat(2 ** 31),
            vendor: fc.constantFrom(0, 311),
            value: fc.uint8Array({ maxLength: 300 }),
          }),
          { maxLength: 5 },
        ),
        (avps) => {
          const read = readTtlsAvps(Buffer.concat(avps.map(writeTtlsAvp)));
          expect(read?.map((avp) => ({ ...avp, value: Uint8Array.from(avp.value) }))).toEqual(
            avps.map((avp) => ({ ...avp, value: Uint8Array.from(avp.value) })),
          );
        },
      ),
      { seed, numRuns: 200 },
    );
  });

  test('random octets never throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (octets) => {
        readTtlsAvps(Buffer.from(octets));
      }),
      { seed, numRuns: 1000 },
    );
  });

  test.each([['0000000140000007'], ['00000001400000'], ['00000001c0000009ffffffff'], ['0000000140000020aa']])(
    '%s is none',
    (hex) => {
      expect(readTtlsAvps(Buffer.from(hex, 'hex'))).toBeUndefined();
    },
  );
});

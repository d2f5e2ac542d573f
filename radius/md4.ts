const BLOCK = 64;
const INITIAL = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476] as const;

type Mix = (x: number, y: number, z: number) => number;

interface Round {
  readonly mix: Mix;
  readonly added: number;
  /** The order in which the words of a block are taken. */
  readonly order: readonly number[];
  readonly turns: readonly [number, number, number, number];
}

/** The three rounds (RFC 1320 3.4). */
const ROUNDS: readonly Round[] = [
  {
    mix: (x, y, z) => (x & y) | (~x & z),
    added: 0,
    order: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
    turns: [3, 7, 11, 19],
  },
  {
    mix: (x, y, z) => (x & y) | (x & z) | (y & z),
    added: 0x5a827999,
    order: [0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15],
    turns: [3, 5, 9, 13],
  },
  {
    mix: (x, y, z) => x ^ y ^ z,
    added: 0x6ed9eba1,
    order: [0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15],
    turns: [3, 9, 11, 15],
  },
];

const turned = (word: number, by: number): number => (word << by) | (word >>> (32 - by));

const compress = (state: Int32Array, block: Buffer, at: number): void => {
  let [a = 0, b = 0, c = 0, d = 0] = state;
  for (const { mix, added, order, turns } of ROUNDS) {
    for (let step = 0; step < 16; step++) {
      const word = block.readInt32LE(at + 4 * (order[step] as number));
      const next = turned((a + mix(b, c, d) + word + added) | 0, turns[step & 3] as number);
      [a, b, c, d] = [d, next, b, c];
    }
  }
  state[0] = (state[0] as number) + a;
  state[1] = (state[1] as number) + b;
  state[2] = (state[2] as number) + c;
  state[3] = (state[3] as number) + d;
};

/** MD4 (RFC 1320), 16 octets; here because MS-CHAP is made of it and TLS libraries do not offer it any more. */
export const md4 = (message: Uint8Array): Buffer => {
  const padded = Buffer.alloc(Math.ceil((message.length + 9) / BLOCK) * BLOCK);
  padded.set(message);
  padded[message.length] = 0x80;
  padded.writeBigUInt64LE(BigInt(message.length) * 8n, padded.length - 8);
  const state = Int32Array.from(INITIAL, (word) => word | 0);
  for (let at = 0; at < padded.length; at += BLOCK) compress(state, padded, at);
  const digest = Buffer.alloc(16);
  for (let i = 0; i < 4; i++) digest.writeInt32LE(state[i] as number, 4 * i);
  return digest;
};

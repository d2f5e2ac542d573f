/** Luck that repeats: every draw follows from a seed and a name for what is drawn, so a demo of one seed is always the same. */
export interface Chance {
  /** From 0 up to 1. */
  next(): number;
  /** A whole number from `least` to `most`, both possible. */
  whole(least: number, most: number): number;
  /** True in a share of the cases. */
  happens(share: number): boolean;
  /** One of several, all as likely. */
  pick<T>(of: readonly T[]): T;
  /** One of several, by weight. */
  weighted<T>(of: readonly (readonly [weight: number, value: T])[]): T;
  /** About 1, seldom far off: exp of a normal number of that spread. */
  around(spread: number): number;
}

/** FNV-1a of a text, 32 bits. */
const hashOf = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
};

/** Mulberry32: 32 bits of state, good enough for a play. */
const stream = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
};

/** The luck of one thing: the same seed and names give the same draws. */
export const chance = (...names: readonly (string | number)[]): Chance => {
  const next = stream(hashOf(names.join('\n')));
  next();
  const pick = <T>(of: readonly T[]): T => of[Math.floor(next() * of.length)] as T;
  return {
    next,
    whole: (least, most) => least + Math.floor(next() * (most - least + 1)),
    happens: (share) => next() < share,
    pick,
    weighted: (of) => {
      let left = next() * of.reduce((sum, [weight]) => sum + weight, 0);
      for (const [weight, value] of of) {
        left -= weight;
        if (left < 0) return value;
      }
      return (of.at(-1) as (typeof of)[number])[1];
    },
    around: (spread) => Math.exp(spread * Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())),
  };
};

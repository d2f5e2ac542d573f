/** One of a pool that may be chosen. */
export interface Candidate {
  readonly id: string;
  readonly weight: number;
  /** 0 when it may be asked, 1 when rather another, 2 when not at all. */
  readonly rank: 0 | 1 | 2;
}

/** A hash of text (FNV-1a), its bits spread by the end of murmur3. */
export const hashText = (text: string, start = 0x811c_9dc5): number => {
  let hash = start >>> 0;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x0100_0193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
};

/** By rendezvous: each draws a lot for the session, weighted; the same session draws the same lots, so one more server moves few sessions and each to it. */
const lot = ({ id, weight }: Candidate, session: number): number =>
  -Math.log((hashText(id, session) + 0.5) / 4_294_967_296) / weight;

const least = <C extends Candidate>(all: readonly C[], of: (one: C) => number): C | undefined =>
  all.reduce<C | undefined>((best, one) => (best === undefined || of(one) < of(best) ? one : best), undefined);

/**
 * Whom a request goes to: the first in order (`fail-over`) or by lot for the session (`load-balance`), of those that are there before those that are silent. `undefined` when none
 * is left.
 */
export const choose = <C extends Candidate>(
  all: readonly C[],
  mode: 'fail-over' | 'load-balance',
  session: number,
): C | undefined => {
  for (const rank of [0, 1]) {
    const equals = all.filter((one) => one.rank === rank);
    const chosen = mode === 'fail-over' ? equals[0] : least(equals, (one) => lot(one, session));
    if (chosen !== undefined) return chosen;
  }
  return undefined;
};

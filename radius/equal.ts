/** True when the 16 octets of `a` at `aAt` and of `b` at `bAt` are the same; takes the same time wherever they differ. */
export const equal16 = (a: Uint8Array, aAt: number, b: Uint8Array, bAt: number): boolean => {
  let difference = 0;
  for (let i = 0; i < 16; i++) difference |= (a[aAt + i] as number) ^ (b[bAt + i] as number);
  return difference === 0;
};

/**
 * True when the first `size` octets of `padded` are `wanted` followed by nothing but zeros. The time depends on `size` alone, so it
 * tells nothing about how much of a guess was right; `wanted` longer than `size` is false.
 */
export const equalPadded = (padded: Uint8Array, size: number, wanted: Uint8Array): boolean => {
  let difference = wanted.length > size ? 1 : 0;
  for (let i = 0; i < size; i++) difference |= (padded[i] as number) ^ (i < wanted.length ? (wanted[i] as number) : 0);
  return difference === 0;
};

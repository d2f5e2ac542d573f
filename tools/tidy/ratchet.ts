import type { Finding } from './rule.ts';
import { LIMITS, type Size } from './size.ts';

/** What is allowed to be too long, at the length it has: `path` for a file, `path name` for a function. May only shrink. */
export type Ratchet = Readonly<Record<string, number>>;

export const RATCHET_FILE = 'tools/tidy/ratchet.json';

const keyOf = ({ path, name }: Size): string => (name === '' ? path : `${path} ${name}`);
const limitOf = ({ name }: Size): number => (name === '' ? LIMITS.file : LIMITS.function);

const longest = (sizes: readonly Size[]): Map<string, Size> => {
  const byKey = new Map<string, Size>();
  for (const size of sizes) {
    const known = byKey.get(keyOf(size));
    if (known === undefined || known.lines < size.lines) byKey.set(keyOf(size), size);
  }
  return byKey;
};

const tooLong = (size: Size, allowed: number | undefined): Finding => ({
  path: size.path,
  line: size.line,
  reason:
    allowed === undefined
      ? `${size.name === '' ? 'a file' : `the function ${size.name}`} of ${size.lines} lines, over ${limitOf(size)} (size)`
      : `${size.name === '' ? 'the file' : `the function ${size.name}`} grew from ${allowed} to ${size.lines} lines (ratchet)`,
  remedy: 'take it apart along what it decides; the list of exceptions may only shrink',
});

const slack = (key: string, allowed: number, lines: number | undefined): Finding => ({
  path: RATCHET_FILE,
  line: 1,
  reason: `"${key}" is allowed ${allowed} lines and ${lines === undefined ? 'needs no exception' : `has ${lines}`} (ratchet)`,
  remedy: 'run node tools/tidy/main.ts --shrink',
});

/** Compares what is too long with what is allowed to be: more is refused, and so is an allowance no longer needed. */
export const checkRatchet = (sizes: readonly Size[], ratchet: Ratchet): Finding[] => {
  const measured = longest(sizes);
  const grown = [...measured].flatMap(([key, size]) => {
    const allowed = ratchet[key];
    return allowed !== undefined && size.lines <= allowed ? [] : [tooLong(size, allowed)];
  });
  const loose = Object.entries(ratchet).flatMap(([key, allowed]) => {
    const lines = measured.get(key)?.lines;
    return lines !== undefined && lines >= allowed ? [] : [slack(key, allowed, lines)];
  });
  return [...grown, ...loose];
};

/** The list with every allowance lowered to what is needed. Never adds one, never raises one. */
export const shrink = (sizes: readonly Size[], ratchet: Ratchet): Ratchet => {
  const measured = longest(sizes);
  return Object.fromEntries(
    Object.entries(ratchet).flatMap(([key, allowed]) => {
      const lines = measured.get(key)?.lines;
      return lines === undefined ? [] : [[key, Math.min(lines, allowed)]];
    }),
  );
};

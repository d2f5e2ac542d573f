import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { equal16, equalPadded } from './equal.ts';

/** Octets that count how often they are read. */
const watched = (octets: Uint8Array): { octets: Uint8Array; reads: () => number } => {
  let reads = 0;
  const proxy = new Proxy(octets, {
    get: (target, key) => {
      if (typeof key === 'string' && /^\d+$/.test(key)) reads++;
      return Reflect.get(target, key, target);
    },
  });
  return { octets: proxy, reads: () => reads };
};

const right = Buffer.from(Array.from({ length: 16 }, (_, i) => i + 1));
const differingAt = (at: number): Buffer => {
  const other = Buffer.from(right);
  other[at] = 0xff;
  return other;
};

describe('a comparison reads everything, wherever the difference is', () => {
  test.each([0, 7, 15])('16 octets that differ at %i (duty 74)', (at) => {
    const came = watched(differingAt(at));
    expect(equal16(came.octets, 0, right, 0)).toBe(false);
    expect(came.reads()).toBe(16);
  });

  test('16 octets that are the same (duty 74)', () => {
    const came = watched(right);
    expect(equal16(came.octets, 0, right, 0)).toBe(true);
    expect(came.reads()).toBe(16);
  });

  test.each([
    [right, true],
    [right.subarray(0, 1), false],
    [Buffer.concat([right, Buffer.of(1)]), false],
    [differingAt(0), false],
    [differingAt(15), false],
  ])('a padded password against %o (duty 74)', (wanted, same) => {
    const came = watched(Buffer.concat([right, Buffer.alloc(16)]));
    expect(equalPadded(came.octets, 32, wanted)).toBe(same);
    expect(came.reads()).toBe(32);
  });
});

test('nothing secret is compared in another way: no file that makes a digest compares octets itself (duty 74)', () => {
  const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.ts') && !name.includes('.test.'));
  const makers = files.filter((name) =>
    /md5End|hmacEnd|createHash|chapResponse\(/.test(readFileSync(`${import.meta.dirname}/${name}`, 'utf8')),
  );
  const comparing = makers.filter((name) =>
    /\.equals\(|\.compare\(|indexOf\(|toString\([^)]*\) ===/.test(
      readFileSync(`${import.meta.dirname}/${name}`, 'utf8'),
    ),
  );
  expect(makers.length).toBeGreaterThan(5);
  expect(comparing).toEqual([]);
});

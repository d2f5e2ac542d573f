import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { RecentIds } from './recent-ids.ts';

const id = (n: number): Buffer => createHash('md5').update(`${n}`).digest();

test('it knows the last so many, each once, as a plain list does', () => {
  const recent = new RecentIds(100);
  const plain: number[] = [];
  for (let i = 0; i < 5000; i++) {
    const n = (i * 7919) % 300;
    recent.add(id(n));
    if (!plain.includes(n)) plain.push(n);
    if (plain.length > 100) plain.shift();
    if (i % 50 === 0) for (let k = 0; k < 300; k++) expect(recent.has(id(k))).toBe(plain.includes(k));
  }
});

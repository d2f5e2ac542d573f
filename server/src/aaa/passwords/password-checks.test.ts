import { expect, test } from 'vitest';
import type { StoredPassword } from '../core/password.ts';
import { PasswordChecks, TooManyWaiting } from './password-checks.ts';

const HASH: StoredPassword = { password: Buffer.from('$2b$10$a hash'), password_kind: 'bcrypt' };
const OTHER: StoredPassword = { ...HASH, password: Buffer.from('$2b$10$another') };

/** Checks whose slow hash says nothing until it is told to; `right` is the password of every hash. */
const held = () => {
  const asked: { readonly candidate: string; readonly answer: () => void }[] = [];
  const checks = new PasswordChecks(
    (candidate) =>
      new Promise((done) => {
        asked.push({ candidate: candidate.toString(), answer: () => done(candidate.toString() === 'right') });
      }),
  );
  return { checks, asked, check: (candidate: string, stored = HASH) => checks.check(Buffer.from(candidate), stored) };
};
const turn = () => new Promise((next) => setImmediate(next));

test('what was found right is known at once afterwards; what was wrong is asked again', async () => {
  const { check, asked } = held();
  for (const [candidate, right] of [
    ['right', true],
    ['wrong', false],
  ] as const) {
    const first = check(candidate);
    expect(first).toBeInstanceOf(Promise);
    asked.at(-1)?.answer();
    expect(await first).toBe(right);
  }
  expect(check('right')).toBe(true);
  expect(check('wrong')).toBeInstanceOf(Promise);
  expect(asked.map((one) => one.candidate)).toEqual(['right', 'wrong', 'wrong']);
});

test('with another hash it is not known any more', async () => {
  const { check, asked } = held();
  const first = check('right');
  asked[0]?.answer();
  await first;
  expect(check('right', OTHER)).toBeInstanceOf(Promise);
  expect(check('right', HASH)).toBe(true);
});

test('the same password and hash under way are asked once', async () => {
  const { check, asked, checks } = held();
  const both = [check('right'), check('right')];
  expect([asked.length, checks.underWay]).toEqual([1, 1]);
  asked[0]?.answer();
  expect(await Promise.all(both)).toEqual([true, true]);
  expect(checks.underWay).toBe(0);
});

test('64 are under way at most, few of them at once, and each has its turn', async () => {
  const { check, asked, checks } = held();
  const all = Array.from({ length: 64 }, (_, i) => check(i === 63 ? 'right' : `wrong ${i}`));
  expect(() => check('one more')).toThrow(TooManyWaiting);
  expect(asked.length).toBeLessThanOrEqual(3);
  for (let i = 0; i < 64; i++) {
    asked[i]?.answer();
    await turn();
  }
  expect((await Promise.all(all)).filter(Boolean)).toHaveLength(1);
  expect(checks.underWay).toBe(0);
  expect(check('one more')).toBeInstanceOf(Promise);
});

test('a hash that cannot be asked holds nobody up', async () => {
  let broken = true;
  const checks = new PasswordChecks(() => (broken ? Promise.reject(new Error('no memory')) : Promise.resolve(true)));
  const tries = Array.from({ length: 10 }, (_, i) => checks.check(Buffer.from(`${i}`), HASH));
  for (const one of tries) await expect(one).rejects.toThrow('no memory');
  broken = false;
  expect(await checks.check(Buffer.from('right'), HASH)).toBe(true);
});

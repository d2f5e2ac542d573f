import { execFileSync } from 'node:child_process';
import { VENDOR_ROWS } from '@isp/radius';
import { describe, expect, test } from 'vitest';
import { snippetsFor } from './index.ts';
import { doubleQuoted, routerOs, singleQuoted } from './quote.ts';

const facts = {
  server: '192.0.2.1',
  auth_port: 1812,
  acct_port: 1813,
  coa_port: 3799,
  secret: 'x9Kq-secret_of-it',
  address: '10.0.0.7',
};
const textOf = (make: string, change: Partial<typeof facts> = {}) =>
  snippetsFor(make, { ...facts, ...change })
    .map(({ text }) => text)
    .join('\n');

describe('the lines of every make', () => {
  test.each(Object.keys(VENDOR_ROWS))('%s: our address, and the secret as it is when it is plain', (make) => {
    expect(textOf(make)).toContain('192.0.2.1');
    expect(textOf(make)).toContain('x9Kq-secret_of-it');
    expect(textOf(make)).not.toMatch(/undefined|null|\$\{/);
  });

  test.each(Object.keys(VENDOR_ROWS).filter((make) => make !== 'ubiquiti'))(
    '%s: the ports that were set, for log-ins, accounting and CoA',
    (make) => {
      const text = textOf(make, { auth_port: 11_812, acct_port: 11_813, coa_port: 13_799 });
      for (const port of ['11812', '11813', '13799']) expect(text).toContain(port);
    },
  );

  test('IOS takes an IPv6 server by another word', () => {
    expect(textOf('cisco', { server: '2001:db8::1' })).toContain('address ipv6 2001:db8::1 auth-port');
  });

  test('a make nobody knows is told in words', () => {
    expect(textOf('toString')).toBe(textOf('generic'));
  });
});

describe('a secret with anything in it', () => {
  const NASTY = `a"b\\c$d'e?f`;
  test('RouterOS', () => expect(routerOs(NASTY)).toBe(`"a\\"b\\\\c\\$d'e\\?f"`));
  test('Junos, SR OS', () => expect(doubleQuoted(NASTY)).toBe(`"a\\"b\\\\c$d'e?f"`));
  test('a shell gives it back as it is', () => {
    expect(execFileSync('sh', ['-c', `printf %s ${singleQuoted(NASTY)}`]).toString()).toBe(NASTY);
  });
  test.each([
    ['cisco', 'what?', 'cannot take “?”'],
    ['huawei', 'two words', 'cannot take a space'],
    ['accel-ppp', 'a,b', 'cannot take “,”'],
  ])('%s says what it cannot carry', (make, secret, note) => {
    expect(snippetsFor(make, { ...facts, secret })[0]?.note).toContain(note);
  });
});

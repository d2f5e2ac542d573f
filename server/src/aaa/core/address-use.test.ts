import { type Id, type Instant, instant } from '@isp/values';
import { describe, expect, test } from 'vitest';
import { type AddressNote, type AddressUse, type HeldSession, surenessOf, usesOf } from './address-use.ts';

const at = (time: string): Instant => instant(`2026-01-01T${time}:00Z`);
const SESSION: HeldSession = {
  account_id: 'account' as Id,
  id: 'session' as Id,
  subscription_id: 'subscription' as Id,
  nas_id: 'nas' as Id,
  started_at: at('10:00'),
  stopped_at: null,
  closed_by: null,
};
const closed = { ...SESSION, stopped_at: at('12:00'), closed_by: 'stop' } as const;
const note = (time: string, addresses: Partial<AddressNote>): AddressNote => ({
  session_id: SESSION.id,
  at: at(time),
  framed_ip: null,
  framed_ipv6_address: null,
  framed_ipv6_prefix: null,
  delegated_ipv6_prefix: null,
  ...addresses,
});
const told = (uses: readonly AddressUse[]) =>
  uses.map((u) => `${u.what} ${u.from_at.slice(11, 16)}–${u.to_at?.slice(11, 16) ?? ''} ${u.ended_by ?? 'open'}`);

const [A, B] = ['192.0.2.1', '192.0.2.2'];
const A1 = note('10:00', { framed_ip: A });
const B2 = note('11:00', { framed_ip: B });
const A3 = note('11:30', { framed_ip: A });

describe('the uses of a session', () => {
  test.each([
    ['one address while it is open', SESSION, [A1], [`${A} 10:00– open`]],
    ['one address until its Stop', closed, [A1], [`${A} 10:00–12:00 stop`]],
    ['an address first told by an interim goes back to the beginning', SESSION, [B2], [`${B} 10:00– open`]],
    ['told again is one use', SESSION, [A1, A3], [`${A} 10:00– open`]],
    ['another address ends the first', closed, [A1, B2], [`${A} 10:00–11:00 changed`, `${B} 11:00–12:00 stop`]],
    ['in whatever order it was told', closed, [B2, A1], [`${A} 10:00–11:00 changed`, `${B} 11:00–12:00 stop`]],
    [
      'back again',
      closed,
      [A3, A1, B2],
      [`${A} 10:00–11:00 changed`, `${B} 11:00–11:30 changed`, `${A} 11:30–12:00 stop`],
    ],
    ['a session of no time is kept', { ...closed, stopped_at: at('10:00') }, [A1], [`${A} 10:00–10:00 stop`]],
    [
      'an address told after the end has no time',
      { ...closed, stopped_at: at('10:30') },
      [A1, B2],
      [`${A} 10:00–10:30 stop`, `${B} 11:00–11:00 stop`],
    ],
    [
      'IPv6 each on its own (duty 102)',
      closed,
      [
        note('10:00', {
          framed_ipv6_address: '2001:db8::7',
          framed_ipv6_prefix: '2001:db8:1::/64',
          delegated_ipv6_prefix: '2001:db8:200::/56',
        }),
      ],
      ['2001:db8::7 10:00–12:00 stop', '2001:db8:1::/64 10:00–12:00 stop', '2001:db8:200::/56 10:00–12:00 stop'],
    ],
  ])('%s', (_, session, notes, expected) => {
    expect(told(usesOf(session, notes, []))).toEqual(expected);
  });

  test.each(['0.0.0.0', '255.255.255.254', '::', '::/64', 'fe80::1', '2001:db8::/32', '::/0'])(
    '%s is no address',
    (what) => {
      expect(usesOf(SESSION, [note('10:00', { framed_ip: what })], [])).toEqual([]);
    },
  );

  test('known uses and new notes come to the same as all notes at once, and again to the same', () => {
    const all = usesOf(closed, [A1, B2, A3], []);
    const later = usesOf(closed, [A1], usesOf(closed, [A3], usesOf(SESSION, [B2], [])));
    expect(later).toEqual(all);
    expect(usesOf(closed, [], all)).toEqual(all);
  });

  test('a port block ends with its session, and keeps an earlier end', () => {
    const [use] = usesOf(SESSION, [A1], []);
    const block = { ...(use as AddressUse), kind: 'port-block', ports: '[1,3)' } as const;
    const over = { ...block, to_at: at('10:30'), ended_by: 'released' } as const;
    expect(told(usesOf(closed, [], [block, over]))).toEqual([`${A} 10:00–12:00 stop`, `${A} 10:00–10:30 released`]);
  });
});

test.each([
  [null, 'open'],
  ['stop', 'told'],
  ['changed', 'told'],
  ['stale', 'guessed'],
  ['next-holder', 'guessed'],
] as const)('the end %s is %s', (ended_by, sure) => {
  expect(surenessOf(ended_by)).toBe(sure);
});

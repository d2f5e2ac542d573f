import { prepareSecret, STRICT_POLICY, vendorOf } from '@isp/radius';
import { expect, test } from 'vitest';
import { Tally } from '../answer/tally.ts';
import type { Client } from '../directory/clients.ts';
import { Conversations } from './conversations.ts';

const clientAt = (address: string): Client => ({
  address,
  nas_id: '11111111-1111-4111-8111-111111111111',
  secret: prepareSecret(Buffer.from('secret')),
  vendor: vendorOf('generic'),
  learns: false,
  policy: STRICT_POLICY,
  sender: { nas_id: '11111111-1111-4111-8111-111111111111', client: address, octets: Buffer.from(address) },
  answered: new Map(),
  accounted: new Map(),
  tally: new Tally(),
});
const [nas, other] = [clientAt('10.0.0.1'), clientAt('10.0.0.2')];

const begin = (all: Conversations, now: number, closed: () => void = () => undefined): Buffer =>
  all.keep(
    {
      client: nas,
      user_name: 'bob',
      identifier: 1,
      method: { type: 4, begin: () => ({ kind: 'ignore' }), hear: () => ({ kind: 'ignore' }), close: closed },
      left: [],
    },
    now,
  );

test('a State has 16 octets that do not come twice and do not follow from one another (duty 48)', () => {
  const all = new Conversations();
  const states = Array.from({ length: 1000 }, () => begin(all, 0));
  expect(new Set(states.map((state) => state.toString('hex'))).size).toBe(1000);
  for (let octet = 0; octet < 16; octet++)
    expect(new Set(states.map((state) => state[octet])).size).toBeGreaterThan(200);
});

test('a State is good for its NAS and user, once, and for 30 s (duty 48)', () => {
  const all = new Conversations();
  const state = begin(all, 0);
  expect(all.take(state, other, 'bob', 1)).toBeUndefined();
  expect(all.take(state, nas, 'eve', 1)).toBeUndefined();
  expect(all.take(state, nas, 'bob', 29_999)?.identifier).toBe(1);
  expect(all.take(state, nas, 'bob', 29_999)).toBeUndefined();
  const late = begin(all, 40_000);
  expect(all.take(late, nas, 'bob', 70_000)).toBeUndefined();
});

test('a conversation nobody ends is given up with what it holds, and 4,000 is all there are (duty 86)', () => {
  const all = new Conversations();
  let closed = 0;
  begin(all, 0, () => closed++);
  begin(all, 1000, () => closed++);
  begin(all, 30_500);
  expect([closed, all.count]).toEqual([1, 2]);
  for (let i = 0; i < 5000; i++) begin(all, 30_600, () => closed++);
  expect([all.count, closed]).toEqual([4000, 2 + 1000]);
});

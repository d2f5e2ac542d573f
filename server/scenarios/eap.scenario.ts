import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually, SECRET } from '../src/aaa/aaa.fixture.ts';
import { Wire } from '../src/aaa/wire.fixture.ts';
import { eapolTest, hasEapolTest } from './eapol-test.ts';

let wire: Wire;

beforeAll(async () => {
  wire = await Wire.open();
  const { room } = wire;
  await room.subscriber('bob');
  await room.subscriber('walled', { mode: 'walled', reason: 'suspended: unpaid invoices' });
  await room.subscriber('denied', { mode: 'deny', reason: 'the subscription has ended' });
  await wire.server.directory.refresh();
});
afterAll(() => wire?.close());

const peer = (eap: string, identity: string, password: string) =>
  eapolTest(wire.server.ports.auth, SECRET, [`eap=${eap}`, `identity="${identity}"`, `password="${password}"`], {
    keyless: eap === 'MD5',
  });

const lastReason = async (username: string): Promise<string | undefined> =>
  (
    await wire.db
      .selectFrom('aaa.login')
      .select('reason')
      .where('username', '=', username)
      .orderBy('id', 'desc')
      .executeTakeFirst()
  )?.reason;

test('EAP-MSCHAPv2: let on, and both sides have the same keys', async ({ skip }) => {
  if (!hasEapolTest()) skip();
  const { success, same_keys, output } = await peer('MSCHAPV2', 'bob', 'pw-bob');
  expect([success, same_keys], output.slice(-2000)).toEqual([true, true]);
});

test('EAP-MD5: asked for instead of what was offered', async ({ skip }) => {
  if (!hasEapolTest()) skip();
  const { success, output } = await peer('MD5', 'bob', 'pw-bob');
  expect(success, output.slice(-2000)).toBe(true);
  expect(output).toContain('code=11 (Access-Challenge)');
});

test('who is suspended is let on behind the wall', async ({ skip }) => {
  if (!hasEapolTest()) skip();
  expect((await peer('MSCHAPV2', 'walled', 'pw-walled')).success).toBe(true);
});

test.for([
  ['MSCHAPV2', 'bob', 'wrong', 'wrong password by EAP-MSCHAPv2'],
  ['MD5', 'bob', 'wrong', 'wrong password by EAP-MD5'],
  ['MSCHAPV2', 'nobody', 'x', 'unknown user name'],
  ['MSCHAPV2', 'denied', 'pw-denied', 'access denied: the subscription has ended'],
  ['GTC', 'bob', 'pw-bob', 'wants no EAP method that is offered'],
] as const)(
  '%s: %s with %s is refused, with the reason in the log',
  async ([eap, user, password, reason], { skip }) => {
    if (!hasEapolTest()) skip();
    const { success, output } = await peer(eap, user, password);
    expect(success).toBe(false);
    expect(output).toContain('code=3 (Access-Reject)');
    expect(output).toContain('EAP Failure');
    await eventually(async () => (await lastReason(user)) === reason);
  },
);

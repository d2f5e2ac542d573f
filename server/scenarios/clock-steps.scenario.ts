/**
 * The clock of our machine jumps while the network goes on (F6 of the reliability figures): three hours forward, then six back. Of the platform's processes it does
 * (Debian's libfaketime); the NASes' and PostgreSQL's go on evenly, as on machines of their own.
 */
import { execFileSync } from 'node:child_process';
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FakeNas } from '../../tools/fake-nas/fake-nas.ts';
import type { FakeSession } from '../../tools/fake-nas/session.ts';
import { query } from '../src/kernel/postgres/postgres.fixture.ts';
import { eapolTest, hasEapolTest } from './eapol-test.ts';
import { eventually } from './eventually.ts';
import type { Api } from './platform.ts';
import { Stream, seeded, wrongly } from './stream.ts';
import { plantTree, type Tree } from './tree.ts';

const SECRET = 'a secret of sixteen and more';
const HOUR_S = 3600;
const LONG_MS = 240_000;
const SUBSCRIBERS = 4;

const hasFaketime = (): boolean => {
  try {
    execFileSync('faketime', ['-v'], { stdio: 'ignore' });
    return true;
  } catch {
    if (process.env.CI === 'true') throw new Error('faketime is not installed (Debian: faketime)');
    console.log('skipped: faketime is not installed (Debian: faketime)');
    return false;
  }
};

describe.skipIf(!hasFaketime())('our clock jumps', () => {
  let tree: Tree;
  let api: Api;
  let stamping: FakeNas;
  let silent: FakeNas;
  const clock = () => join(tree.dir, 'clock');
  const turn = (ahead_s: number) => {
    writeFileSync(`${clock()}.new`, `${ahead_s < 0 ? '' : '+'}${ahead_s}s\n`);
    renameSync(`${clock()}.new`, clock());
  };

  const subscribe = async (plan_id: unknown, name: string) => {
    const account = await api.post('/accounts', { name, zone: 'UTC' });
    await api.post(`/accounts/${account.id}/subscriptions`, {
      account_id: account.id,
      plan_id,
      username: name,
      password: `secret of ${name}`,
    });
  };
  const openNas = async (name: string, address: string, stamps: boolean) => {
    const server = { auth_port: tree.ports.auth, acct_port: tree.ports.acct };
    const nas = await FakeNas.open({ secret: SECRET, server, address, stamps, retry_ms: 250, tries: 400 });
    await api.post('/nas', { name, address, secret: SECRET, vendor: 'mikrotik', coa_port: nas.coa_port });
    return nas;
  };

  beforeAll(async () => {
    tree = await plantTree({
      LD_PRELOAD: '/usr/$LIB/faketime/libfaketime.so.1',
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    });
    Object.assign(tree.env, { FAKETIME_TIMESTAMP_FILE: clock() });
    turn(0);
    await tree.start();
    api = await tree.api();
    const plan = await api.post('/plans', { code: 'home', name: 'Home', price_minor: 1999 });
    for (let i = 0; i < SUBSCRIBERS; i++) await subscribe(plan.id, `user-${i}`);
    stamping = await openNas('stamps', '127.0.0.1', true);
    silent = await openNas('does not', '127.0.0.2', false);
  }, LONG_MS);
  afterAll(async () => {
    await stamping?.close();
    await silent?.close();
    await tree?.stop();
    await tree?.remove();
  }, LONG_MS);

  const logIn = (nas: FakeNas, name: string): Promise<FakeSession> =>
    eventually(async () => {
      const { session } = await nas.login(name, `secret of ${name}`);
      if (!session) throw new Error(`${name} was not let on`);
      return session;
    });
  const begin = async (nas: FakeNas, name: string, without_class = false): Promise<FakeSession> => {
    const session = await logIn(nas, name);
    expect(await nas.start(session, { without_class })).toBe(true);
    return session;
  };
  const rows = (sql: string) => query(tree.databaseUrl(), sql);

  test(
    'accounting is exact, by NASes that stamp their records and that do not, with our Class and without; log-ins go on, EAP too',
    async () => {
      const random = seeded(Date.now() % 1_000_000);
      const all = [await begin(stamping, 'user-0'), await begin(silent, 'user-1'), await begin(silent, 'user-2', true)];
      const [one, other, bare] = all as [FakeSession, FakeSession, FakeSession];
      const streams = [new Stream(stamping, [one], 20, random), new Stream(silent, [other], 20, random)];
      const eap = hasEapolTest()
        ? eapolTest(tree.ports.auth, SECRET, ['eap=MSCHAPV2', 'identity="user-3"', 'password="secret of user-3"'], {
            again: 40,
          })
        : undefined;
      let octets = 0n;
      for (const ahead of [0, 3 * HOUR_S, -3 * HOUR_S, 0]) {
        turn(ahead);
        await sleep(1200);
        octets += 1000n;
        expect(
          await silent.interim(bare, { without_class: true, output_octets: octets, session_s: 60 + Number(octets) }),
        ).toBe(true);
        const began = performance.now();
        await logIn(stamping, 'user-0');
        expect(performance.now() - began).toBeLessThan(1000);
      }
      for (const stream of streams) {
        await stream.end();
        expect(stream.lost).toBe(0);
        expect(stream.acknowledged).toBe(stream.sent);
      }
      expect(await Promise.all([stamping.stop(one), silent.stop(other)])).toEqual([true, true]);
      expect(await silent.stop(bare, { without_class: true, session_s: 5000 })).toBe(true);
      console.log(
        JSON.stringify(
          await rows(
            `select account_id, started_at, heard_at, session_s, class, began_after, closed_by, input_octets::text, output_octets::text from aaa.session where username='user-2'`,
          ),
        ),
      );
      expect(await wrongly(tree.databaseUrl(), all)).toEqual([]);
      expect(
        await rows('select username from aaa.session where stopped_at < started_at or heard_at < started_at'),
      ).toEqual([]);
      const peer = await eap;
      expect(peer?.success ?? true, peer?.output.slice(-2000)).toBe(true);
    },
    LONG_MS,
  );

  test(
    'taken for silent because of it, a session is open again with its next record, and can be ended',
    async () => {
      turn(0);
      const session = await begin(silent, 'user-2');
      turn(6 * HOUR_S);
      const state = async () =>
        (
          await rows(
            `select closed_by, stopped_at from aaa.any_session where convert_from(acct_session_id, 'UTF8') = '${session.acct_session_id}'`,
          )
        )[0];
      await eventually(async () => expect((await state())?.closed_by).toBe('stale'), 60_000, 200);
      expect(await silent.interim(session, { output_octets: 5n })).toBe(true);
      expect(await state()).toEqual({ closed_by: null, stopped_at: null });
      // Six hours on, the token of before is good no more.
      api = await tree.api();
      const [row] = (await api.get('/sessions?username=user-2&state=open')).items ?? [];
      await api.post(`/sessions/${row?.id}/disconnect`, {});
      await eventually(() => expect(session.open).toBe(false));
      turn(0);
    },
    LONG_MS,
  );
});

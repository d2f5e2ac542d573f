import { randomBytes } from 'node:crypto';
import { Duplex } from 'node:stream';
import { connect, type TLSSocket } from 'node:tls';
import { type EapTurn, writeTtlsAvp } from '@isp/radius';
import { beforeAll, describe, expect, test } from 'vitest';
import { PasswordChecks } from '../passwords/password-checks.ts';
import { type Authority, makeAuthority } from './certificates.fixture.ts';
import { offeredIn } from './client-hello.ts';
import { insideTtls } from './inside-ttls.ts';
import { Resumptions } from './resumptions.ts';
import { type EapTls, eapTls } from './tls-context.ts';
import { Tunnelled } from './tunnelled.ts';

let authority: Authority;
let tls: EapTls;
const tlsOf = async (): Promise<EapTls> => {
  const ours = await authority.issue('radius.example.net', 'server');
  return eapTls({ chain_pem: ours.pem, client_ca_pem: null, client_crl_pem: null }, ours.key_pem);
};
beforeAll(async () => {
  authority = await makeAuthority('An authority of this test');
  tls = await tlsOf();
});

const USER_NAME = 1;
const USER_PASSWORD = 2;
const MAY_FRAGMENT = 64_000;

/** The peer's end: its octets out, and what TLS does with those that come in. */
class Peer extends Duplex {
  out: Buffer[] = [];
  override _read(): void {}
  override _write(chunk: Buffer, _: BufferEncoding, done: () => void): void {
    this.out.push(chunk);
    done();
  }
}

const settled = async (): Promise<void> => {
  for (let i = 0; i < 10; i++) await new Promise((next) => setImmediate(next));
};

interface Setting {
  readonly resumptions: Resumptions;
  readonly password?: string;
  readonly asks?: string;
  readonly session?: Buffer | undefined;
  readonly version?: 'TLSv1.2' | 'TLSv1.3';
  readonly with?: EapTls;
}

interface Ended {
  readonly turn: Extract<EapTurn, { kind: 'end' }>;
  readonly resumed: boolean;
  readonly session: Buffer | undefined;
}

/** One conversation of EAP-TTLS with PAP between a TLS client and ours. */
const converse = async ({ resumptions, password = 'sesame', asks = 'sesame', ...rest }: Setting): Promise<Ended> => {
  const method = new Tunnelled(
    insideTtls(() => ({ password: Buffer.from(password), password_kind: 'clear' }), new PasswordChecks()),
    { tls: rest.with ?? tls, size: MAY_FRAGMENT, resumptions, markOf: (name) => (name === undefined ? '' : password) },
  );
  const wire = new Peer();
  let session: Buffer | undefined;
  const socket: TLSSocket = connect({
    socket: wire,
    ca: authority.pem,
    checkServerIdentity: () => undefined,
    minVersion: rest.version ?? 'TLSv1.3',
    maxVersion: rest.version ?? 'TLSv1.3',
    ...(rest.session ? { session: rest.session } : {}),
  });
  socket.on('error', () => undefined);
  socket.on('session', (made: Buffer) => {
    session = made;
  });
  let spoke = false;
  method.begin();
  for (let i = 0; i < 20; i++) {
    await settled();
    const resumed = socket.isSessionReused();
    if (socket.authorized && !resumed && !spoke) {
      spoke = true;
      socket.write(
        Buffer.concat([
          writeTtlsAvp({ code: USER_NAME, vendor: 0, value: Buffer.from('bob') }),
          writeTtlsAvp({ code: USER_PASSWORD, vendor: 0, value: Buffer.from(asks) }),
        ]),
      );
      await settled();
    }
    const turn = await method.hear(1, Buffer.concat([Buffer.of(0), ...wire.out.splice(0)]));
    if (turn.kind === 'end') {
      await settled();
      socket.destroy();
      method.close();
      return { turn, resumed, session };
    }
    if (turn.kind === 'ask' && turn.data.length > 1) wire.push(Buffer.from(turn.data.subarray(1)));
  }
  throw new Error('the conversation does not end');
};

describe.each(['TLSv1.2', 'TLSv1.3'] as const)('%s', (version) => {
  const first = async (resumptions: Resumptions, asks?: string) =>
    (await converse({ resumptions, version, ...(asks === undefined ? {} : { asks }) })).session;

  test('who has proven themselves comes back without the proof, under the same name, with other keys', async () => {
    const resumptions = new Resumptions();
    const one = await converse({ resumptions, version });
    const two = await converse({ resumptions, version, session: one.session });
    expect([one.resumed, two.resumed, resumptions.resumed]).toEqual([false, true, 1]);
    expect([two.turn.right, Buffer.from(two.turn.name ?? []).toString()]).toEqual([true, 'bob']);
    expect(two.turn.keys?.send.equals(one.turn.keys?.send ?? Buffer.alloc(0))).toBe(false);
  });

  test('not by the session of one who failed', async () => {
    const resumptions = new Resumptions();
    const session = await first(resumptions, 'wrong');
    expect(await converse({ resumptions, version, session, asks: 'wrong' })).toMatchObject({
      resumed: false,
      turn: { right: false },
    });
  });

  test('not with a password changed since', async () => {
    const resumptions = new Resumptions();
    const session = await first(resumptions);
    expect(await converse({ resumptions, version, session, password: 'another' })).toMatchObject({
      resumed: false,
      turn: { right: false },
    });
  });

  test('not to another certificate of ours, nor to a server that never saw the session, nor twelve hours later', async () => {
    let now = 0;
    const resumptions = new Resumptions(() => now);
    const session = await first(resumptions);
    expect((await converse({ resumptions, version, session, with: await tlsOf() })).resumed).toBe(false);
    expect((await converse({ resumptions: new Resumptions(), version, session })).resumed).toBe(false);
    now = 12 * 3_600_000 - 1;
    expect((await converse({ resumptions, version, session })).resumed).toBe(true);
    now++;
    expect((await converse({ resumptions, version, session })).resumed).toBe(false);
  });
});

test('what a flight offers is read without a throw, whatever it is', () => {
  const seed = randomBytes(4).readUInt32BE(0);
  console.log(`seed ${seed}`);
  let state = seed;
  const pick = (n: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % n;
  };
  const ticket = Buffer.alloc(40, 7);
  const extension = Buffer.concat([Buffer.of(0, 35, 0, ticket.length), ticket]);
  const body = [Buffer.of(3, 3), Buffer.alloc(32, 1), Buffer.of(2, 8, 9), Buffer.of(0, 2, 0x13, 1), Buffer.of(1, 0)];
  const hello = Buffer.concat([...body, Buffer.of(0, extension.length), extension]);
  const flight = Buffer.concat([Buffer.of(22, 3, 1, 0, hello.length + 4, 1, 0, 0, hello.length), hello]);
  expect(offeredIn(flight)).toEqual({ session: Buffer.of(8, 9), ticket });
  for (let i = 0; i < 50_000; i++) {
    const bad = Buffer.from(flight.subarray(0, pick(flight.length + 1)));
    for (let n = pick(4); n > 0 && bad.length > 0; n--) bad[pick(bad.length)] = pick(256);
    const { session, ticket: found } = offeredIn(bad);
    expect(session.length + found.length).toBeLessThanOrEqual(bad.length);
  }
});

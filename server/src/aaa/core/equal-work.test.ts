import { CODE, PacketView, PacketWriter, parsePacket, prepareSecret } from '@isp/radius';
import { describe, expect, test } from 'vitest';
import { authorize, decisionOf, type Entry } from './authorize.ts';
import { UNBOUND } from './binding.ts';
import type { Asker } from './way.ts';

const SECRET = prepareSecret(Buffer.from('a shared secret'));
const ASKER: Asker = {
  secret: SECRET,
  nas_octets: Buffer.alloc(16),
  mac_auth: false,
  identify_by: 'name',
  device_log_in: 'off',
};
const PASSWORD = Buffer.from('a password of');

const entryOf = (mode: 'allow' | 'deny'): Entry => ({
  password: PASSWORD,
  password_kind: 'clear',
  simultaneous: 1,
  others: 0,
  without: undefined,
  ends_after_octets: Number.POSITIVE_INFINITY,
  ends_after_s: Number.POSITIVE_INFINITY,
  ...UNBOUND,
  voucher: undefined,
  held_back: false,
  granted: decisionOf(mode, 'blocked'),
  ends_at_ms: Number.POSITIVE_INFINITY,
});

/** How often the octets of a request were read to decide on it. */
const readsOf = (datagram: Buffer, entry: Entry | undefined): { reads: number; outcome: string } => {
  const view = new PacketView();
  parsePacket(view, datagram);
  let reads = 0;
  view.bytes = new Proxy(datagram, {
    get: (octets, key) => {
      if (typeof key === 'string' && /^\d+$/.test(key)) reads++;
      const value = Reflect.get(octets, key, octets) as unknown;
      return typeof value === 'function' ? value.bind(octets) : value;
    },
  });
  const { outcome } = authorize(view, ASKER, 'password', entry, 0);
  return { reads, outcome };
};

const requestOf = (prove: (writer: PacketWriter, password: Buffer) => void, password: Buffer): Buffer => {
  const writer = new PacketWriter();
  writer.beginRequest(CODE.access_request, 1, Buffer.alloc(16, 3));
  writer.addText(1, 'somebody');
  prove(writer, password);
  return Buffer.from(writer.bytes.subarray(0, writer.finishRequest(SECRET)));
};

const PROOFS = {
  pap: (writer: PacketWriter, password: Buffer) => writer.addUserPassword(password, SECRET),
  chap: (writer: PacketWriter, password: Buffer) => writer.addChapPassword(1, password),
} as const;

describe.each(['pap', 'chap'] as const)('by %s', (method) => {
  test('an unknown name costs the work of a wrong password and of a user without access (duty 57)', () => {
    const right = requestOf(PROOFS[method], PASSWORD);
    const wrong = requestOf(PROOFS[method], Buffer.from('another word.'));
    const cases = [
      readsOf(wrong, undefined),
      readsOf(right, undefined),
      readsOf(wrong, entryOf('allow')),
      readsOf(wrong, entryOf('deny')),
      readsOf(right, entryOf('deny')),
    ];
    expect(new Set(cases.map(({ outcome }) => outcome))).toEqual(new Set(['reject']));
    expect(new Set(cases.map(({ reads }) => reads)).size).toBe(1);
    expect(cases[0]?.reads).toBeGreaterThan(30);
    expect(readsOf(right, entryOf('allow')).outcome).toBe('accept');
  });
});

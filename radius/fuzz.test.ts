import { expect, test } from 'vitest';
import { credentialOf, userPassword, verifyChap, verifyPap } from './auth.ts';
import { CODE } from './codes.ts';
import { describePacket } from './describe.ts';
import { readDynamicReply } from './dynamic-authorization.ts';
import { eapMessage, encodeEap, parseEap, readNak } from './eap.ts';
import { encodeAttributes } from './encode.ts';
import { prepareSecret } from './md5.ts';
import { MAX_ATTRIBUTES, PacketView, parsePacket } from './packet-view.ts';
import { PacketWriter } from './packet-writer.ts';
import { STRICT, verifyRequest, verifyResponse } from './verify.ts';

const PACKETS = 120_000;
const seed = Number(process.env.FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31));

/** Numbers from 0 to `limit` - 1, the same for the same seed (mulberry32). */
const dice = (start: number) => {
  let state = start;
  return (limit: number): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % limit;
  };
};

const secret = prepareSecret(Buffer.from('testing123'));
const authenticator = Buffer.alloc(16, 8);

const seeds = (): Buffer[] => {
  const rich = encodeAttributes(
    [
      { name: 'User-Name', value: 'bob' },
      { name: 'Proxy-State', value: '0x00ff' },
      { name: 'EAP-Message', value: `0x${'02'.repeat(300)}` },
      { name: 'Tunnel-Password', value: 'tunnel', tag: 1 },
      { name: 'Tunnel-Type', value: 3, tag: 1 },
      { name: 'Framed-IPv6-Prefix', value: '2001:db8::/56' },
      { name: 'Mikrotik-Rate-Limit', value: '1M/2M' },
      { name: 'WiMAX-Release', value: 'x'.repeat(251) },
      { name: 'SN-VPN-Name', value: 'vpn' },
      { name: 'USR-Event-Id', value: 1 },
      { name: 'IP-Port-Range.Range-Start', value: 1024 },
      { name: 'NAS-Filter-Rule', value: 'permit' },
      { oid: '245.26.9.1', value: Buffer.alloc(400, 1) },
      { name: 'Error-Cause', value: 503 },
    ],
    { secret, request_authenticator: authenticator, salt: () => 1 },
  ).bytes;
  return Object.values(CODE).map((code) => {
    const writer = new PacketWriter();
    writer.beginRequest(code, 5, authenticator, code % 2 === 0);
    if (code === CODE.access_request) writer.addUserPassword(Buffer.from('password'), secret);
    if (code === CODE.access_request) writer.addChapPassword(1, Buffer.from('password'));
    writer.addEncoded(rich);
    return Buffer.from(writer.bytes.subarray(0, writer.finishRequest(secret)));
  });
};

/** Changes octets, cuts, lengthens, and now and then puts the Length field right again so that more than the header is reached. */
const mutate = (from: Buffer, random: (limit: number) => number): Buffer => {
  const bytes = Buffer.concat([from, Buffer.alloc(random(4) === 0 ? random(40) : 0, random(256))]);
  for (let changes = 1 + random(6); changes > 0; changes--) {
    const at = random(8) === 0 ? random(Math.min(20, bytes.length)) : random(bytes.length);
    bytes[at] =
      random(3) === 0 ? (bytes[at] as number) ^ (1 << random(8)) : ([0, 1, 2, 255, random(256)][random(5)] as number);
  }
  const cut = random(3) === 0 ? bytes.subarray(0, random(bytes.length + 1)) : bytes;
  if (random(4) !== 0 && cut.length >= 4) cut.writeUInt16BE(cut.length, 2);
  return cut;
};

const view = new PacketView();
const writer = new PacketWriter();

const expectWithinBounds = (octets: number): void => {
  if (view.length > octets || view.count > MAX_ATTRIBUTES) throw new Error('a view larger than its datagram');
  for (let a = 0; a < view.count; a++) {
    if (view.start(a) + view.size(a) > view.length) throw new Error('an attribute past the end');
  }
};

/** An EAP packet that is taken is the octets it came in, but for padding. */
const useEap = (bytes: Buffer | undefined): void => {
  const packet = bytes === undefined ? undefined : parseEap(bytes);
  if (bytes === undefined || packet === undefined) return;
  readNak(packet);
  const again = encodeEap(packet);
  if (!again.equals(bytes.subarray(0, again.length))) throw new Error('an EAP packet other than its octets');
};

/** All that a server does to a packet, and more than it would. */
const use = (asked: Buffer): void => {
  verifyRequest(view, secret, STRICT);
  verifyResponse(view, asked, secret);
  credentialOf(view);
  verifyPap(view, secret, Buffer.from('password'));
  verifyChap(view, Buffer.from('password'));
  userPassword(view, secret);
  view.vendorOctets(14988, 8);
  useEap(eapMessage(view));
  writer.beginResponse(CODE.access_reject, view);
  if (writer.finishResponse(view, secret) > 4096) throw new Error('an answer over 4096 octets');
};

test(`${PACKETS} broken packets of seed ${seed}: none throws, none is read past its end, none is written to`, () => {
  console.info(`fuzz seed ${seed}; FUZZ_SEED=${seed} repeats it`);
  const random = dice(seed);
  const originals = seeds();
  const asked = originals[0] as Buffer;
  let packets = 0;
  for (let i = 0; i < PACKETS; i++) {
    const bytes = mutate(originals[random(originals.length)] as Buffer, random);
    const before = Buffer.from(bytes);
    if (i % 4 === 0) describePacket(bytes, { secret, request_authenticator: authenticator });
    if (i % 16 === 0) readDynamicReply(bytes, asked, secret);
    if (parsePacket(view, bytes) !== undefined) continue;
    packets++;
    expectWithinBounds(bytes.length);
    use(asked);
    if (!before.equals(bytes)) throw new Error('a datagram was written to');
  }
  expect(packets).toBeGreaterThan(PACKETS / 20);
});

test(`random octets of seed ${seed}`, () => {
  const random = dice(seed ^ 0x5bd1e995);
  for (let i = 0; i < 20_000; i++) {
    const bytes = Buffer.from(Array.from({ length: random(64) }, () => random(256)));
    parsePacket(view, bytes);
    describePacket(bytes, { secret });
    useEap(bytes);
  }
});

test(`broken EAP packets of seed ${seed}`, () => {
  const random = dice(seed ^ 0x0ea9);
  const originals = [
    { code: 2, identifier: 7, type: 1, data: Buffer.from('bob@example.org') },
    { code: 2, identifier: 7, type: 3, data: Buffer.of(25, 21, 13) },
    { code: 2, identifier: 7, type: 254, data: Buffer.from('00000000000003fe00000000000019', 'hex') },
    { code: 3, identifier: 7, data: Buffer.alloc(0) },
  ].map(encodeEap);
  for (let i = 0; i < 40_000; i++) useEap(mutate(originals[random(originals.length)] as Buffer, random));
});

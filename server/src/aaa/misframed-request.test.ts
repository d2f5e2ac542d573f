/** Log-ins with an attribute of length 0 or 1, or past the end. */
import { createHmac } from 'node:crypto';
import { ATTRIBUTE, CODE } from '@isp/radius';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually, SECRET } from './aaa.fixture.ts';
import { by, pap, request, responseAuthenticator, valuesOf, viewOf, Wire } from './wire.fixture.ts';

let wire: Wire;
beforeAll(async () => {
  wire = await Wire.open();
  await wire.room.subscriber('bob');
  await wire.server.directory.refresh();
});
afterAll(() => wire?.close());

const FAULTS = ['2c00', '2c01', '2c09617a', '2c'];
const misframed = (fault: string, secret = SECRET, fill = pap('bob')): Buffer => {
  const good = request(fill);
  const octets = Buffer.concat([good, Buffer.from(fault, 'hex')]);
  octets.writeUInt16BE(octets.length, 2);
  const view = viewOf(good);
  const at = view.start(view.find(ATTRIBUTE.message_authenticator));
  octets.fill(0, at, at + 16);
  createHmac('md5', secret).update(octets).digest().copy(octets, at);
  return octets;
};

test.each(FAULTS)('a log-in that is misframed is rejected when it is signed: %s (duty 16)', async (fault) => {
  const asked = misframed(fault, SECRET, (w) => {
    w.addOctets(ATTRIBUTE.proxy_state, Buffer.from('p'));
    pap('bob')(w);
  });
  const nas = await wire.nas();
  const answer = await nas.ask('auth', asked);
  expect([answer[0], ...valuesOf(answer, ATTRIBUTE.proxy_state).map(String)]).toEqual([CODE.access_reject, 'p']);
  expect(answer.subarray(4, 20)).toEqual(responseAuthenticator(answer, asked));
  expect(await nas.ask('auth', asked)).toEqual(answer);
});

test('it is discarded when it is not, or when an EAP conversation waits for its own words', async () => {
  const before = await wire.discards('attribute-framing');
  const eap = misframed('2c00', SECRET, by({ user_name: 'bob', eap_message: Buffer.from('0201000801626f62', 'hex') }));
  const unsigned = misframed('2c00', 'a guess');
  const hidden = request(pap('bob'), { signed: false });
  const cut = Buffer.concat([hidden, Buffer.from('2c00', 'hex')]);
  cut.writeUInt16BE(cut.length, 2);
  expect(await wire.unanswered('auth', [eap, unsigned, cut])).toEqual([]);
  expect(await wire.discards('attribute-framing')).toBe(before + 3);
});

test('it stands in the log', async () => {
  await eventually(async () => {
    const row = await wire.db
      .selectFrom('aaa.login')
      .selectAll()
      .where('reason', 'like', 'an attribute has%')
      .executeTakeFirst();
    return row?.username === 'bob' && row.outcome === 'reject';
  });
});

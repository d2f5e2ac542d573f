import { ATTRIBUTE, addEapMessage, CODE, EAP_CODE, EAP_TYPE, encodeEap } from '@isp/radius';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { eventually } from './aaa.fixture.ts';
import { startRadius } from './udp.ts';
import { updateNas } from './update-nas.ts';
import { type Fill, type NasSocket, pap, request, typesOf, Wire } from './wire.fixture.ts';

let wire: Wire;
let nas: NasSocket;
let nas_id: string;

beforeAll(async () => {
  wire = await Wire.open();
  await wire.room.subscriber('bob');
  await wire.server.directory.refresh();
  nas = await wire.nas();
  nas_id = wire.room.nas_id;
});
afterAll(() => wire?.close());

const asked = async (message_authenticator: 'required' | 'auto' | 'off') => {
  await wire.room.database.run((ctx) => updateNas(ctx, { id: nas_id, message_authenticator }));
  await wire.server.directory.refresh();
};
beforeEach(() => asked('required'));

const bob = pap('bob', 'pw-bob');
const proxied: Fill = (w) => {
  bob(w);
  w.addText(ATTRIBUTE.proxy_state, 'p');
};
const unsigned = (fill: Fill = bob) => request(fill, { signed: false });
const signsSince = async () =>
  (await wire.room.database.kernel.db.selectFrom('aaa.nas').select('signs_since').executeTakeFirst())?.signs_since;

test('off: whatever comes is answered, signed all the same (duty 70)', async () => {
  await asked('off');
  for (const datagram of [unsigned(), unsigned(proxied), request(bob)]) {
    const answer = await nas.ask('auth', datagram);
    expect([answer[0], typesOf(answer)[0]]).toEqual([CODE.access_accept, ATTRIBUTE.message_authenticator]);
  }
  expect((await nas.ask('auth', unsigned()))[0]).toBe(CODE.access_accept);
});

test('auto: not required until one was seen, but never left out with a Proxy-State (duties 70, 71)', async () => {
  await asked('auto');
  expect((await nas.ask('auth', unsigned()))[0]).toBe(CODE.access_accept);
  expect(await wire.unanswered('auth', [unsigned(proxied)])).toEqual([]);
  expect(await wire.discards('proxy-state-unprotected')).toBe(1);
  expect(await signsSince()).toBeNull();
});

test('auto: EAP and Status-Server have to be signed by everybody, so they teach nothing (duty 70)', async () => {
  await asked('auto');
  const identity = encodeEap({
    code: EAP_CODE.response,
    identifier: 1,
    type: EAP_TYPE.identity,
    data: Buffer.from('bob'),
  });
  const eap = request((w) => {
    w.addText(ATTRIBUTE.user_name, 'bob');
    addEapMessage(w, identity);
  });
  expect((await nas.ask('auth', eap))[0]).toBe(CODE.access_challenge);
  expect(
    (
      await nas.ask(
        'auth',
        request(() => undefined, { code: CODE.status_server }),
      )
    )[0],
  ).toBe(CODE.access_accept);
  expect((await nas.ask('auth', unsigned()))[0]).toBe(CODE.access_accept);
});

test('auto: neither a credential nor a Message-Authenticator is silence (duty 38)', async () => {
  await asked('auto');
  expect(await wire.unanswered('auth', [unsigned((w) => w.addText(ATTRIBUTE.user_name, 'bob'))])).toEqual([]);
  expect(await wire.discards('no-credential')).toBe(1);
});

test('auto: required from the first that had one on, and for good, until it is set anew (duty 70)', async () => {
  await asked('auto');
  expect((await nas.ask('auth', request(bob)))[0]).toBe(CODE.access_accept);
  expect(await wire.unanswered('auth', [unsigned()])).toEqual([]);
  await eventually(async () => (await signsSince()) !== null);
  const options = { auth_port: 0, acct_port: 0, addresses: ['127.0.0.1'] };
  const another = await startRadius(wire.room.database.kernel, options);
  const later = another.directory.clients.find('127.0.0.1');
  expect([later?.learns, later?.policy.require_message_authenticator]).toEqual([false, true]);
  await another.stop();
  await asked('off');
  await asked('auto');
  expect((await nas.ask('auth', unsigned()))[0]).toBe(CODE.access_accept);
});

import { createSocket, type Socket } from 'node:dgram';
import { ATTRIBUTE, CODE, PacketWriter, prepareSecret } from '@isp/radius';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { drainJobs } from '../kernel/jobs.ts';
import { eventually, SECRET, type Someone } from './aaa.fixture.ts';
import { accounting, attributesOf, type NasSocket, pap, request, valuesOf, viewOf, Wire } from './wire.fixture.ts';

let wire: Wire;
let nas: NasSocket;
let bob: Someone;
let listening: Socket;
let heard: Buffer[] = [];

beforeAll(async () => {
  wire = await Wire.open({ vendor: 'generic' });
  bob = await wire.room.subscriber('bob');
  await wire.server.directory.refresh();
  nas = await wire.nas();
  listening = createSocket('udp4');
  await new Promise<void>((bound) => listening.bind({ address: '127.0.0.1' }, () => bound()));
  listening.on('message', (octets, from) => {
    heard.push(octets);
    const [writer, view] = [new PacketWriter(), viewOf(octets)];
    writer.beginResponse(CODE.disconnect_ack, view);
    const length = writer.finishResponse(view, prepareSecret(Buffer.from(SECRET)));
    listening.send(writer.bytes, 0, length, from.port, from.address);
  });
  await wire.db.updateTable('aaa.nas').set({ coa_port: listening.address().port }).execute();
});
beforeEach(async () => {
  heard = [];
  await wire.room.access(bob, {});
  await wire.server.directory.refresh();
});
afterAll(async () => {
  listening?.close();
  await wire?.close();
});

/** Logs bob in, tells of his session by this id and name, and denies him: gives what his NAS is sent. */
const disconnectOf = async (id: Buffer, name: Buffer): Promise<{ type: number; value: Buffer }[]> => {
  const accept = await nas.ask('auth', request(pap('bob')));
  const start = accounting(1, (w) => {
    w.addOctets(ATTRIBUTE.acct_session_id, id);
    w.addOctets(ATTRIBUTE.user_name, name);
    w.addOctets(ATTRIBUTE.nas_ip_address, Buffer.of(192, 0, 2, 7));
    w.addText(ATTRIBUTE.nas_identifier, 'Édge 1');
    w.addText(ATTRIBUTE.calling_station_id, '02-00-00-00-00-01');
    for (const value of valuesOf(accept, ATTRIBUTE.class)) w.addOctets(ATTRIBUTE.class, value);
  });
  expect((await nas.ask('acct', start))[0]).toBe(CODE.accounting_response);
  await wire.room.access(bob, { mode: 'deny', reason: 'ended' });
  await drainJobs(wire.room.database.kernel);
  const [octets] = await eventually(async () => heard.length > 0 && heard);
  expect(octets?.[0]).toBe(CODE.disconnect_request);
  const proof: readonly number[] = [ATTRIBUTE.message_authenticator, ATTRIBUTE.event_timestamp];
  return attributesOf(octets as Buffer).filter(({ type }) => !proof.includes(type));
};

test('a Disconnect names the session by the octets its NAS reported (duty 111)', async () => {
  const [id, name] = [Buffer.from('00ff2041', 'hex'), Buffer.from('bób')];
  expect(await disconnectOf(id, name)).toEqual([
    { type: ATTRIBUTE.nas_ip_address, value: Buffer.of(192, 0, 2, 7) },
    { type: ATTRIBUTE.nas_identifier, value: Buffer.from('Édge 1') },
    { type: ATTRIBUTE.acct_session_id, value: id },
    { type: ATTRIBUTE.user_name, value: name },
  ]);
});

test.each(['626fff', '626f0062'])(
  'a name whose octets (%s) could not be kept as text is not sent: no session would match (duty 111)',
  async (hex) => {
    const sent = await disconnectOf(Buffer.from(`id ${hex}`), Buffer.from(hex, 'hex'));
    expect(sent.map(({ type }) => type)).toEqual([
      ATTRIBUTE.nas_ip_address,
      ATTRIBUTE.nas_identifier,
      ATTRIBUTE.acct_session_id,
    ]);
  },
);

import { ATTRIBUTE, CODE, PacketView, PacketWriter, parsePacket, prepareSecret } from '@isp/radius';
import { describe, expect, test } from 'vitest';
import { CLASS_OCTETS, writeClass } from './class.ts';
import { type Heard, recordsKept, sizeKept, writeKept } from './kept-packet.ts';
import { readRecord, type SessionRecord, senderOf } from './record.ts';

const AT = Date.parse('2026-01-01T10:00:00.250Z');
const NAS = '11111111-1111-4111-8111-111111111111';
const OWNER = {
  account_id: '22222222-2222-4222-8222-222222222222',
  subscription_id: '33333333-3333-4333-8333-333333333333',
};
const secret = prepareSecret(Buffer.from('secret'));

const heardFrom = (client: string, isTold: boolean, fill: (writer: PacketWriter) => void): Heard => {
  const writer = new PacketWriter();
  writer.beginRequest(CODE.accounting_request, 1);
  writer.addText(ATTRIBUTE.acct_session_id, 's1');
  fill(writer);
  const view = new PacketView();
  const octets = Buffer.concat([writer.bytes.subarray(0, writer.finishRequest(secret)), Buffer.from('padding')]);
  expect(parsePacket(view, octets)).toBeUndefined();
  return { view, sender: senderOf(NAS, client, isTold), at_ms: AT };
};

const recordOf = (heard: Heard): SessionRecord => {
  const reading = readRecord(heard.view, heard.sender, () => OWNER, heard.at_ms);
  if (!('record' in reading) || reading.record.kind === 'restart') throw new Error('no session');
  return reading.record;
};

const token = (): Buffer => {
  const octets = Buffer.alloc(CLASS_OCTETS);
  writeClass(octets, Buffer.alloc(32, 7), 0, 1, 2, true, 50_000, null, 0x0a000007, -5);
  return octets;
};

const all: Heard[] = [
  heardFrom('10.0.0.1', false, (w) => {
    w.addInteger(ATTRIBUTE.acct_status_type, 1);
    w.addText(ATTRIBUTE.user_name, 'боб "b" \\');
    w.addOctets(ATTRIBUTE.framed_ip_address, Buffer.of(10, 1, 2, 3));
  }),
  heardFrom('2001:db8::5', true, (w) => {
    w.addInteger(ATTRIBUTE.acct_status_type, 3);
    w.addInteger(ATTRIBUTE.acct_session_time, 600);
    w.addInteger(ATTRIBUTE.acct_input_octets, 0xffff_ffff);
    w.addInteger(ATTRIBUTE.acct_output_gigawords, 0xffff_ffff);
    w.addInteger(ATTRIBUTE.event_timestamp, AT / 1000 - 30);
    w.addOctets(ATTRIBUTE.class, token());
  }),
  heardFrom('10.0.0.1', false, (w) => {
    w.addInteger(ATTRIBUTE.acct_status_type, 2);
    w.addInteger(ATTRIBUTE.acct_terminate_cause, 1);
    for (let i = 0; i < 15; i++) w.addOctets(ATTRIBUTE.proxy_state, Buffer.alloc(250, i));
  }),
];

const kept = (heard: readonly Heard[]): Buffer => {
  const octets = Buffer.alloc(heard.reduce((size, one) => size + sizeKept(one), 0));
  let at = 0;
  for (const one of heard) {
    writeKept(octets, at, one, recordOf(one));
    at += sizeKept(one);
  }
  return octets;
};

describe('packets that are kept', () => {
  test('come back as the very records they were', () => {
    expect(recordsKept(kept(all))).toEqual(all.map(recordOf));
    expect(recordsKept(Buffer.alloc(0))).toEqual([]);
  });

  test('what is cut off or is no packet is told apart, and nothing before it is lost', () => {
    const octets = kept(all);
    expect(recordsKept(octets.subarray(0, octets.length - 1))).toEqual([...all.slice(0, 2).map(recordOf), undefined]);
    expect(recordsKept(Buffer.from('no packet'))).toEqual([undefined]);
    expect(recordsKept(Buffer.alloc(500))).toEqual([undefined]);
    const broken = kept(all.slice(0, 1));
    broken.fill(0xff, broken.length - 20);
    expect(recordsKept(broken)).toEqual([undefined]);
  });
});

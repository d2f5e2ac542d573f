import { CODE, PacketView, PacketWriter, parsePacket, prepareSecret } from '@isp/radius';
import { describe, expect, test } from 'vitest';
import { vlanIn, vlanNumber, vlanText } from './vlan.ts';

const vlan = (fill: (writer: PacketWriter) => void): string | undefined => {
  const writer = new PacketWriter();
  writer.beginRequest(CODE.access_request, 1, Buffer.alloc(16));
  fill(writer);
  const view = new PacketView();
  const length = writer.finishRequest(prepareSecret(Buffer.from('secret')));
  parsePacket(view, Buffer.from(writer.bytes.subarray(0, length)));
  const number = vlanIn(view);
  return number < 0 ? undefined : vlanText(number);
};

describe('the VLAN of a NAS-Port-Id', () => {
  test.each([
    ['vlan100', '100'],
    ['vlan-100-customers', '100'],
    ['bridge-vlan_7', '7'],
    ['VLAN 100.200', '100.200'],
    ['slot=1;subslot=0;port=3;vlanid=100;vlanid2=200;', '100.200'],
    ['slot=1;subslot=0;port=3;vlanid=100;', '100'],
    ['1/1 vlan-id 100:200 pppoe 5', '100.200'],
    ['eth 0/1/2:100.200 0/0/0/0/0/0', '100.200'],
    ['eth 0/1/2:4096.200 0/0/0/0/0/0', '200'],
    ['ge-1/0/0.1073741824:100-200', '100.200'],
    ['ge-1/0/0:100', '100'],
    ['vlan4095', undefined],
    ['vlan-none', undefined],
    ['ether2', undefined],
    ['02:00:00:00:00:aa', undefined],
    ['vlan10000', undefined],
    ['vlan', undefined],
  ])('%s: %s', (port, expected) => expect(vlan((w) => w.addText(87, port))).toBe(expected));
});

test.each<[string, (w: PacketWriter) => void, string | undefined]>([
  ['Egress-VLANID, tagged', (w) => w.addInteger(56, 0x31000064), '100'],
  ['Tunnel-Private-Group-Id with its tag', (w) => w.addOctets(81, Buffer.from('\u0001100')), '100'],
  ['Tunnel-Private-Group-Id without', (w) => w.addText(81, '100'), '100'],
  ['Tunnel-Private-Group-Id that is a name', (w) => w.addText(81, 'guests'), undefined],
  ['nothing', () => undefined, undefined],
])('%s', (_, fill, expected) => expect(vlan(fill)).toBe(expected));

test.each(['0', '100', '4094', '0.1', '100.200', '4094.4094'])('%s is read as it is written', (text) =>
  expect(vlanText(vlanNumber(text))).toBe(text),
);
test.each(['4095', '1.4096', '', 'x', '1.2.3', '-1'])('%s is no VLAN', (text) => expect(vlanNumber(text)).toBe(-1));

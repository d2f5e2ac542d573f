import { describe, expect, test } from 'vitest';
import { type AccessLine, readAccessLine } from './access-line.ts';
import { CODE } from './codes.ts';
import type { AttributeName } from './dictionary/standard.ts';
import { encodeAttributes } from './encode.ts';
import { prepareSecret } from './md5.ts';
import { PacketView, parsePacket } from './packet-view.ts';
import { PacketWriter } from './packet-writer.ts';

const lineOf = (attributes: Buffer): readonly [circuit: string, remote: string] => {
  const writer = new PacketWriter();
  writer.beginRequest(CODE.access_request, 1, Buffer.alloc(16));
  writer.addEncoded(attributes);
  const view = new PacketView();
  const length = writer.finishRequest(prepareSecret(Buffer.from('secret')));
  parsePacket(view, Buffer.from(writer.bytes.subarray(0, length)));
  const line: AccessLine = { circuit_at: 0, circuit_size: 9, remote_at: 0, remote_size: 9 };
  readAccessLine(view, line);
  const at = (from: number, size: number) => view.bytes.toString('latin1', from, from + size);
  return [at(line.circuit_at, line.circuit_size), at(line.remote_at, line.remote_size)];
};

const encoded = (...attributes: readonly (readonly [AttributeName, string | Buffer])[]): Buffer =>
  encodeAttributes(attributes.map(([name, value]) => ({ name, value }))).bytes;

const OPTION_82 = Buffer.from('0106657468302f31020463706531', 'hex');

describe('which line', () => {
  test.each<[string, Buffer, readonly [string, string]]>([
    [
      'the Broadband Forum’s',
      encoded(['Agent-Circuit-Id', Buffer.from('eth0/1')], ['Agent-Remote-Id', Buffer.from('cpe1')]),
      ['eth0/1', 'cpe1'],
    ],
    [
      'Redback’s',
      encoded(['Redback-Agent-Remote-Id', Buffer.from('cpe1')], ['Redback-Agent-Circuit-Id', Buffer.from('eth0/1')]),
      ['eth0/1', 'cpe1'],
    ],
    [
      'Cisco’s',
      encoded(
        ['Cisco-AVPair', 'ip:addr-pool=x'],
        ['Cisco-AVPair', 'circuit-id-tag=eth0/1'],
        ['Cisco-AVPair', 'remote-id-tag=cpe1'],
      ),
      ['eth0/1', 'cpe1'],
    ],
    [
      'Juniper’s, as text',
      encoded(['ERX-Acc-Loop-Cir-Id', 'eth0/1'], ['ERX-Acc-Loop-Remote-Id', 'cpe1']),
      ['eth0/1', 'cpe1'],
    ],
    ['Juniper’s option 82', encoded(['ERX-DHCP-Option-82', OPTION_82]), ['eth0/1', 'cpe1']],
    [
      'Juniper’s DHCP options',
      encoded([
        'ERX-Dhcp-Options',
        Buffer.concat([Buffer.of(53, 1, 1, 0, 82, OPTION_82.length), OPTION_82, Buffer.of(255)]),
      ]),
      ['eth0/1', 'cpe1'],
    ],
    [
      'Nokia’s DHCP options',
      encoded(['Alc-ToServer-Dhcp-Options', Buffer.concat([Buffer.of(82, OPTION_82.length), OPTION_82])]),
      ['eth0/1', 'cpe1'],
    ],
    ['none', encoded(['Cisco-AVPair', 'circuit-id-tag='], ['NAS-Port-Id', 'eth0/1']), ['', '']],
    [
      'none in options cut short',
      encoded(['ERX-Dhcp-Options', Buffer.of(82, 40, 1, 6, 101)], ['ERX-DHCP-Option-82', Buffer.of(1, 9, 1)]),
      ['', ''],
    ],
    [
      'the first of two',
      encoded(['Agent-Circuit-Id', Buffer.from('one')], ['Agent-Circuit-Id', Buffer.from('two')]),
      ['one', ''],
    ],
  ])('%s', (_, attributes, line) => expect(lineOf(attributes)).toEqual(line));
});

import type { DictionaryPart } from '../dictionary.ts';

/** Vendors met in captures rather than in our networks, and those who write sub-attributes in a format of their own. */
export const ODD = [
  {
    source: '3Com switch manual, RADIUS vendor attributes',
    vendor: { id: 43, name: '3com' },
    attributes: [
      [1, '3com-User-Access-Level', 'integer'],
      [60, '3com-Ip-Host-Addr', 'text'],
    ],
    values: { '3com-User-Access-Level': { 0: 'Visitor', 1: 'Monitor', 2: 'Manager', 3: 'Administrator' } },
  },
  {
    source: 'U.S. Robotics Total Control manual: types of 4 octets and no length',
    vendor: { id: 429, name: 'USR', format: { type_octets: 4, length_octets: 0 } },
    attributes: [[0xbfbe, 'USR-Event-Id', 'integer']],
  },
  {
    source: 'Lucent MAX TNT manual: types of 2 octets',
    vendor: { id: 4846, name: 'Lucent', format: { type_octets: 2 } },
    attributes: [[2, 'Lucent-Max-Shared-Users', 'integer']],
  },
  {
    source: 'Starent StarOS AAA reference: types and lengths of 2 octets',
    vendor: { id: 8164, name: 'Starent', format: { type_octets: 2, length_octets: 2 } },
    attributes: [[2, 'SN-VPN-Name', 'text']],
  },
  {
    source: 'WiMAX Forum T33-001, 5.4.2: a third octet of header says whether the value goes on',
    vendor: { id: 24757, name: 'WiMAX', format: { continues: true } },
    attributes: [
      ['1', 'WiMAX-Capability', 'tlv'],
      ['1.1', 'WiMAX-Release', 'text'],
      ['1.2', 'WiMAX-Accounting-Capabilities', 'byte'],
      ['52', 'WiMAX-DNS-Server', 'combo-ip'],
      ['84', 'WiMAX-Packet-Flow-Descriptor-v2', 'tlv'],
      ['84.9', 'WiMAX-PFDv2-Classifier', 'tlv'],
      ['84.9.4', 'WiMAX-PFDv2-Classifier-Direction', 'byte'],
    ],
    values: { 'WiMAX-Accounting-Capabilities': { 0: 'No-Accounting', 1: 'IP-Session-Based', 2: 'Flow-Based' } },
  },
] as const satisfies readonly DictionaryPart[];

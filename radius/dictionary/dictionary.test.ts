import { describe, expect, test } from 'vitest';
import type { DictionaryPart } from './dictionary.ts';
import { STANDARD, STANDARD_PARTS } from './standard.ts';

const parts: readonly DictionaryPart[] = STANDARD_PARTS;

describe('the dictionary is data that holds together', () => {
  test('each part names its source', () => {
    for (const part of parts)
      expect(part.source).toMatch(/RFC|IANA|3GPP|[Mm]anual|[Gg]uide|Ubiquiti|Wi-Fi|MS-RNAP|WiMAX|AAA/);
  });

  test('names of values belong to an integer of their own part', () => {
    for (const part of parts) {
      for (const name of Object.keys(part.values ?? {})) {
        const row = part.attributes.find((attribute) => attribute[1] === name);
        expect({ name, type: row?.[2] }).toEqual({ name, type: expect.stringMatching(/^(integer|short|byte)$/) });
      }
    }
  });

  test('members stand under a TLV, and attributes under a vendor that is there', () => {
    for (const { oid, name } of STANDARD.byOid.values()) {
      const numbers = oid.split('.');
      if (numbers[0] === '26') expect(STANDARD.vendors.has(Number(numbers[1]))).toBe(true);
      const depth = numbers[0] === '26' ? 3 : Number(numbers[0]) >= 241 ? 2 : 1;
      for (let i = numbers.length - 1; i >= depth; i--) {
        expect({ name, type: STANDARD.byOid.get(numbers.slice(0, i).join('.'))?.type }).toEqual({ name, type: 'tlv' });
      }
    }
  });

  test('numbers fit the place they stand in', () => {
    for (const oid of STANDARD.byOid.keys()) {
      const [type = 0, vendor = 0, kind = 0, ...members] = oid.split('.').map(Number);
      expect(type).toBeLessThanOrEqual(255);
      const octets = STANDARD.vendors.get(vendor)?.format.type_octets ?? 1;
      if (type === 26) expect(kind).toBeLessThan(256 ** octets);
      for (const member of members) expect(member).toBeLessThanOrEqual(255);
    }
  });
});

describe('the IANA registry is whole', () => {
  test('every type from 1 to 190 that IANA assigned is there', () => {
    const unassigned = [17, 21, 26, 54, 93];
    const missing = Array.from({ length: 190 }, (_, i) => i + 1).filter((type) => !STANDARD.byOid.has(`${type}`));
    expect(missing).toEqual(unassigned);
  });

  test('IPv6 attributes have the types their RFCs give them (duty 34)', () => {
    const typeOf = (name: string) => STANDARD.byName.get(name)?.type;
    expect(
      [
        'NAS-IPv6-Address',
        'Framed-Interface-Id',
        'Framed-IPv6-Prefix',
        'Framed-IPv6-Address',
        'Delegated-IPv6-Prefix',
        'DNS-Server-IPv6-Address',
        'Route-IPv6-Information',
        'Framed-IPv6-Pool',
        'Delegated-IPv6-Prefix-Pool',
        'Stateful-IPv6-Address-Pool',
      ].map(typeOf),
    ).toEqual([
      'ipv6addr',
      'ifid',
      'ipv6prefix',
      'ipv6addr',
      'ipv6prefix',
      'ipv6addr',
      'ipv6prefix',
      'text',
      'text',
      'text',
    ]);
  });

  test.each([
    ['Service-Type', 17, 'Authorize-Only'],
    ['NAS-Port-Type', 15, 'Ethernet'],
    ['Acct-Terminate-Cause', 18, 'Host-Request'],
    ['Error-Cause', 503, 'Session-Context-Not-Found'],
    ['Tunnel-Type', 13, 'VLAN'],
    ['Tunnel-Medium-Type', 6, 'IEEE-802'],
  ])('%s %i is %s', (name, number, label) => {
    expect(STANDARD.byName.get(name)?.values[number]).toBe(label);
  });
});

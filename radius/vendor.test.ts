import { describe, expect, test } from 'vitest';
import { decodeAttributes } from './decode.ts';
import { identificationFor, VENDOR_ROWS, vendorOf } from './vendor.ts';

const said = (bytes: Uint8Array): string[] => (decodeAttributes(bytes) ?? []).map((one) => `${one.name}=${one.value}`);

describe('a rate of 50 Mbit/s down, 10 Mbit/s up', () => {
  test.each([
    ['mikrotik', ['Mikrotik-Rate-Limit=10000k/50000k']],
    ['cisco', ['Cisco-AVPair=ip:sub-qos-policy-in=up-10000k', 'Cisco-AVPair=ip:sub-qos-policy-out=down-50000k']],
    ['juniper', ['ERX-Ingress-Policy-Name=up-10000k', 'ERX-Egress-Policy-Name=down-50000k']],
    [
      'huawei',
      [
        'Huawei-Input-Average-Rate=10000000',
        'Huawei-Input-Peak-Rate=10000000',
        'Huawei-Output-Average-Rate=50000000',
        'Huawei-Output-Peak-Rate=50000000',
      ],
    ],
    ['nokia', ['Alc-SLA-Prof-Str=d50000k-u10000k']],
    ['accel-ppp', ['WISPr-Bandwidth-Max-Up=10000000', 'WISPr-Bandwidth-Max-Down=50000000']],
    ['ubiquiti', ['WISPr-Bandwidth-Max-Up=10000000', 'WISPr-Bandwidth-Max-Down=50000000']],
    ['chillispot', ['ChilliSpot-Bandwidth-Max-Up=10000', 'ChilliSpot-Bandwidth-Max-Down=50000']],
    ['generic', ['WISPr-Bandwidth-Max-Up=10000000', 'WISPr-Bandwidth-Max-Down=50000000']],
  ])('for %s', (id, attributes) => {
    expect(said(vendorOf(id).rate({ down_kbps: 50_000, up_kbps: 10_000 }))).toEqual(attributes);
  });

  test('10 Gbit/s is more than 32 bits can say', () => {
    expect(said(vendorOf('generic').rate({ down_kbps: 10_000_000, up_kbps: 4_294_967 }))).toEqual([
      'WISPr-Bandwidth-Max-Up=4294967000',
      'WISPr-Bandwidth-Max-Down=4294967295',
    ]);
  });
});

test('a wall is an address list on MikroTik, a subscriber profile on Nokia, a filter elsewhere', () => {
  const filter = 'Filter-Id=unpaid';
  const walls = Object.values(VENDOR_ROWS).map((row) => [row.id, said(row.wall('unpaid')).join()]);
  expect(walls.filter(([, wall]) => wall !== filter)).toEqual([
    ['mikrotik', 'Mikrotik-Address-List=unpaid'],
    ['nokia', 'Alc-Subsc-Prof-Str=unpaid'],
  ]);
  expect(walls.filter(([, wall]) => wall === filter)).toHaveLength(8);
});

test.each([
  ['mikrotik', ['Mikrotik-Group=read', 'Mikrotik-Group=write', 'Mikrotik-Group=full']],
  ['cisco', ['Cisco-AVPair=shell:priv-lvl=1', 'Cisco-AVPair=shell:priv-lvl=7', 'Cisco-AVPair=shell:priv-lvl=15']],
  ['juniper', ['Juniper-Local-User-Name=read', 'Juniper-Local-User-Name=operate', 'Juniper-Local-User-Name=full']],
  ['huawei', ['Huawei-Exec-Privilege=1', 'Huawei-Exec-Privilege=2', 'Huawei-Exec-Privilege=15']],
  ['generic', ['', '', '']],
])('what staff may do on %s', (id, attributes) => {
  const { device } = vendorOf(id);
  expect((['read', 'operate', 'full'] as const).map((level) => said(device(level)).join())).toEqual(attributes);
});

test('each row is complete and stands under its own id', () => {
  for (const [id, row] of Object.entries(VENDOR_ROWS)) {
    expect(row.id).toBe(id);
    expect(row.session_keys.length).toBeGreaterThan(0);
    expect(row.coa_port).toBeGreaterThan(0);
  }
});

test('a make nobody knows is generic', () => {
  expect(vendorOf('acme').id).toBe('generic');
  expect(vendorOf('toString').id).toBe('generic');
});

test('a session is named by what its make looks for', () => {
  const session = { acct_session_id: 's', user_name: 'u', framed_ip_address: '10.0.0.1', nas_identifier: 'n' };
  expect(identificationFor(vendorOf('cisco'), session)).toEqual({ acct_session_id: 's' });
  expect(identificationFor(vendorOf('mikrotik'), session)).toEqual({
    acct_session_id: 's',
    user_name: 'u',
    framed_ip_address: '10.0.0.1',
  });
});

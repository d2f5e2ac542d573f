import {
  CODE,
  decodeAttributes,
  PacketView,
  PacketWriter,
  parsePacket,
  prepareSecret,
  VENDOR_ROWS,
  vendorOf,
} from '@isp/radius';
import { describe, expect, test } from 'vitest';
import { acceptAttributes, changeAttributes, sessionTimeout, writeAdmission } from './profile.ts';

const said = (bytes: Uint8Array) => (decodeAttributes(bytes) ?? []).map((one) => `${one.name}=${one.value}`);
const grant = { mode: 'allow', rate_down_kbps: 50_000, rate_up_kbps: 10_000, framed_ip: null } as const;

describe('Session-Timeout', () => {
  test.each([
    ['no limit', 0, Number.POSITIVE_INFINITY, 0],
    ['the plan’s', 3600, Number.POSITIVE_INFINITY, 3600],
    ['exact to the end of the entitlement', 0, 90_500, 90],
    ['the shorter of both', 3600, 90_000, 90],
    ['the shorter of both', 60, 90_000, 60],
  ])('%s', (_, limit, ends, seconds) => expect(sessionTimeout(limit, ends, 0)).toBe(seconds));
});

test('an Accept says speed and interim interval, and the wall when there is one (duty 52)', () => {
  expect(said(acceptAttributes(grant, vendorOf('mikrotik')))).toEqual([
    'Acct-Interim-Interval=600',
    'Mikrotik-Rate-Limit=10000k/50000k',
  ]);
  expect(said(acceptAttributes({ ...grant, mode: 'walled' }, vendorOf('juniper')))).toContain('Filter-Id=walled');
  expect(said(acceptAttributes({ ...grant, rate_up_kbps: null }, vendorOf('mikrotik')))).toEqual([
    'Acct-Interim-Interval=600',
  ]);
});

test.each(Object.values(VENDOR_ROWS).map((vendor) => [vendor.id, vendor] as const))(
  '%s: an Accept has one Filter-Id at most, behind the wall too (duty 55)',
  (_, vendor) => {
    for (const mode of ['allow', 'walled'] as const) {
      const attributes = said(acceptAttributes({ ...grant, mode }, vendor));
      expect(attributes.filter((one) => one.startsWith('Filter-Id')).length).toBeLessThanOrEqual(1);
      expect(attributes.length).toBeGreaterThan(1);
    }
  },
);

test.each([
  [{ ...grant, mode: 'walled' as const }, false, 'Mikrotik-Address-List=walled'],
  [grant, true, 'Mikrotik-Address-List=open'],
  [grant, false, undefined],
])('a CoA names the wall when the session enters or leaves it', (wanted, wasWalled, list) => {
  const attributes = said(changeAttributes(wanted, vendorOf('mikrotik'), wasWalled));
  expect(attributes.find((one) => one.startsWith('Mikrotik-Address-List'))).toBe(list);
});

describe('octets after which the NAS ends a session', () => {
  const secret = prepareSecret(Buffer.from('a shared secret'));
  const request = new PacketView();
  const asking = new PacketWriter();
  asking.beginRequest(CODE.access_request, 1, Buffer.alloc(16));
  parsePacket(request, Buffer.from(asking.bytes.subarray(0, asking.finishRequest(secret))));
  const told = (vendor: string, volume: number): string[] => {
    const writer = new PacketWriter();
    writer.beginResponse(CODE.access_accept, request);
    const nothing = Buffer.alloc(0);
    const own = {
      attributes: nothing,
      prefixes: nothing,
      class: nothing,
      chargeable: nothing,
      framed_ip: 0,
      session_timeout_s: 0,
      tells_end: false,
    };
    const { volume: volume_attributes } = vendorOf(vendor);
    writeAdmission(writer, request, { ...own, ends_at_ms: Number.POSITIVE_INFINITY, volume, volume_attributes }, 0);
    return said(writer.bytes.subarray(20, writer.finishResponse(request, secret))).slice(1);
  };
  test.each([
    ['mikrotik', 5, ['Mikrotik-Total-Limit=5']],
    ['mikrotik', 10_000_000_000, ['Mikrotik-Total-Limit=1410065408', 'Mikrotik-Total-Limit-Gigawords=2']],
    ['chillispot', 4_294_967_296, ['ChilliSpot-Max-Total-Octets=0', 'ChilliSpot-Max-Total-Gigawords=1']],
    ['mikrotik', Number.POSITIVE_INFINITY, []],
    ['cisco', 5, []],
  ])('%s: %d', (vendor, volume, expected) => expect(told(vendor, volume)).toEqual(expected));
});

import { describePacket } from '@isp/radius';
import { describe, expect, onTestFinished, test } from 'vitest';
import { makeVoucher } from './voucher.fixture.ts';
import { pap, request, Wire } from './wire.fixture.ts';

const TOLD = /^(Session-Timeout|WISPr|ChilliSpot|Mikrotik)/;

/** What an Accept of a voucher tells a make of its ends and speed. */
const toldTo = async (vendor: string): Promise<Record<string, unknown>> => {
  const wire = await Wire.open({ vendor });
  onTestFinished(() => wire.close());
  const gives = { time_s: 7200, octets: 10_000_000_000n, rate_down_kbps: 5000, rate_up_kbps: 1000 };
  const { code } = await makeVoucher(wire, 'a voucher', gives);
  const answer = await (await wire.nas()).ask('auth', request(pap(code, code)));
  const described = describePacket(answer, {});
  if (!described.ok) throw new Error('no packet');
  return Object.fromEntries(
    described.attributes.filter(({ name }) => TOLD.test(name)).map(({ name, value }) => [name, value]),
  );
};

const END = { 'WISPr-Session-Terminate-Time': expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/) };
const SHORTEST = { 'Session-Timeout': expect.toSatisfy((s: number) => s > 3590 && s <= 3600) };
const WISPR_RATE = { 'WISPr-Bandwidth-Max-Up': 1_000_000, 'WISPr-Bandwidth-Max-Down': 5_000_000 };
const GIGAWORDS = 2;
const OCTETS = 10_000_000_000 - GIGAWORDS * 2 ** 32;

describe('what a voucher tells each make', () => {
  test.each([
    [
      'mikrotik',
      {
        'Mikrotik-Rate-Limit': '1000k/5000k',
        'Mikrotik-Total-Limit': OCTETS,
        'Mikrotik-Total-Limit-Gigawords': GIGAWORDS,
        ...END,
      },
    ],
    [
      'chillispot',
      {
        'ChilliSpot-Bandwidth-Max-Up': 1000,
        'ChilliSpot-Bandwidth-Max-Down': 5000,
        'ChilliSpot-Max-Total-Octets': OCTETS,
        'ChilliSpot-Max-Total-Gigawords': GIGAWORDS,
        ...END,
      },
    ],
    ['ubiquiti', { ...WISPR_RATE, ...END }],
    ['generic', { ...WISPR_RATE, ...END }],
    ['hostapd', WISPR_RATE],
    ['cisco', {}],
  ])('%s', async (vendor, told) => {
    expect(await toldTo(vendor)).toEqual({ ...SHORTEST, ...told });
  });
});

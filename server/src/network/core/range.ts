import { ok, type Result, refused } from '@isp/values';

const octets = (address: string): number[] => address.split('.').map((o) => Number.parseInt(o, 10));

/** An IPv4 address as a number, 0 – 2^32-1. */
export const ipv4Number = (address: string): number => octets(address).reduce((n, o) => n * 256 + o, 0);

/** The IPv4 address of a number. */
export const ipv4Text = (n: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(n / 2 ** shift) % 256).join('.');

export interface Range {
  readonly base: number;
  /** How many addresses the range has, network and broadcast included. */
  readonly count: number;
}

/** Reads `10.20.0.0/22`; refuses one whose host bits are set, or outside /8 – /30. */
export const readRange = (text: string): Result<Range> => {
  const [address = '', length = ''] = text.split('/');
  const bits = Number.parseInt(length, 10);
  const base = ipv4Number(address);
  if (!(bits >= 8 && bits <= 30)) return refused('size');
  const count = 2 ** (32 - bits);
  return base % count === 0 ? ok({ base, count }) : refused('host-bits');
};

/** Addresses of a range that can be given to subscribers: all but network, gateway (the first) and broadcast. */
export const usable = (range: Range): number => range.count - 3;

/** The offset of the first address that can be given out: after network and gateway. */
export const FIRST_OFFSET = 2;

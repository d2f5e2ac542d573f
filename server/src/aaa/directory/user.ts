import { keyOfLine } from '../core/line.ts';
import type { UserRow } from '../store/directory.ts';
import { KIND_BITS, type SharedGrant } from './grants.ts';

/** A user as the directory takes it: a row with what is kept of its password unsealed, if it has one. */
export type User = Omit<UserRow, 'password_sealed'> & {
  readonly password: string;
  /** Of a voucher whether the code alone is enough. Until it is used, `ends_at` is by when that has to be, and `session_timeout_s` what it is good for then. */
  readonly voucher?: { readonly proof: 'code' | 'pin'; readonly begins: boolean };
};

/** Octets of a password that RADIUS can carry, and of a hash that the arena can hold. */
const MAX_PASSWORD = 128;
export const MAX_STORED = 255;

/** What the arena holds of a password: none when it is too long to come by RADIUS (RFC 2865 5.2). */
export const octetsOf = ({ password, password_kind }: User): Buffer => {
  const octets = Buffer.from(password, password_kind === 'nt' ? 'hex' : 'utf8');
  return octets.length > (password_kind === 'clear' ? MAX_PASSWORD : MAX_STORED) ? Buffer.alloc(0) : octets;
};

/** What a user is found by on its way. */
export const nameOf = (user: User): Buffer =>
  user.kind === 'line' ? keyOfLine(user) : Buffer.from(user.username, 'utf8');

/** An IPv4 address as a number; 0 for none. */
export const ipv4Number = (address: string | null): number =>
  address === null ? 0 : address.split('.').reduce((sum, part) => sum * 256 + Number.parseInt(part, 10), 0);

/** What stands of a voucher beside the kinds of address (`KIND_BITS`). */
export const VOUCHER_BITS = { code: 32, pin: 64, begins: 128 } as const;

const voucherBits = ({ voucher }: User): number =>
  voucher === undefined ? 0 : VOUCHER_BITS[voucher.proof] | (voucher.begins ? VOUCHER_BITS.begins : 0);

/** Which addresses a user has, and what a voucher is, in one octet. */
export const bitsOf = (user: User): number =>
  voucherBits(user) |
  (user.framed_ip === null ? 0 : KIND_BITS.ipv4) |
  (user.framed_ipv6_prefix === null ? 0 : KIND_BITS['ipv6-prefix']) |
  (user.delegated_ipv6_prefix === null ? 0 : KIND_BITS['ipv6-delegated']);

/** The pools its access names. */
export const poolsOf = (user: User) => ({
  ipv4: user.ipv4_pool,
  'ipv6-prefix': user.ipv6_prefix_pool,
  'ipv6-delegated': user.ipv6_delegated_pool,
});

/** From when on a log-in asks the database: at once when something is lacking, else when half the time has passed for which it is sure to be theirs. */
export const askAt = (grant: SharedGrant | undefined, has: number, used_at_s: number): number => {
  if (grant === undefined || grant.assigned.bits === 0) return Number.POSITIVE_INFINITY;
  const { bits, keep_ms } = grant.assigned;
  return (bits & ~has) === 0 ? used_at_s * 1000 + keep_ms / 2 : 0;
};

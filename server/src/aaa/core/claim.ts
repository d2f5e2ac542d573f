import { ATTRIBUTE, type PacketView } from '@isp/radius';
import { findLine } from './line.ts';
import { macDigits } from './station.ts';
import { type Asker, macIn, macInName } from './way.ts';

/** What a credential has claimed, so that no other has it: a name, the twelve digits of a MAC, or what a line is looked up by, in base64. */
export interface Claim {
  readonly kind: 'password' | 'mac' | 'line';
  readonly username: string;
}

/** The claim of a log-in that is found by these octets on its way. */
export const claimOf = (kind: Claim['kind'], name: Buffer): Claim => ({
  kind,
  username: name.toString(kind === 'line' ? 'base64' : 'utf8'),
});

/** Everything that a request could be found by. */
export const claimsIn = (view: PacketView, asker: Asker): Claim[] => {
  const claims: Claim[] = [];
  const name = view.text(ATTRIBUTE.user_name);
  if (name !== undefined) claims.push({ kind: 'password', username: name });
  for (const mac of [macInName(view), macIn(view, asker)])
    if (mac >= 0) claims.push({ kind: 'mac', username: macDigits(mac) });
  const find = (bytes: Buffer, from: number, size: number): number => {
    claims.push(claimOf('line', bytes.subarray(from, size)));
    return -1;
  };
  findLine(view, asker.nas_octets, { find });
  return claims;
};

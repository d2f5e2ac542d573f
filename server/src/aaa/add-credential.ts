import type { Ctx } from '../kernel/ctx.ts';
import type { AddCredential, Credential } from './contract.ts';
import { type Claim, claimOf } from './core/claim.ts';
import { shownCredential } from './core/credential.ts';
import { idOfOctets, type KeptLine, keyOfLine, lineText, MAX_LINE_ID, octetsOfId } from './core/line.ts';
import { normalMac } from './core/station.ts';
import { CredentialPartsWrong, LineIdTooLong, LineTaken, MacInvalid, MacTaken } from './faults.ts';
import { getNas } from './get-nas.ts';
import { claim, insertCredential } from './store/access.ts';

interface Named extends KeptLine {
  readonly claim: Claim;
  /** As people read it. */
  readonly username: string;
}

const NO_LINE: KeptLine = { line_nas_id: null, circuit_id: null, remote_id: null };

const byMac = ({ mac, line_nas_id, circuit_id, remote_id }: AddCredential): Named => {
  if (mac === undefined || (line_nas_id ?? circuit_id ?? remote_id) !== undefined)
    throw CredentialPartsWrong({ kind: 'mac' });
  const username = normalMac(mac);
  if (username === undefined) throw MacInvalid({ mac });
  return { ...NO_LINE, username, claim: { kind: 'mac', username } };
};

const lineIdOf = (id: string | undefined): string | null => {
  if (id === undefined) return null;
  const octets = octetsOfId(id);
  if (octets.length > MAX_LINE_ID) throw LineIdTooLong({ most: MAX_LINE_ID });
  return idOfOctets(octets);
};

const byLine = async (ctx: Ctx, input: AddCredential): Promise<Named> => {
  const [circuit_id, remote_id] = [lineIdOf(input.circuit_id), lineIdOf(input.remote_id)];
  if (input.mac !== undefined || (circuit_id ?? remote_id) === null) throw CredentialPartsWrong({ kind: 'line' });
  const nas = input.line_nas_id === undefined ? undefined : await getNas(ctx, { id: input.line_nas_id });
  const line = { line_nas_id: nas?.id ?? null, circuit_id, remote_id };
  return { ...line, username: lineText(line), claim: claimOf('line', keyOfLine(line)) };
};

/** Lets a subscription log in by a MAC or by its line, without a password; either belongs to one subscription at a time. */
export const addCredential = async (ctx: Ctx, input: AddCredential): Promise<Credential> => {
  const { account_id, subscription_id, kind } = input;
  const { claim: wanted, ...named } = kind === 'mac' ? byMac(input) : await byLine(ctx, input);
  const row = {
    ...{ account_id, subscription_id, kind, ...named, id: ctx.newId(), created_at: ctx.now },
    ...{ mac: null, port: null, port_nas_id: null, vlan: null, learn: [], password_kind: 'clear' as const },
  };
  if (!(await claim(ctx.tx, wanted, account_id, row.id)))
    throw kind === 'mac' ? MacTaken({ mac: input.mac ?? '' }) : LineTaken({ line: named.username });
  await insertCredential(ctx.tx, { ...row, password_sealed: null });
  return { ...shownCredential(row), state: 'active' };
};

import type { Ctx } from '../kernel/ctx.ts';
import type { GetNasConfig, NasConfig } from './contract.ts';
import { parseRange } from './core/address.ts';
import { VENDORS } from './core/nas.ts';
import { snippetsFor } from './core/snippets/index.ts';
import { NasNotFound, VendorUnknown } from './faults.ts';
import { listening } from './store/nas-health.ts';
import { secretsOf } from './store/nas-registry.ts';

/** Stands where the secret goes. */
const PLACEHOLDER = 'YOUR-SECRET';
/** As RFC 2865 and 2866 have them, while no process was heard of. */
const USUAL = { addresses: [], auth_port: 1812, acct_port: 1813 };
const NO_SERVER = 'THIS-SERVER';

const ownAddress = (address: string): string | undefined => {
  const range = parseRange(address);
  return range !== undefined && range.prefix === range.octets.length * 8 ? address.split('/')[0] : undefined;
};

/** The lines to paste into a NAS so that it asks us and hears us; with `secret` in them, or what stands for it. */
export const getNasConfig = async (
  ctx: Ctx,
  { id, server: given, make }: GetNasConfig,
  secret = PLACEHOLDER,
): Promise<NasConfig> => {
  const nas = await secretsOf(ctx.tx, id);
  if (!nas) throw NasNotFound({ id });
  if (make !== undefined && !VENDORS.includes(make)) throw VendorUnknown({ vendor: make, known: VENDORS });
  const processes = await listening(ctx.tx);
  const servers = [...new Set(processes.flatMap(({ addresses }) => addresses))];
  const { auth_port, acct_port } = processes[0] ?? USUAL;
  const server = given ?? servers[0] ?? NO_SERVER;
  const facts = { server, auth_port, acct_port, coa_port: nas.coa_port, secret, address: ownAddress(nas.address) };
  return { server, servers, auth_port, acct_port, parts: [...snippetsFor(make ?? nas.vendor, facts)] };
};

import type { Ctx } from '../kernel/ctx.ts';
import { checkHomeServer } from './check-home-server.ts';
import type { CreateHomeServer, HomeServer } from './contract.ts';
import { HomeServerNotFound } from './faults.ts';
import { homeServerById, insertHomeServer } from './store/home-settings.ts';

/** The shared secret of every RadSec connection (RFC 6614 2.3). */
const RADSEC_SECRET = 'radsec';

/** Where the two ports are unless one says (RFC 2865 3, RFC 2866 3, RFC 6614 2.1). */
const portsOf = ({ transport, auth_port, acct_port }: CreateHomeServer) =>
  transport === 'radsec'
    ? { auth_port: auth_port ?? 2083, acct_port: auth_port ?? 2083 }
    : { auth_port: auth_port ?? 1812, acct_port: acct_port ?? 1813 };

/** Adds a home server; it is asked once it is a member of a pool that a realm goes to. */
export const addHomeServer = async (ctx: Ctx, input: CreateHomeServer): Promise<HomeServer> => {
  const { secret, authority_pem, chain_pem, key_pem, probe_password, tls_name = null, probe_username = null } = input;
  const { name, address, transport, probe, response_window_ms, dead_after_s, probe_every_s, revive_after_s } = input;
  const id = ctx.newId();
  const shared = secret ?? (transport === 'radsec' ? RADSEC_SECRET : undefined);
  const secrets = { secret: shared, authority_pem, chain_pem, key_pem, probe_password };
  await checkHomeServer(ctx, { id, name, address, transport, tls_name, probe, probe_username, ...secrets });
  await insertHomeServer(ctx.tx, {
    ...{ id, name, address, transport, tls_name, probe, probe_username },
    ...portsOf(input),
    ...{ response_window_ms, dead_after_s, probe_every_s, revive_after_s },
    message_authenticator: input.message_authenticator,
    may_send_coa: input.may_send_coa,
    secret_sealed: ctx.secrets.seal(shared ?? ''),
    authority_pem: authority_pem ?? null,
    chain_pem: chain_pem ?? null,
    key_sealed: key_pem === undefined ? null : ctx.secrets.seal(key_pem),
    probe_password_sealed: probe_password === undefined ? null : ctx.secrets.seal(probe_password),
    created_at: ctx.now,
  });
  const server = await homeServerById(ctx.tx, id);
  if (!server) throw HomeServerNotFound({ id });
  return server;
};

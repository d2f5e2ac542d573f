import type { Ctx } from '../kernel/ctx.ts';
import { checkHomeServer } from './check-home-server.ts';
import type { HomeServer, UpdateHomeServer } from './contract.ts';
import { HomeServerNotFound } from './faults.ts';
import { homeServerById, homeServerSecrets, updateHomeServerRow } from './store/home-settings.ts';

/** A secret as it is kept, in clear. */
const opened = (ctx: Ctx, sealed: Buffer | null | undefined): string | undefined =>
  sealed ? ctx.secrets.open(sealed) : undefined;

const sealing = (ctx: Ctx, { secret, key_pem, probe_password }: UpdateHomeServer) => ({
  ...(secret === undefined ? {} : { secret_sealed: ctx.secrets.seal(secret) }),
  ...(key_pem === undefined ? {} : { key_sealed: ctx.secrets.seal(key_pem) }),
  ...(probe_password === undefined ? {} : { probe_password_sealed: ctx.secrets.seal(probe_password) }),
});

/** Over RadSec one port is for everything. */
const portsOf = (old: HomeServer, { transport, auth_port, acct_port }: UpdateHomeServer) => {
  const auth = auth_port ?? old.auth_port;
  return {
    auth_port: auth,
    acct_port: (transport ?? old.transport) === 'radsec' ? auth : (acct_port ?? old.acct_port),
  };
};

/** What was seen of it says nothing any more when it is another, or it was set anew what is asked of it. */
const learnsAnew = (old: HomeServer, { address, message_authenticator: asked }: UpdateHomeServer): boolean =>
  (address !== undefined && address !== old.address) || (asked !== undefined && asked !== old.message_authenticator);

/** Changes a home server, its secrets too. */
export const updateHomeServer = async (ctx: Ctx, input: UpdateHomeServer): Promise<HomeServer> => {
  const { id, secret, key_pem, probe_password, ...others } = input;
  const [old, kept] = [await homeServerById(ctx.tx, id), await homeServerSecrets(ctx.tx, id)];
  if (!old || !kept) throw HomeServerNotFound({ id });
  await checkHomeServer(ctx, {
    ...{ ...old, ...others },
    secret: secret ?? opened(ctx, kept.secret_sealed),
    authority_pem: others.authority_pem ?? kept.authority_pem ?? undefined,
    chain_pem: others.chain_pem ?? kept.chain_pem ?? undefined,
    key_pem: key_pem ?? opened(ctx, kept.key_sealed),
    probe_password: probe_password ?? opened(ctx, kept.probe_password_sealed),
  });
  await updateHomeServerRow(ctx.tx, id, {
    ...others,
    ...portsOf(old, input),
    ...sealing(ctx, input),
    ...(learnsAnew(old, input) ? { signs_since: null } : {}),
  });
  const server = await homeServerById(ctx.tx, id);
  if (!server) throw HomeServerNotFound({ id });
  return server;
};

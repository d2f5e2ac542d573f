import { prepareSecret, type Secret } from '@isp/radius';
import type { Kernel } from '../../kernel/ctx.ts';
import { Realms } from '../core/realm.ts';
import { type HomePoolRow, type HomeServerRow, type RealmRow, routingRows } from '../store/homes.ts';

/** A home server with its secrets in clear. */
export interface HomeServer extends Omit<HomeServerRow, 'secret_sealed' | 'key_sealed' | 'probe_password_sealed'> {
  readonly secret: Secret;
  readonly key_pem: string | null;
  readonly probe_password: string | null;
  /** Differs when anything of it changed that its lines go by. */
  readonly mark: string;
}

/** Where the requests of a realm go. */
export interface Route {
  readonly name: string;
  readonly realm: RealmRow;
  /** `undefined` for a realm that is ours. */
  readonly pool: HomePoolRow | undefined;
}

/** Which realms there are, and whom to ask about each. Never changed: what is read anew is another. */
export interface Routing {
  readonly realms: Realms<Route>;
  readonly routes: readonly Route[];
  readonly pools: readonly HomePoolRow[];
  readonly servers: readonly HomeServer[];
}

/** Nothing is proxied. */
export const NO_ROUTING: Routing = { realms: new Realms([]), routes: [], pools: [], servers: [] };

const opened = (kernel: Pick<Kernel, 'secrets'>, row: HomeServerRow): HomeServer => {
  const { secret_sealed, key_sealed, probe_password_sealed, signs_since, ...plain } = row;
  const secret = kernel.secrets.open(secret_sealed);
  const key_pem = key_sealed && kernel.secrets.open(key_sealed);
  const probe_password = probe_password_sealed && kernel.secrets.open(probe_password_sealed);
  return {
    ...plain,
    signs_since,
    secret: prepareSecret(Buffer.from(secret, 'utf8')),
    key_pem,
    probe_password,
    mark: JSON.stringify([plain, secret, key_pem, probe_password]),
  };
};

/** Reads where requests go. A home server whose secrets cannot be decrypted is left out. */
export const loadRouting = async (kernel: Pick<Kernel, 'db' | 'secrets' | 'log'>): Promise<Routing> => {
  const { servers, pools, realms } = await routingRows(kernel.db);
  const routes = realms.map((realm) => ({
    name: realm.name,
    realm,
    pool: pools.find(({ id }) => id === realm.pool_id),
  }));
  return {
    routes,
    realms: new Realms(routes),
    pools,
    servers: servers.flatMap((row) => {
      try {
        return [opened(kernel, row)];
      } catch (err) {
        kernel.log.error(
          { err, server_id: row.id },
          'the secrets of a home server cannot be decrypted; it is not asked',
        );
        return [];
      }
    }),
  };
};

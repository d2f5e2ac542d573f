import { createClient } from '../../server/src/identity/create-client.ts';
import { system } from '../../server/src/kernel/actor.ts';
import { transact } from '../../server/src/kernel/ctx.ts';
import { freePort, type Platform } from './platform.ts';

/** The HTTP role, and tokens of an owner's for it. */
export interface Door {
  readonly port: number;
  token(): Promise<string>;
}

/** Starts the HTTP role as its own process, on a free port. */
export const startDoor = async (platform: Platform): Promise<Door> => {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const { client_id, client_secret } = await transact(platform.kernel, system('bench'), (ctx) =>
    createClient(ctx, { name: 'bench', role: 'owner' }),
  );
  await platform.start('http', { ISP_HTTP_PORT: `${port}`, ISP_PUBLIC_URL: url });
  const token = async () => {
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      resource: `${url}/api`,
      client_id,
      client_secret,
    });
    const response = await fetch(`${url}/oauth/token`, { method: 'POST', body });
    const { access_token } = (await response.json()) as { access_token?: string };
    if (!access_token) throw new Error(`no token: ${response.status}`);
    return access_token;
  };
  return { port, token };
};

import { type User, UserManager, WebStorageStateStore } from 'oidc-client-ts';

/** How a door signs in: its OAuth client. */
interface DoorClient {
  readonly client_id: string;
}

const resource = `${window.location.origin}/api`;
const store = () => new WebStorageStateStore({ store: window.sessionStorage, prefix: 'isp.' });

const makeManager = ({ client_id }: DoorClient): UserManager => {
  const { origin } = window.location;
  return new UserManager({
    authority: origin,
    client_id,
    redirect_uri: `${origin}/callback`,
    post_logout_redirect_uri: `${origin}/`,
    response_type: 'code',
    scope: 'openid offline_access',
    extraQueryParams: { resource },
    extraTokenParams: { resource },
    userStore: store(),
    stateStore: store(),
    automaticSilentRenew: false,
    monitorSession: false,
  });
};

let manager: UserManager | undefined;

/** Says which OAuth client this door is; once, before anything else. */
export const openSession = (client: DoorClient): void => {
  manager = makeManager(client);
};

const session = (): UserManager => {
  if (!manager) throw new Error('openSession() comes first');
  return manager;
};

let leaving: Promise<never> | undefined;

const leave = async (back: string): Promise<never> => {
  await session().signinRedirect({ state: back });
  return new Promise<never>(() => undefined);
};

/** Leaves for the sign-in page, once for all who ask, and comes back to where one was. Never resolves; throws when the server cannot be reached. */
export const signIn = (back = `${window.location.pathname}${window.location.search}`): Promise<never> => {
  leaving ??= leave(back).finally(() => {
    leaving = undefined;
  });
  return leaving;
};

/** Trades the code of `/callback` for tokens; gives the path one came from. */
export const completeSignIn = async (): Promise<string> => {
  const user = await session().signinRedirectCallback();
  return typeof user.state === 'string' && user.state.startsWith('/') ? user.state : '/';
};

/** Forgets the tokens and ends the session at the server. */
export const signOut = async (): Promise<void> => {
  await session().signoutRedirect();
};

let renewing: Promise<User | null> | undefined;

const renewOnce = async (): Promise<User | null> => {
  const user = await session().getUser();
  if (!user?.refresh_token) return null;
  try {
    return await session().signinSilent({ extraTokenParams: { resource } });
  } catch {
    await session().removeUser();
    return null;
  }
};

/** New tokens by the refresh token, one request for all who ask; `undefined` when one must sign in again. */
export const renew = async (): Promise<string | undefined> => {
  renewing ??= renewOnce().finally(() => {
    renewing = undefined;
  });
  return (await renewing)?.access_token;
};

const RENEW_WITHIN_S = 30;

/** The access token, renewed when it is about to run out; `undefined` when nobody is signed in. */
export const accessToken = async (): Promise<string | undefined> => {
  const user = await session().getUser();
  if (!user) return undefined;
  return (user.expires_in ?? 0) > RENEW_WITHIN_S ? user.access_token : renew();
};

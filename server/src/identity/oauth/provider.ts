import { timingSafeEqual } from 'node:crypto';
import type { EventEmitter } from 'node:events';
import { epochMs } from '@isp/values';
import type { Configuration, KoaContextWithOIDC } from 'oidc-provider';
import { InvalidTarget } from 'oidc-provider/lib/helpers/errors.js';
import { base, Check } from 'oidc-provider/lib/helpers/interaction_policy/index.js';
import { Provider } from 'oidc-provider/lib/provider.js';
import { realNow } from '../../kernel/clock.ts';
import type { Kernel } from '../../kernel/ctx.ts';
import { personOf } from '../core/person.ts';
import { personById } from '../store/people.ts';
import { createAdapter } from './adapter.ts';
import { ownApps } from './apps.ts';
import { API_SCOPE, apiOf, grantFor, personForApp, SESSION_S, tieToken } from './grants.ts';
import { createKeyRing, type SigningKey } from './key-ring.ts';
import { noticePage, signOutPage } from './pages.ts';

/** How long an access token is good: what it may do is looked up at each call, so this bounds only how long a stolen one lives unnoticed. */
const ACCESS_TOKEN_S = 600;
const ID_TOKEN_S = 3600;
const INTERACTION_S = 1800;

/** Asks for a password when the browser is signed in as nobody, as somebody who is disabled, or as somebody this app is not for. */
const policy = () => {
  const prompts = base();
  prompts.remove('consent');
  const wrong = (ctx: KoaContextWithOIDC) =>
    ctx.oidc.session?.accountId !== undefined && (!ctx.oidc.account || !personForApp(ctx));
  prompts
    .get('login')
    ?.checks.add(new Check('not_for_this_app', 'this app needs another sign-in', 'login_required', wrong));
  return prompts;
};

const findAccount =
  (kernel: Kernel): Configuration['findAccount'] =>
  async (_, subject) => {
    const named = personOf(subject);
    const person = named && (await personById(kernel.db, named));
    if (person?.state !== 'active') return undefined;
    const email = person.login.includes('@') ? person.login : undefined;
    return {
      accountId: subject,
      claims: async () => ({ sub: subject, name: person.name, locale: person.locale, email }),
    };
  };

const secondsLeft = (since: number | undefined): number => {
  const now = Math.floor(epochMs(realNow()) / 1000);
  return Math.max(1, since === undefined ? INTERACTION_S : since + SESSION_S - now);
};

const html = (ctx: KoaContextWithOIDC, page: string): void => {
  ctx.type = 'html';
  ctx.body = page;
};

const features = (kernel: Kernel): Configuration['features'] => ({
  devInteractions: { enabled: false },
  dPoP: { enabled: false },
  pushedAuthorizationRequests: { enabled: false },
  userinfo: { enabled: false },
  clientCredentials: { enabled: true },
  revocation: { enabled: true, allowedPolicy: (_, client, token) => token.clientId === client.clientId },
  rpInitiatedLogout: {
    enabled: true,
    logoutSource: (ctx, form) => html(ctx, signOutPage(form)),
    postLogoutSuccessSource: (ctx) => html(ctx, noticePage('Signed out', 'You are signed out on this browser.')),
  },
  resourceIndicators: {
    enabled: true,
    defaultResource: () => apiOf(kernel),
    useGrantedResource: () => true,
    getResourceServerInfo: (_, resource) => {
      if (resource !== apiOf(kernel)) throw new InvalidTarget();
      return {
        scope: API_SCOPE,
        audience: resource,
        accessTokenTTL: ACCESS_TOKEN_S,
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg: 'ES256' } },
      };
    },
  },
});

const ttl: Configuration['ttl'] = {
  AccessToken: ACCESS_TOKEN_S,
  ClientCredentials: ACCESS_TOKEN_S,
  AuthorizationCode: 60,
  IdToken: ID_TOKEN_S,
  Interaction: INTERACTION_S,
  Grant: SESSION_S,
  RefreshToken: (ctx) => Math.max(1, ctx.oidc.entities.RotatedRefreshToken?.remainingTTL ?? SESSION_S),
  Session: (_, session) => secondsLeft(session.loginTs),
};

const configuration = (kernel: Kernel, keys: readonly SigningKey[]): Configuration => ({
  adapter: createAdapter(kernel),
  clients: ownApps(kernel.config.public_url),
  clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'none'],
  clientBasedCORS: (_, origin) => origin === new URL(kernel.config.public_url).origin,
  clientDefaults: { id_token_signed_response_alg: 'ES256' },
  claims: { openid: ['sub'], profile: ['name', 'locale'], email: ['email'] },
  cookies: {
    names: { session: 'isp_session', interaction: 'isp_interaction', resume: 'isp_resume' },
    long: { httpOnly: true, sameSite: 'lax', path: '/oauth' },
    short: { httpOnly: true, sameSite: 'lax' },
    keys: [kernel.secrets.digest('cookies of the sign-in')],
  },
  enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
  expiresWithSession: () => false,
  extraTokenClaims: tieToken(kernel),
  features: features(kernel),
  findAccount: findAccount(kernel),
  interactions: { policy: policy(), url: (_, interaction) => `/oauth/interaction/${interaction.uid}` },
  issueRefreshToken: (_, client) => client.grantTypeAllowed('refresh_token'),
  jwks: { keys: keys.map((k) => k.private_jwk) },
  loadExistingGrant: grantFor(kernel),
  pkce: { required: () => true },
  renderError: (ctx, out) => html(ctx, noticePage('This did not work', out.error_description ?? out.error)),
  responseTypes: ['code'],
  rotateRefreshToken: true,
  routes: {
    authorization: '/oauth/auth',
    token: '/oauth/token',
    revocation: '/oauth/token/revocation',
    jwks: '/oauth/jwks',
    end_session: '/oauth/session/end',
  },
  scopes: ['openid', 'offline_access', 'profile', 'email'],
  ttl,
});

const makeProvider = (kernel: Kernel, keys: readonly SigningKey[]): Provider => {
  const provider = new Provider(kernel.config.public_url, configuration(kernel, keys));
  provider.proxy = true;
  provider.Client.prototype.compareClientSecret = function compareClientSecret(
    this: { clientSecret?: string },
    given: string,
  ) {
    const [stored, digest] = [Buffer.from(this.clientSecret ?? ''), Buffer.from(kernel.secrets.digest(given))];
    return stored.length === digest.length && timingSafeEqual(stored, digest);
  };
  provider.on('authorization.success', (ctx) => {
    const { session, client } = ctx.oidc;
    if (session && client) delete session.authorizationFor(client.clientId).persistsLogout;
  });
  provider.on('server_error', (_, err) => kernel.log.error({ err }, 'the sign-in provider failed'));
  const underneath: EventEmitter = provider;
  underneath.on('error', (err) => kernel.log.error({ err }, 'the sign-in provider failed'));
  return provider;
};

/** Gives the provider of this process: the same one until the ring of signing keys changes. */
export const createProviders = (kernel: Kernel): (() => Promise<Provider>) => {
  const ring = createKeyRing(kernel);
  let made: { readonly kids: string; readonly provider: Provider } | undefined;
  return async () => {
    const keys = await ring.keys();
    const kids = keys.map((k) => k.kid).join(' ');
    if (made?.kids !== kids) made = { kids, provider: makeProvider(kernel, keys) };
    return made.provider;
  };
};

import type { FastifyInstance } from 'fastify';
import type { Kernel } from '../../kernel/ctx.ts';
import { noteAddress } from './address.ts';
import { addInteraction } from './interaction.ts';
import { PAGE_POLICY } from './pages.ts';
import { createProviders } from './provider.ts';

const PATHS = [
  '/.well-known/openid-configuration',
  '/.well-known/oauth-authorization-server',
  '/oauth/auth',
  '/oauth/auth/:uid',
  '/oauth/token',
  '/oauth/token/revocation',
  '/oauth/jwks',
  '/oauth/session/end',
  '/oauth/session/end/confirm',
  '/oauth/session/end/success',
];

/**
 * Mounts the OAuth 2 / OpenID Connect provider and its sign-in page on the HTTP door.
 * The provider reads bodies itself, and speaks of itself by the public address only, whatever Host a request names.
 */
export const addOauth = async (app: FastifyInstance, kernel: Kernel): Promise<void> => {
  const providers = createProviders(kernel);
  const { host, protocol } = new URL(kernel.config.public_url);
  await app.register((scope, _, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
    for (const path of PATHS)
      scope.all(path, async (request, reply) => {
        const provider = await providers();
        noteAddress(request);
        const { raw } = request;
        delete raw.headers['x-forwarded-host'];
        Object.assign(raw.headers, { host, 'x-forwarded-proto': protocol.slice(0, -1) });
        reply.hijack();
        for (const [name, value] of Object.entries(reply.getHeaders()))
          if (value !== undefined) reply.raw.setHeader(name, value);
        reply.raw.setHeader('content-security-policy', PAGE_POLICY);
        await provider.callback()(raw, reply.raw);
      });
    done();
  });
  await app.register((scope, _, done) => {
    addInteraction(scope, kernel, providers);
    done();
  });
};

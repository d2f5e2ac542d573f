import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

const DOCS_ASSETS = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
const DIST = join(import.meta.dirname, '../../../web/dist');

const DOCS = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>ISP Management Platform API</title>
<meta name="viewport" content="width=device-width,initial-scale=1"><link rel="stylesheet" href="/api/docs/assets/swagger-ui.css"></head>
<body><div id="docs"></div><script src="/api/docs/assets/swagger-ui-bundle.js"></script><script src="/api/docs/start.js"></script></body></html>`;
const START = `SwaggerUIBundle({ url: '/api/openapi.json', dom_id: '#docs', deepLinking: true, docExpansion: 'none', tryItOutEnabled: false });`;

/** Serves the API's documentation at `/api/docs`, from files of our own. */
export const addDocs = async (app: FastifyInstance): Promise<void> => {
  await app.register(fastifyStatic, { root: DOCS_ASSETS, prefix: '/api/docs/assets/', decorateReply: false });
  app.get('/api/docs', (_, reply) => reply.type('text/html').send(DOCS));
  app.get('/api/docs/start.js', (_, reply) => reply.type('text/javascript').send(START));
};

const isPage = (url: string): boolean =>
  !/^\/(api|oauth|\.well-known|assets|healthz|readyz|metrics|problems)(\/|$|\?)/.test(url);

/** Serves the built web doors: assets for a year, the page itself anew each time, for every path that is not the API's. */
export const addWeb = async (app: FastifyInstance): Promise<boolean> => {
  if (!existsSync(join(DIST, 'index.html'))) return false;
  await app.register(fastifyStatic, {
    root: join(DIST, 'assets'),
    prefix: '/assets/',
    index: false,
    immutable: true,
    maxAge: '365d',
  });
  app.addHook('onRequest', async (request, reply) => {
    const accepts = request.headers.accept ?? '';
    if (request.method === 'GET' && accepts.includes('text/html') && isPage(request.url))
      return reply.sendFile('index.html', DIST, { immutable: false, maxAge: 0, cacheControl: true });
    return undefined;
  });
  return true;
};

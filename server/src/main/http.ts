import type { FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';
import { addOauth, createAuthenticate } from '../identity/index.ts';
import type { Kernel } from '../kernel/ctx.ts';
import { addLive } from '../kernel/http/live.ts';
import { createHttpServer } from '../kernel/http/server.ts';
import { listen } from '../kernel/listen.ts';
import { createMetrics } from '../kernel/observe.ts';
import { databaseAnswers } from '../kernel/open.ts';
import { rooms } from './app.ts';
import { mergePages, otherPages } from './metrics.ts';
import { addDocs, addWeb } from './web.ts';

const addHealth = (app: FastifyInstance, kernel: Kernel, metrics: Registry): void => {
  app.get('/healthz', async () => ({ status: 'ok' }));
  app.get('/readyz', async (_, reply) => {
    const ready = await databaseAnswers(kernel);
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'the database does not answer' });
  });
  app.get('/metrics', async (_, reply) => {
    const pages = { http: await metrics.metrics(), ...(await otherPages()) };
    return reply.type(metrics.contentType).send(mergePages(pages));
  });
};

export interface HttpRole {
  readonly port: number;
  stop(): Promise<void>;
}

/** Starts the HTTP door on `config.http_port` (0: any free one): API, sign-in, documentation, live news and the web. */
export const startHttp = async (kernel: Kernel, metrics: Registry = createMetrics('http')): Promise<HttpRole> => {
  const authenticate = createAuthenticate(kernel);
  const app = createHttpServer({ kernel, rooms, authenticate, metrics });
  addHealth(app, kernel, metrics);
  await addOauth(app, kernel);
  await addDocs(app);
  await addWeb(app);
  const live = addLive(app, authenticate);
  const listening = await listen(kernel, { isp_live: live.tell });
  await app.listen({ port: kernel.config.http_port, host: '::' });
  const address = app.server.address();
  return {
    port: typeof address === 'object' && address ? address.port : kernel.config.http_port,
    stop: async () => {
      await listening.stop();
      await app.close();
    },
  };
};

import { randomUUID } from 'node:crypto';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { Histogram, type Registry } from 'prom-client';
import type { Kernel } from '../ctx.ts';
import { RouteNotFound } from '../faults.ts';
import { type Authenticate, handler } from './handle.ts';
import { openapi } from './openapi.ts';
import { toFault, toProblem } from './problem.ts';
import type { Route } from './route.ts';

export interface HttpOptions {
  readonly kernel: Kernel;
  readonly rooms: Readonly<Record<string, readonly Route[]>>;
  readonly authenticate: Authenticate;
  readonly metrics?: Registry;
}

const BODY_LIMIT = 1_048_576;

const HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'x-frame-options': 'DENY',
  'content-security-policy':
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'; object-src 'none'",
};

const refuse = (app: FastifyInstance, kernel: Kernel) => {
  app.setErrorHandler((error, request, reply) => {
    const fault = toFault(error, request.id);
    if (fault.status >= 500) kernel.log.error({ err: error, request_id: request.id }, fault.code);
    return reply.code(fault.status).type('application/problem+json').send(toProblem(fault, request.id));
  });
  app.setNotFoundHandler((request, reply) => {
    const fault = RouteNotFound({ method: request.method, path: request.url.split('?')[0] ?? '' });
    return reply.code(404).type('application/problem+json').send(toProblem(fault, request.id));
  });
};

/** Counts and times requests by route, as the tables name it, never by what a caller wrote. */
const measure = (app: FastifyInstance, registry: Registry): void => {
  const seconds = new Histogram({
    name: 'isp_http_request_seconds',
    help: 'Requests by route and status, and how long they took.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [registry],
  });
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'other';
    seconds.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
  });
};

/** The HTTP door: every room's table of routes under `/api/v1`, its OpenAPI description, problems for refusals. */
export const createHttpServer = ({ kernel, rooms, authenticate, metrics }: HttpOptions): FastifyInstance => {
  const app = Fastify({
    loggerInstance: kernel.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: 'loopback',
    bodyLimit: BODY_LIMIT,
    genReqId: () => randomUUID(),
    routerOptions: { maxParamLength: 500 },
    forceCloseConnections: true,
  });
  app.addHook('onRequest', async (request, reply) => {
    void reply.headers(HEADERS).header('x-request-id', request.id);
  });
  refuse(app, kernel);
  if (metrics) measure(app, metrics);
  for (const routes of Object.values(rooms))
    for (const route of routes)
      app.route({ method: route.method, url: `/api/v1${route.path}`, handler: handler(kernel, route, authenticate) });
  const description = openapi(rooms, kernel.config.public_url);
  app.get('/api/openapi.json', async () => description);
  return app;
};

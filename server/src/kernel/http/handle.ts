import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Actor, permits } from '../actor.ts';
import { type Ctx, type Kernel, transact } from '../ctx.ts';
import { IdempotencyKeyMissing, NotPermitted, SignInRequired } from '../faults.ts';
import { csvLines } from './csv.ts';
import { type Reply, withKey } from './idempotency.ts';
import { inputFault } from './problem.ts';
import type { Access, FileReply, Route } from './route.ts';

/** Finds who a request's `Authorization` header speaks for, or `undefined`. */
export type Authenticate = (authorization: string | undefined) => Promise<Actor | undefined>;

const NOBODY: Actor = {
  kind: 'client',
  id: '00000000-0000-0000-0000-000000000001',
  name: 'anonymous',
  permissions: new Set(),
};

/** The actor of a request, or a fault when it may not use a route of this access. */
export const admit = async (
  access: Access,
  authorization: string | undefined,
  authenticate: Authenticate,
): Promise<Actor> => {
  const actor = await authenticate(authorization);
  if (access.kind === 'public') return actor ?? NOBODY;
  if (!actor) throw SignInRequired();
  if (access.kind === 'permission' && !permits(actor, access.permission))
    throw NotPermitted({ permission: access.permission });
  return actor;
};

const readsQuery = (route: Route) => route.method === 'GET' || route.method === 'DELETE';

const inputOf = (route: Route, request: FastifyRequest): Record<string, unknown> => ({
  ...((readsQuery(route) ? request.query : request.body) as object | null),
  ...(request.params as object),
});

const parse = (route: Route, raw: unknown): Record<string, unknown> => {
  const result = route.contract.input.safeParse(raw);
  if (!result.success) throw inputFault(result.error);
  return result.data as Record<string, unknown>;
};

const pick = (item: Record<string, unknown>, fields: ReadonlySet<string>) =>
  Object.fromEntries(Object.entries(item).filter(([name]) => fields.has(name)));

const sparse = (body: unknown, fields: unknown): unknown => {
  if (typeof fields !== 'string' || typeof body !== 'object' || body === null) return body;
  const wanted = new Set(fields.split(',').map((f) => f.trim()));
  const { items } = body as { items?: Record<string, unknown>[] };
  return items ? { ...body, items: items.map((i) => pick(i, wanted)) } : pick(body as Record<string, unknown>, wanted);
};

interface Call {
  readonly kernel: Kernel;
  readonly route: Route;
  readonly actor: Actor;
  readonly request_id: string;
}

const perform = async (call: Call, ctx: Ctx, input: Record<string, unknown>): Promise<Reply> => {
  const { contract, run } = call.route;
  const result = await run({ ctx, kernel: call.kernel }, input as never);
  const status = contract.status ?? 200;
  if (status === 204) return { status, body: '' };
  return { status, body: JSON.stringify(sparse(z.encode(contract.reply, result), input.fields)) };
};

const outsideTransaction = (call: Call): Ctx =>
  ({ actor: call.actor, request_id: call.request_id, log: call.kernel.log }) as Ctx;

const execute = (call: Call, input: Record<string, unknown>, key: string | undefined): Promise<Reply> => {
  const { kernel, route, actor, request_id } = call;
  if (!route.transaction) return perform(call, outsideTransaction(call), input);
  const name = `${route.method} ${route.path}`;
  return transact(
    kernel,
    actor,
    (ctx) =>
      key === undefined
        ? perform(call, ctx, input)
        : withKey(ctx, key, name, JSON.stringify(input, bigintText), () => perform(call, ctx, input)),
    { request_id, read_only: route.method === 'GET' && !route.audited },
  );
};

const bigintText = (_: string, value: unknown) => (typeof value === 'bigint' ? value.toString() : value);

const CSV_PAGE = 500;

async function* pages(call: Call, input: Record<string, unknown>): AsyncGenerator<Record<string, unknown>[]> {
  let cursor: unknown;
  do {
    const reply = await execute(call, { ...input, limit: CSV_PAGE, cursor }, undefined);
    const body = JSON.parse(reply.body) as Record<string, unknown>;
    yield Array.isArray(body.items) ? (body.items as Record<string, unknown>[]) : [body];
    cursor = body.next_cursor;
  } while (cursor);
}

/** The same lines, once the first is known: what is refused is refused before a reply has begun. */
const begun = async (lines: AsyncGenerator<string>): Promise<AsyncGenerator<string>> => {
  const first = await lines.next();
  return (async function* () {
    if (first.done) return;
    yield first.value;
    yield* lines;
  })();
};

const keyOf = (route: Route, request: FastifyRequest): string | undefined => {
  const key = request.headers['idempotency-key'];
  if (typeof key === 'string' && key.length > 0 && !readsQuery(route)) return key.slice(0, 200);
  if (route.idempotent) throw IdempotencyKeyMissing();
  return undefined;
};

const wantsCsv = (raw: Record<string, unknown>, request: FastifyRequest): boolean => {
  const asked = raw.format === 'csv' || (request.headers.accept ?? '').startsWith('text/csv');
  delete raw.format;
  return asked;
};

const fileName = (route: Route): string =>
  route.path.split('/').findLast((part) => part !== '' && !part.startsWith(':')) ?? 'export';

/** Gives a file while it is made. */
const sendFile = async (call: Call, input: Record<string, unknown>, reply: FastifyReply): Promise<unknown> => {
  const { name, body } = (await call.route.run(
    { ctx: outsideTransaction(call), kernel: call.kernel },
    input as never,
  )) as FileReply;
  const plain = name.replaceAll(/[^\w .-]/g, '_');
  void reply
    .type(call.route.file ?? 'application/octet-stream')
    .header('cache-control', 'no-store')
    .header('content-disposition', `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name)}`);
  return reply.send(Readable.from(body));
};

/** Makes Fastify's handler of a row: admit, check the input, run the verb in one transaction, encode the reply. What a GET gives is also given as CSV (`?format=csv`), a list with all its pages. */
export const handler =
  (kernel: Kernel, route: Route, authenticate: Authenticate) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const actor = await admit(route.access, request.headers.authorization, authenticate);
    const raw = inputOf(route, request);
    const call: Call = { kernel, route, actor, request_id: request.id };
    if (route.file !== undefined) return sendFile(call, parse(route, raw), reply);
    if (route.method === 'GET' && wantsCsv(raw, request)) {
      const input = parse(route, raw);
      const lines = await begun(csvLines(pages(call, input)));
      void reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="${fileName(route)}.csv"`);
      return reply.send(Readable.from(lines));
    }
    const input = parse(route, raw);
    const { status, body } = await execute(call, input, keyOf(route, request));
    return reply.code(status).type('application/json; charset=utf-8').send(body);
  };

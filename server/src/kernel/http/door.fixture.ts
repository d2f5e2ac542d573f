/** For tests of the HTTP door: a small room with a real table, and three people who may use it. */
import { randomUUID } from 'node:crypto';
import { defineFault, type Id } from '@isp/values';
import { bigCount, contract, id, instant, line, listing, minor, pageOf } from '@isp/values/wire';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { z } from 'zod';
import type { Actor } from '../actor.ts';
import { type Ctx, transact } from '../ctx.ts';
import { sql } from '../db.ts';
import { paginate } from '../page.ts';
import { type TestDatabase, testDatabase } from '../testing.ts';
import type { Authenticate } from './handle.ts';
import { addLive, type Live } from './live.ts';
import { anyone, command, del, get, may, patch, post, put, signedIn } from './route.ts';
import { createHttpServer } from './server.ts';

const ItemNotFound = defineFault(
  'probe.item-not-found',
  404,
  (p: { id: string }) => `There is no item ${p.id}.`,
  'List the items and use one of their ids.',
);

const Item = z.object({ id, name: z.string(), amount_minor: minor, made_at: instant });
const one = z.object({ yes: z.boolean() });
const yes = async () => ({ yes: true });

const ListItems = contract({
  summary: 'Items',
  input: z.strictObject({ ...listing, like: z.string().optional() }),
  reply: pageOf(Item),
});
const GetItem = contract({ summary: 'One item', input: z.strictObject({ id, fields: listing.fields }), reply: Item });
const AddItem = contract({
  summary: 'Add an item',
  status: 201,
  input: z.strictObject({
    name: line(40),
    amount_minor: minor.default(0n),
    deep: z.strictObject({ 'a/b': z.array(z.int()) }).optional(),
  }),
  reply: Item,
});
const RenameItem = contract({ summary: 'Rename an item', input: z.strictObject({ id, name: line(40) }), reply: Item });
const Nothing = contract({ summary: 'Nothing', input: z.strictObject({}), reply: one });
const Gone = contract({ summary: 'Remove an item', status: 204, input: z.strictObject({ id }), reply: z.void() });
const Count = contract({ summary: 'How many', input: z.strictObject({ n: bigCount }), reply: one });

type Row = z.output<typeof Item>;

const found = (row: Row | undefined, key: Id): Row => {
  if (!row) throw ItemNotFound({ id: key });
  return row;
};
const rowsOf = async (ctx: Ctx, query: ReturnType<typeof sql<Row>>): Promise<Row | undefined> =>
  (await query.execute(ctx.tx)).rows[0];

const addItem = async (ctx: Ctx, { name, amount_minor }: z.output<typeof AddItem.input>): Promise<Row> => {
  const row = await rowsOf(
    ctx,
    sql<Row>`insert into probe.item (id, name, amount_minor, made_at) values (${ctx.newId()}, ${name}, ${amount_minor}, ${ctx.now}) returning *`,
  );
  return found(row, '');
};

const items = (ctx: Ctx) => ctx.tx.selectFrom('probe.item' as never).selectAll() as never;
const SORT = {
  sort: {
    name: { sql: 'name', field: 'name' },
    amount_minor: { sql: 'amount_minor', field: 'amount_minor' },
    made_at: { sql: 'made_at', field: 'made_at' },
  },
  fallback: '-made_at',
  idSql: 'id',
};

const routes = [
  get('/items', may('probe.read'), ListItems, (ctx, input) => paginate(items(ctx), input, SORT)),
  get('/items/:id', may('probe.read'), GetItem, async (ctx, input) =>
    found(await rowsOf(ctx, sql<Row>`select * from probe.item where id = ${input.id}`), input.id),
  ),
  post('/items', may('probe.write'), AddItem, addItem, { idempotent: true }),
  put('/items', may('probe.write'), AddItem, addItem),
  patch('/items/:id', may('probe.write'), RenameItem, async (ctx, input) =>
    found(
      await rowsOf(ctx, sql<Row>`update probe.item set name = ${input.name} where id = ${input.id} returning *`),
      input.id,
    ),
  ),
  del(
    '/items/:id',
    may('probe.write'),
    Gone,
    async (ctx, input) =>
      void found(await rowsOf(ctx, sql<Row>`delete from probe.item where id = ${input.id} returning *`), input.id),
  ),
  get('/open', anyone, Nothing, yes),
  get('/signed-in', signedIn, Nothing, yes),
  get('/break', anyone, Nothing, async () => {
    throw new Error('a secret of the inside');
  }),
  get('/write-in-get', anyone, Nothing, async (ctx) => {
    await sql`delete from probe.item`.execute(ctx.tx);
    return { yes: true };
  }),
  post('/count', anyone, Count, async (ctx, { n }) => {
    await sql`select ${n}::int`.execute(ctx.tx);
    return { yes: true };
  }),
  command('/long', may('probe.write'), AddItem, (kernel, actor, input) =>
    transact(kernel, actor, (ctx) => addItem(ctx, input)),
  ),
];

const person = (name: string, permissions: readonly string[], kind: Actor['kind'] = 'staff'): Actor => ({
  kind,
  id: randomUUID(),
  name,
  permissions: new Set(permissions),
});
const PEOPLE: Readonly<Record<string, Actor>> = {
  writer: person('writer', ['probe.*']),
  other: person('other', ['probe.*']),
  reader: person('reader', ['probe.read']),
  subscriber: { ...person('subscriber', ['probe.*'], 'subscriber'), account_id: randomUUID() },
};
const authenticate: Authenticate = async (authorization) => PEOPLE[authorization?.replace('Bearer ', '') ?? ''];

export interface Answer {
  readonly status: number;
  /** The media type, without its parameters. */
  readonly type: string;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: the tests look into whatever came back
  readonly body: any;
}

export interface DoorRoom {
  readonly db: TestDatabase;
  readonly app: FastifyInstance;
  readonly live: Live;
  /** One request, as `writer` unless said. */
  ask(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer>;
  /** How many items there are. */
  count(): Promise<number>;
  close(): Promise<void>;
}

const parsed = (text: string, type: string): unknown =>
  type.includes('json') && text !== '' ? JSON.parse(text) : undefined;

/** Opens the room. */
export const openDoorRoom = async (): Promise<DoorRoom> => {
  const db = await testDatabase({ now: '2026-05-01T08:00:00Z', connections: 12, env: { ISP_LOG_LEVEL: 'silent' } });
  await sql`create schema probe`.execute(db.kernel.db);
  await sql`create table probe.item (id uuid primary key, name text not null, amount_minor bigint not null, made_at timestamptz not null)`.execute(
    db.kernel.db,
  );
  const app = createHttpServer({ kernel: db.kernel, rooms: { probe: routes }, authenticate });
  const live = addLive(app, authenticate);
  await app.ready();
  return {
    db,
    app,
    live,
    ask: async (method, path, body, headers = {}) => {
      const payload = body === undefined ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) };
      const type = body === undefined ? {} : { 'content-type': 'application/json' };
      const options: InjectOptions = {
        method,
        url: `/api/v1${path}`,
        headers: { authorization: 'Bearer writer', ...type, ...headers },
        ...payload,
      };
      const response = await app.inject(options);
      const kind = String(response.headers['content-type'] ?? '').split(';')[0] ?? '';
      return { status: response.statusCode, type: kind, text: response.body, body: parsed(response.body, kind) };
    },
    count: async () =>
      (await sql<{ n: number }>`select count(*)::int as n from probe.item`.execute(db.kernel.db)).rows[0]?.n ?? -1,
    close: async () => {
      await app.close();
      await db.drop();
    },
  };
};

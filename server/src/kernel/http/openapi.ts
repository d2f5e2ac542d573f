import { z } from 'zod';
import type { Route } from './route.ts';

interface Schema {
  readonly properties?: Record<string, unknown>;
  readonly required?: readonly string[];
  readonly [key: string]: unknown;
}

const jsonSchema = (type: z.ZodType, io: 'input' | 'output'): Schema => {
  const { $schema: _, ...schema } = z.toJSONSchema(type, { io, target: 'draft-2020-12', unrepresentable: 'any' });
  return schema as Schema;
};

const pathNames = (path: string): string[] => [...path.matchAll(/:(\w+)/g)].map((m) => m[1] as string);

const parameters = (route: Route, schema: Schema) => {
  const names = pathNames(route.path);
  const inQuery = route.method === 'GET' || route.method === 'DELETE';
  return Object.entries(schema.properties ?? {})
    .filter(([name]) => inQuery || names.includes(name))
    .map(([name, property]) => ({
      name,
      in: names.includes(name) ? 'path' : 'query',
      required: names.includes(name) || (schema.required ?? []).includes(name),
      schema: property,
    }));
};

const requestBody = (route: Route, schema: Schema) => {
  if (route.method === 'GET' || route.method === 'DELETE') return {};
  const names = pathNames(route.path);
  const properties = Object.fromEntries(Object.entries(schema.properties ?? {}).filter(([n]) => !names.includes(n)));
  const required = (schema.required ?? []).filter((n) => !names.includes(n));
  if (Object.keys(properties).length === 0) return {};
  return {
    requestBody: {
      required: required.length > 0,
      content: { 'application/json': { schema: { ...schema, properties, required } } },
    },
  };
};

const contentOf = (route: Route) =>
  route.file === undefined
    ? { 'application/json': { schema: jsonSchema(route.contract.reply, 'input') } }
    : { [route.file]: { schema: { type: 'string', format: 'binary' } } };

const operation = (room: string, route: Route) => {
  const schema = jsonSchema(route.contract.input, 'input');
  const status = String(route.contract.status ?? 200);
  const permission = route.access.kind === 'permission' ? `Permission: \`${route.access.permission}\`.` : '';
  const key = {
    name: 'Idempotency-Key',
    in: 'header',
    required: route.idempotent,
    schema: { type: 'string', maxLength: 200 },
  };
  return {
    tags: [room],
    operationId: `${route.method.toLowerCase()}${route.path.replaceAll(/[/:_-]+(\w)?/g, (_, c?: string) => (c ?? '').toUpperCase())}`,
    summary: route.contract.summary,
    description: permission,
    parameters: [...parameters(route, schema), ...(route.method === 'GET' ? [] : [key])],
    ...requestBody(route, schema),
    security: route.access.kind === 'public' ? [] : [{ oauth: [] }],
    responses: {
      [status]:
        status === '204'
          ? { description: 'Done.' }
          : {
              description: 'Success.',
              content: contentOf(route),
            },
      default: {
        description: 'A refusal.',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  };
};

const PROBLEM = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'remedy', 'request_id'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string', description: 'The stable code of the refusal; docs/FAULTS.md lists them.' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'What is wrong.' },
    remedy: { type: 'string', description: 'What to do.' },
    request_id: { type: 'string' },
    errors: {
      type: 'array',
      items: { type: 'object', properties: { pointer: { type: 'string' }, message: { type: 'string' } } },
    },
  },
};

/** The OpenAPI 3.1 description of the tables of routes, by room. */
export const openapi = (rooms: Readonly<Record<string, readonly Route[]>>, publicUrl: string) => {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [room, routes] of Object.entries(rooms))
    for (const route of routes) {
      const path = `/api/v1${route.path.replaceAll(/:(\w+)/g, '{$1}')}`;
      paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(room, route) };
    }
  const flows = {
    authorizationCode: {
      authorizationUrl: `${publicUrl}/oauth/auth`,
      tokenUrl: `${publicUrl}/oauth/token`,
      refreshUrl: `${publicUrl}/oauth/token`,
      scopes: {},
    },
    clientCredentials: { tokenUrl: `${publicUrl}/oauth/token`, scopes: {} },
  };
  return {
    openapi: '3.1.0',
    info: {
      title: 'ISP Management Platform',
      version: '1',
      description: 'Amounts are integers in the currency’s minor unit. Unknown fields are refused.',
    },
    servers: [{ url: publicUrl }],
    tags: Object.keys(rooms).map((name) => ({ name })),
    paths,
    components: { schemas: { Problem: PROBLEM }, securitySchemes: { oauth: { type: 'oauth2', flows } } },
  };
};

/** What can be asked by GET, as the API's own description says it: each route as it is, by each sort, by each filter, and by each two of them. */

interface Schema {
  readonly enum?: readonly string[];
  readonly anyOf?: readonly Schema[];
  readonly type?: string;
}

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly required: boolean;
  readonly schema: Schema;
}

/** A part of `/api/openapi.json`. */
export interface Description {
  readonly paths: Readonly<Record<string, { readonly get?: { readonly parameters: readonly Parameter[] } }>>;
}

/** A question: route, and what is asked for. */
export interface Case {
  readonly route: string;
  readonly query: Readonly<Record<string, string>>;
  readonly url: string;
}

/** Values that a parameter may have, by `route name` or by `name`. What is not in it and no enumeration is not asked for, unless it must be. */
export type Samples = Readonly<Record<string, readonly string[]>>;

const PAGING = new Set(['cursor', 'limit', 'fields', 'sort']);

const choices = (route: string, { name, schema }: Parameter, samples: Samples): readonly string[] => {
  const known = samples[`${route} ${name}`] ?? samples[name];
  if (known) return known;
  return schema.enum ?? schema.anyOf?.find((one) => one.enum)?.enum ?? [];
};

const caseOf = (
  route: string,
  fixed: Readonly<Record<string, string>>,
  query: Readonly<Record<string, string>>,
): Case => {
  const path = route.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(fixed[name] ?? ''));
  const asked = {
    ...Object.fromEntries(Object.entries(fixed).filter(([name]) => !route.includes(`{${name}}`))),
    ...query,
  };
  const text = new URLSearchParams(asked).toString();
  return { route, query: asked, url: text === '' ? path : `${path}?${text}` };
};

/** The questions of one route; `sorts` are the fields it can be sorted by. Undefined when there is no value for something it wants. */
export const casesOf = (
  route: string,
  parameters: readonly Parameter[],
  sorts: readonly string[],
  samples: Samples,
): Case[] | undefined => {
  const must = parameters.filter((one) => one.required);
  const fixed = Object.fromEntries(must.map((one) => [one.name, choices(route, one, samples)[0] ?? '']));
  if (Object.values(fixed).includes('')) return undefined;
  const more = must.flatMap((one) =>
    choices(route, one, samples)
      .slice(1)
      .map((value) => ({ ...fixed, [one.name]: value })),
  );
  const filters = parameters
    .filter((one) => !one.required && !PAGING.has(one.name))
    .flatMap((one) => choices(route, one, samples).map((value) => ({ [one.name]: value })));
  const orders = sorts.flatMap((field) => [{ sort: field }, { sort: `-${field}` }]);
  const filtered = filters.flatMap((filter) => [filter, ...orders.map((order) => ({ ...filter, ...order }))]);
  const pairs = filters.flatMap((one, i) =>
    filters
      .slice(i + 1)
      .filter((other) => Object.keys(other)[0] !== Object.keys(one)[0])
      .map((other) => ({ ...one, ...other })),
  );
  return [
    caseOf(route, fixed, {}),
    ...more.map((one) => caseOf(route, one, {})),
    ...[...orders, ...filtered, ...pairs].map((query) => caseOf(route, fixed, query)),
  ];
};

/** Every route that is read by GET, with its parameters. */
export const routesOf = (description: Description): (readonly [string, readonly Parameter[]])[] =>
  Object.entries(description.paths).flatMap(([route, { get }]) => (get ? [[route, get.parameters] as const] : []));

import type pg from 'pg';

interface Column {
  readonly relation: string;
  readonly column: string;
  readonly type: string;
  readonly nullable: boolean;
  readonly generated: boolean;
  readonly defaulted: boolean;
  readonly checked: string | null;
}

const COLUMNS = `
  select n.nspname || '.' || c.relname as relation, a.attname as column, format_type(a.atttypid, null) as type,
    not (a.attnotnull or (c.relkind = 'v')) as nullable, a.attidentity = 'a' or a.attgenerated <> '' as generated,
    a.atthasdef or a.attidentity = 'd' as defaulted,
    (select pg_get_constraintdef(k.oid) from pg_constraint k where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum]
      and pg_get_constraintdef(k.oid) ~ '= ANY' order by k.conname limit 1) as checked
  from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'v') and not c.relispartition and a.attnum > 0 and not a.attisdropped
    and n.nspname not in ('pg_catalog', 'information_schema', 'graphile_worker', 'public')
  order by 1, a.attnum`;

const TYPES: Readonly<Record<string, string>> = {
  uuid: 'string',
  text: 'string',
  inet: 'string',
  cidr: 'string',
  macaddr: 'string',
  xid8: 'string',
  int4range: 'string',
  'character varying': 'string',
  smallint: 'number',
  integer: 'number',
  'double precision': 'number',
  bigint: 'bigint',
  numeric: 'string',
  boolean: 'boolean',
  date: 'Day',
  'timestamp with time zone': 'Instant',
  bytea: 'Buffer',
  json: 'unknown',
  jsonb: 'unknown',
};

/** The values a check constraint of the form `column = ANY (ARRAY['a', 'b'])` allows, as a union. */
const union = (checked: string | null): string | undefined => {
  const values = checked ? [...checked.matchAll(/'((?:[^']|'')*)'::text/g)].map((m) => `'${m[1]}'`) : [];
  return values.length > 0 ? values.join(' | ') : undefined;
};

const typeOf = (c: Column): string => {
  const array = c.type.endsWith('[]');
  const base = array ? c.type.slice(0, -2) : c.type;
  const name = TYPES[base];
  if (!name)
    throw new Error(`no TypeScript type for ${c.type} of ${c.relation}.${c.column}: add it to tools/schema/types.ts`);
  const of = (base === 'text' && !array && union(c.checked)) || name;
  return array ? `${of}[]` : of;
};

const line = (c: Column): string => {
  const type = c.nullable ? `${typeOf(c)} | null` : typeOf(c);
  const generated = c.generated ? `GeneratedAlways<${type}>` : c.defaulted ? `Generated<${type}>` : type;
  return `    ${c.column}: ${generated};`;
};

/** The TypeScript types of every table and view of ours, as Kysely reads them. */
export const databaseTypes = async (client: pg.Client): Promise<string> => {
  const { rows } = await client.query<Column>(COLUMNS);
  const tables = Map.groupBy(rows, (c) => c.relation);
  const body = [...tables].map(([name, columns]) => `  '${name}': {\n${columns.map(line).join('\n')}\n  };`).join('\n');
  return `// Generated from the migrations by \`npm run schema\`. Do not edit.
import type { Day, Instant } from '@isp/values';
import type { Generated, GeneratedAlways } from 'kysely';

export interface DB {
${body}
}
`;
};

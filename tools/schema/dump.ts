import type pg from 'pg';

const OURS = `n.nspname not in ('pg_catalog', 'information_schema', 'graphile_worker', 'public') and n.nspname !~ '^pg_'`;

const SECTIONS: readonly (readonly [title: string, query: string])[] = [
  ['Schemas', `select format('create schema %I;', n.nspname) as line from pg_namespace n where ${OURS} order by 1`],
  [
    'Functions',
    `select pg_get_functiondef(p.oid) || ';' as line from pg_proc p join pg_namespace n on n.oid = p.pronamespace where ${OURS} order by n.nspname, p.proname, 1`,
  ],
  [
    'Tables',
    `select format(E'create table %s (\\n%s\\n)%s;', c.oid::regclass,
       (select string_agg(format('  %I %s%s%s', a.attname, format_type(a.atttypid, a.atttypmod), case when a.attnotnull then ' not null' else '' end,
          case when a.attidentity <> '' then ' generated identity' when a.attgenerated <> '' then ' generated as (' || pg_get_expr(d.adbin, d.adrelid) || ')' when d.adbin is not null then ' default ' || pg_get_expr(d.adbin, d.adrelid) else '' end),
          E',\\n' order by a.attnum)
        from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped),
       case when c.relkind = 'p' then ' partition by ' || pg_get_partkeydef(c.oid) else '' end
         || coalesce(' with (' || array_to_string(c.reloptions, ', ') || ')', '')) as line
     from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p') and not c.relispartition and ${OURS} order by n.nspname, c.relname`,
  ],
  [
    'Views',
    `select format(E'create view %s%s as\\n%s', c.oid::regclass, ' with (' || array_to_string(c.reloptions, ', ') || ')', pg_get_viewdef(c.oid)) as line from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'v' and ${OURS} order by 1`,
  ],
  [
    'Constraints',
    `select format('alter table %s add constraint %I %s;', k.conrelid::regclass, k.conname, pg_get_constraintdef(k.oid)) as line
     from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace where k.contype <> 'n' and not c.relispartition and k.conislocal and ${OURS} order by k.conrelid::regclass::text, k.contype = 'f', k.conname`,
  ],
  [
    'Indexes',
    `select pg_get_indexdef(i.indexrelid) || ';' as line from pg_index i join pg_class c on c.oid = i.indrelid join pg_class x on x.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
     where ${OURS} and not c.relispartition and not exists (select 1 from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x')) order by 1`,
  ],
  [
    'Triggers',
    `select pg_get_triggerdef(t.oid) || ';' as line from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace where not t.tgisinternal and t.tgparentid = 0 and ${OURS} order by c.oid::regclass::text, t.tgname`,
  ],
  [
    'Row-level security',
    `select format('alter table %s enable row level security; create policy %I on %s using (%s);', p.polrelid::regclass, p.polname, p.polrelid::regclass, pg_get_expr(p.polqual, p.polrelid)) as line
     from pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace where ${OURS} order by 1`,
  ],
  [
    'Grants',
    `select format('grant %s on %s to isp_scoped;', string_agg(lower(x.privilege_type), ', ' order by x.privilege_type), c.oid::regclass) as line
     from pg_class c join pg_namespace n on n.oid = c.relnamespace cross join lateral aclexplode(c.relacl) x join pg_roles r on r.oid = x.grantee
     where r.rolname = 'isp_scoped' and ${OURS} group by c.oid order by c.oid::regclass::text`,
  ],
];

/** The schema as SQL text, for people and for comparison: the same database always gives the same text. */
export const schemaText = async (client: pg.Client): Promise<string> => {
  await client.query('set search_path = pg_catalog');
  const parts = ['-- The schema as it is now, generated from the migrations by `npm run schema`. Do not edit.'];
  for (const [title, query] of SECTIONS) {
    const { rows } = await client.query<{ line: string }>(query);
    parts.push(`-- ${title}`, ...rows.map((r) => r.line.trimEnd()));
  }
  return `${parts.join('\n\n')}\n`;
};

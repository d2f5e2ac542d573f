import { readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import pg from 'pg';
import { startEmbeddedPostgres } from './server/src/kernel/postgres/index.ts';
import { removeDataDir, temporaryDirectory } from './server/src/kernel/postgres/test-cluster.ts';
import * as newMigrate from './server/src/kernel/migrate.ts';
import * as newAcc from './server/src/aaa/store/accounting.ts';
// @ts-ignore
import * as oldMigrate from '/tmp/h-history-base/server/src/kernel/migrate.ts';
// @ts-ignore
import * as oldAcc from '/tmp/h-history-base/server/src/aaa/store/accounting.ts';
const SESSIONS = Number(process.env.SESSIONS ?? 50000), ROUNDS = Number(process.env.ROUNDS ?? 8), BATCH = Number(process.env.BATCH ?? 500);
const FILL = (process.env.VARIANTS ?? 'old,new').split(',');
const dir = await temporaryDirectory();
const postgres = await startEmbeddedPostgres({ dataDir: dir, log: () => {} });
const uuid = (n: string) => { const h = createHash('md5').update(n).digest('hex'); return `${h.slice(0,8)}-${h.slice(8,12)}-8${h.slice(13,16)}-8${h.slice(17,20)}-${h.slice(20)}`; };
const T0 = Date.parse('2026-06-01T10:00:00Z');
const NAS = uuid('nas');
const keys = Array.from({ length: SESSIONS }, (_, i) => ({ i, id: uuid(`s${i}`), account_id: uuid(`a${i}`), subscription_id: uuid(`u${i}`) }));
const rec = (k: any, kind: string, minute: number, octets: bigint, named: boolean) => ({
  kind, id: k.id, account_id: k.account_id, subscription_id: k.subscription_id, nas_id: NAS, username: `user${k.i}@isp.example`, acct_session_id: Buffer.from(`81${k.i}`).toString('hex'),
  class: named ? null : createHash('sha512').update(k.id).digest('hex').slice(0, 110), client: '10.0.0.1', nas_ip: '10.0.0.1', nas_identifier: 'edge-1', nas_port_id: `ge-0/0/1.${k.i}`,
  framed_ip: `100.64.${(k.i >> 8) & 255}.${k.i & 255}`, framed_ipv6_address: null, framed_ipv6_prefix: null, framed_interface_id: null, delegated_ipv6_prefix: `2001:db8:${(k.i & 0xffff).toString(16)}::/56`,
  calling_station_id: '02-00-00-00-00-01', called_station_id: null, started_ms: T0 + k.i % 600 * 1000, heard_ms: T0 + k.i % 600 * 1000 + minute * 60000, stopped_ms: kind === 'stop' ? T0 + k.i % 600 * 1000 + minute * 60000 : null,
  began_after_ms: named ? T0 + k.i % 600 * 1000 - 2000 : null, session_s: minute * 60, input_octets: octets, output_octets: octets * 10n, terminate_cause: kind === 'stop' ? 1 : null, further_link: false,
  told_mode: 'allow', told_rate_down_kbps: 50000, told_rate_up_kbps: 10000, told_framed_ip: null });
const admin = new pg.Client(postgres.url); await admin.connect();
interface V { name: string; client: pg.Client; pid: number; write: (c: any, r: any) => Promise<any>; cpu: Record<string, number[]>; wal: Record<string, number[]> }
const variants: V[] = [];
for (const name of FILL) {
  const db = `v_${name.replace(/\W/g, '_')}`; await admin.query(`create database ${db}`);
  const url = postgres.url.replace(/\/isp(\?|$)/, `/${db}$1`);
  const old = name.startsWith('old');
  await (old ? oldMigrate : newMigrate).migrate(url);
  const client = new pg.Client({ connectionString: url }); await client.connect();
  const ff = /ff(\d+)/.exec(name)?.[1]; if (ff) await client.query(`alter table aaa.session set (fillfactor=${ff})`);
  if (name.includes('open')) await client.query('drop index aaa.session_nas; create index session_open on aaa.session (nas_id, started_at) where stopped_at is null');
  if (name.includes('hist')) await client.query(`select aaa.make_session_month(timestamptz '2024-06-15' + m * interval '1 month') from generate_series(0, 24) m`);
  const { rows } = await client.query('select pg_backend_pid() as pid');
  variants.push({ name, client, pid: rows[0].pid, write: (old ? oldAcc : newAcc).writeRecords, cpu: {}, wal: {} });
}
const tick = 10_000; // us
const cpuOf = (pid: number) => { const f = readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' '); return Number(f[0]) / 1000; };
const lsn = async () => BigInt((await admin.query(`select (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::bigint::text as l`)).rows[0].l);
const run = async (v: V, phase: string, list: any[]) => {
  const groups: any[][] = []; for (let i = 0; i < list.length; i += BATCH) groups.push(list.slice(i, i + BATCH).sort((a, b) => a.account_id < b.account_id ? -1 : 1));
  const c0 = cpuOf(v.pid), w0 = await lsn();
  for (const g of groups) await v.write(v.client as any, g);
  (v.cpu[phase] ??= []).push((cpuOf(v.pid) - c0) / list.length); (v.wal[phase] ??= []).push(Number((await lsn()) - w0) / list.length);
};
const named = (v: V) => v.name.includes('name');
const turns = async (phase: string, lists: ((v: V) => any[])[]) => { for (let r = 0; r < lists.length; r++) for (let t = 0; t < variants.length; t++) { const v = variants[(r + t) % variants.length]!; await run(v, phase, lists[r]!(v)); } };
const slices = (n: number) => Array.from({ length: n }, (_, i) => keys.filter((k) => k.i % n === i));
await turns('start', slices(10).map((s) => (v) => s.map((k) => rec(k, 'start', 0, 0n, named(v)))));
for (const v of variants) await v.client.query('vacuum analyze aaa.session');
for (let m = 1; m <= ROUNDS; m++) await turns('interim', slices(4).map((s) => (v) => s.map((k) => rec(k, 'interim', m * 10, BigInt(m) * 1000003n, named(v)))));
const hot: any = {}; for (const v of variants) hot[v.name] = (await v.client.query(`select pg_stat_force_next_flush(), n_tup_upd, n_tup_hot_upd from pg_stat_user_tables where relid = 'aaa.session'::regclass`)).rows[0];
await turns('stop', slices(10).map((s) => (v) => s.map((k) => rec(k, 'stop', ROUNDS * 10 + 5, BigInt(ROUNDS) * 1000003n + 7n, named(v)))));
const med = (a: number[]) => { const s = [...a].sort((x, y) => x - y); return s[s.length >> 1]!; };
for (const v of variants) {
  await new Promise((d) => setTimeout(d, 1100));
  const st = (await v.client.query(`select n_tup_upd::int, n_tup_hot_upd::int, pg_relation_size('aaa.session') as heap, pg_indexes_size('aaa.session') as idx from pg_stat_user_tables where relid = 'aaa.session'::regclass`)).rows[0];
  console.log(v.name.padEnd(14), Object.keys(v.cpu).map((p) => `${p}: ${med(v.cpu[p]!).toFixed(2)} us ${med(v.wal[p]!).toFixed(0)} B`).join(' | '), `| hot ${(100 * st.n_tup_hot_upd / st.n_tup_upd).toFixed(1)}% heap ${(st.heap / 1e6).toFixed(0)} MB idx ${(st.idx / 1e6).toFixed(0)} MB`);
}
for (const v of variants) await v.client.end();
await admin.end(); await postgres.stop(); await removeDataDir(dir); process.exit(0);

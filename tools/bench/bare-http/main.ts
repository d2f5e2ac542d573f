/** The mark of the API: `node tools/bench/bare-http/main.ts PORT`, Fastify with nothing around it, and with one transaction of one statement. `DATABASE_URL` says where. */
import Fastify from 'fastify';
import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
pool.on('error', () => undefined);

const app = Fastify({ forceCloseConnections: true });
app.get('/hello', async () => ({ hello: 'world' }));
app.get('/transaction', async () => {
  const client = await pool.connect();
  try {
    await client.query('begin read only');
    const { rows } = await client.query('select $1::text as hello', ['world']);
    await client.query('commit');
    return rows[0];
  } finally {
    client.release();
  }
});
await app.listen({ port: Number.parseInt(process.argv[2] ?? '0', 10), host: 'localhost' });
console.log('up');
process.once('SIGTERM', () => void app.close().then(() => pool.end()));

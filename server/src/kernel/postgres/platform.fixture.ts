/** A platform that does nothing but run its PostgreSQL: `node platform.fixture.ts <data directory>`. Prints where it is as one line of JSON. */
import { startEmbeddedPostgres } from './index.ts';

const server = await startEmbeddedPostgres({ dataDir: process.argv[2] ?? '', log: (line) => console.error(line) });
process.once('SIGTERM', () => void server.stop());
process.stdout.write(JSON.stringify({ url: server.url, pid: server.pid }));

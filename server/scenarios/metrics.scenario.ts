/** What `/metrics` says of all processes of an installation, as `isp serve` runs it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from './eventually.ts';
import { freePort } from './platform.ts';
import { plantTree, type Tree } from './tree.ts';

let tree: Tree;
let own: number;
beforeAll(async () => {
  own = await freePort();
  tree = await plantTree({ ISP_METRICS_PORT: String(own) });
  await tree.start();
});
afterAll(() => tree?.remove());

const scrape = async (url: string): Promise<string> => {
  const response = await fetch(url);
  expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  return response.text();
};
const values = (page: string, name: string): string[] =>
  page.split('\n').filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `));

test('one page holds every role’s metrics, in the format Prometheus reads', async () => {
  await fetch(`${tree.url}/api/v1/accounts/00000000-0000-0000-0000-000000000000`);
  const page = await eventually(async () => {
    const text = await scrape(`${tree.url}/metrics`);
    for (const role of ['http', 'radius', 'worker', 'poller']) expect(text).toContain(`isp_role_up{role="${role}"} 1`);
    expect(values(text, 'isp_schedule_done_timestamp_seconds').length).toBeGreaterThan(3);
    return text;
  });
  expect(values(page, 'isp_radius_logins_total').length).toBeGreaterThan(0);
  expect(values(page, 'isp_database_connections')).toHaveLength(12);
  expect(values(page, 'isp_http_request_seconds_count').join('\n')).toMatch(
    /(?=[^\n]*method="GET")(?=[^\n]*route="\/api\/v1\/accounts\/:id")(?=[^\n]*status="401")[^\n]* 1$/m,
  );
  const heads = page.split('\n').filter((line) => line.startsWith('# TYPE '));
  expect(heads).toEqual([...new Set(heads)]);
  expect(values(page, 'process_resident_memory_bytes')).toHaveLength(4);
});

test('a role that is gone is shown as down, and up again when it is back', async () => {
  await tree.kill('radius');
  await eventually(
    async () => expect(await scrape(`${tree.url}/metrics`)).toContain('isp_role_up{role="radius"} 0'),
    5000,
    1,
  );
  await eventually(async () => expect(await scrape(`${tree.url}/metrics`)).toContain('isp_role_up{role="radius"} 1'));
});

test('a port of its own serves a machine that runs no http', async () => {
  const page = await scrape(`http://localhost:${own}/metrics`);
  expect(page).toContain('isp_role_up{role="radius"} 1');
});

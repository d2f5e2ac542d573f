import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readConfig } from './config.ts';

const dir = mkdtempSync(join(tmpdir(), 'isp-config-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

test('nothing needs to be set', () => {
  const config = readConfig({ ISP_DATA_DIR: dir });
  expect(config).toMatchObject({
    http_port: 3000,
    radius_auth_port: 1812,
    radius_acct_port: 1813,
    radsec_port: 2083,
    sandbox: false,
  });
  expect(config.roles).toEqual(['http', 'radius', 'worker', 'poller']);
  expect(config.public_url).toBe('http://localhost:3000');
});

test('the secret key is made once, for its owner only', () => {
  const first = readConfig({ ISP_DATA_DIR: dir }).secret_key;
  expect(readConfig({ ISP_DATA_DIR: dir }).secret_key).toEqual(first);
  expect(statSync(join(dir, 'secret.key')).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(dir, 'secret.key'), 'utf8').length).toBeGreaterThan(40);
});

test('all that is wrong is said at once', () => {
  const env = {
    ISP_DATA_DIR: dir,
    ISP_HTTP_PORT: 'web',
    ISP_ROLES: 'http,cook',
    DATABASE_URL: 'mysql://x',
    ISP_ADMIN_PASSWORD: 'short',
  };
  const message = (() => {
    try {
      readConfig(env);
      return '';
    } catch (error) {
      return (error as Error).message;
    }
  })();
  for (const name of ['ISP_HTTP_PORT', 'ISP_ROLES', 'DATABASE_URL', 'ISP_ADMIN_PASSWORD'])
    expect(message).toContain(name);
});

test('an empty variable counts as not set', () => {
  expect(readConfig({ ISP_DATA_DIR: dir, ISP_HTTP_PORT: '', ISP_ADMIN_EMAIL: '' }).http_port).toBe(3000);
});

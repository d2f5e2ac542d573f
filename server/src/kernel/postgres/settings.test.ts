import { expect, test } from 'vitest';
import { addressArguments, urlOf } from './address.ts';
import { isOff, settingsFile, tunedSettings } from './settings.ts';

const GIB = 1_073_741_824;

test.each([
  [0.25, '64MB', '128MB'],
  [1, '256MB', '512MB'],
  [4, '1024MB', '2048MB'],
  [64, '1024MB', '32768MB'],
])('with %d GiB of memory', (gib, shared_buffers, effective_cache_size) => {
  expect(tunedSettings(gib * GIB)).toMatchObject({ shared_buffers, effective_cache_size, synchronous_commit: 'on' });
});

test('a value in the file is quoted', () => {
  expect(settingsFile({ a: "it's" })).toContain("a = 'it''s'\n");
});

test.each([
  ['off', true],
  ['FALSE', true],
  ['on', false],
  [undefined, false],
])('%s is off: %s', (value, off) => expect(isOff(value)).toBe(off));

test('the connection string names the socket when there is one', () => {
  expect(urlOf({ port: 15432, socketDir: '/srv/a b' }, 'p', 'isp')).toBe(
    'postgres://isp:p@localhost:15432/isp?host=%2Fsrv%2Fa%20b',
  );
  expect(urlOf({ port: 15432 }, 'p', 'isp')).toBe('postgres://isp:p@127.0.0.1:15432/isp');
});

test('a socket directory is one name, whatever is in it', () => {
  expect(addressArguments({ port: 1, socketDir: '/a,b "c"' })).toContain('unix_socket_directories="/a,b ""c"""');
  expect(addressArguments({ port: 1 })).toContain('unix_socket_directories=');
});

import { expect, test } from 'vitest';
import { isFingerprint, radsecIdentity } from './radsec-identity.ts';

const PRINT = Array.from({ length: 32 }, (_, i) => (i + 160).toString(16).toUpperCase()).join(':');

test.each([
  [PRINT, PRINT],
  [PRINT.toLowerCase().replaceAll(':', ''), PRINT],
  [`SHA256:${PRINT}`, PRINT],
  ['sha256=A0'.concat(PRINT.slice(2)), PRINT],
  [` ${PRINT.replaceAll(':', ' ')} `, PRINT],
  ['BNG-1.Example.NET', 'bng-1.example.net'],
  ['bng-1.example.net.', 'bng-1.example.net'],
  [PRINT.slice(3), undefined],
  ['*.example.net', undefined],
  ['bng', undefined],
  ['bng_1.example.net', undefined],
  ['192.0.2.1', undefined],
  ['', undefined],
])('%s is known as %s (duty 116)', (text, identity) => {
  expect(radsecIdentity(text)).toBe(identity);
  if (identity !== undefined) expect(isFingerprint(identity)).toBe(identity === PRINT);
});

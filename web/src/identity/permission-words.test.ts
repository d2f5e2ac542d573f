import { describe, expect, test } from 'vitest';
import { permissionText, permits, toggled } from './permission-words.ts';

describe('permissions of a role', () => {
  test('a wider one permits what it contains', () => {
    expect(permits(['billing.*'], 'billing.read')).toBe(true);
    expect(permits(['*'], 'billing.read')).toBe(true);
    expect(permits(['billing.read'], 'billing.*')).toBe(false);
  });

  test('a whole room swallows what was chosen of it', () => {
    expect(toggled(['aaa.read', 'billing.read'], 'billing.*')).toEqual(['aaa.read', 'billing.*']);
    expect(toggled(['aaa.read', 'billing.*'], 'billing.*')).toEqual(['aaa.read']);
  });

  test('every one has words, an unknown one its own', () => {
    expect(permissionText('*')).toBe('Everything');
    expect(permissionText('aaa.*')).toBe('Everything in RADIUS');
    expect(permissionText('messaging.read')).toBe('messaging.read');
  });
});

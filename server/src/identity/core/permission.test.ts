import { describe, expect, test } from 'vitest';
import { firstBeyond, isPermission } from './permission.ts';

describe('isPermission', () => {
  test.each(['*', 'billing.read', 'billing.*', 'aaa.read-secret'])('%s is one', (p) =>
    expect(isPermission(p)).toBe(true),
  );
  test.each(['', 'billing', 'billing.', '.read', '*.read', 'Billing.read', 'a.b.c', 'billing.read '])(
    '%j is none',
    (p) => expect(isPermission(p)).toBe(false),
  );
});

describe('firstBeyond', () => {
  test.each([
    [['*'], ['*', 'billing.*', 'crm.read'], undefined],
    [['billing.*'], ['billing.read', 'billing.*'], undefined],
    [['billing.read'], ['billing.*'], 'billing.*'],
    [['billing.*', 'crm.*'], ['billing.read', '*'], '*'],
    [[], ['crm.read'], 'crm.read'],
    [[], [], undefined],
  ])('%j holding, %j wanted: %s', (held, wanted, beyond) => expect(firstBeyond(new Set(held), wanted)).toBe(beyond));
});

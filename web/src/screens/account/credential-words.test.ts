import { expect, test } from 'vitest';
import { bindingTexts, logInName } from './credential-words.ts';

const bound = { mac: null, port: null, vlan: null, learn: [] };

test.each([
  [{ ...bound }, []],
  [{ ...bound, mac: '02abcd000001' }, ['station 02:ab:cd:00:00:01']],
  [
    { ...bound, learn: ['mac' as const, 'vlan' as const], vlan: '100.200' },
    ['learns its station', 'VLAN 100.200, learned'],
  ],
  [{ ...bound, port: 'ether2', learn: ['port' as const] }, ['port ether2, learned']],
])('%o is bound to %o', (logIn, texts) => expect(bindingTexts(logIn).map(({ text }) => text)).toEqual(texts));

test('a MAC is shown in pairs, a line as it is', () => {
  expect(logInName({ kind: 'mac', username: '02abcd000001' })).toBe('02:ab:cd:00:00:01');
  expect(logInName({ kind: 'line', username: 'circuit eth 0/1' })).toBe('circuit eth 0/1');
});

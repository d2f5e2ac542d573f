import { randomUUID } from 'node:crypto';
import { writeId } from '@isp/values';
import { expect, test } from 'vitest';
import { idNumber } from './session-id.ts';

test('an id’s octets and its number are those of its digits', () => {
  const octets = Buffer.alloc(20, 1);
  for (let i = 0; i < 1000; i++) {
    const id = i % 2 === 0 ? randomUUID() : randomUUID().toUpperCase();
    writeId(id, octets, 2);
    expect(octets.toString('hex')).toBe(`0101${id.replaceAll('-', '').toLowerCase()}0101`);
    expect(idNumber(id)).toBe(Number.parseInt(id.slice(0, 7), 16));
  }
});

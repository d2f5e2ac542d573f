import { describe, expect, test } from 'vitest';
import { fillSteps, stepsUpTo } from './usage-steps.ts';

const NOW = Date.parse('2026-03-01T23:30:00.000Z');

describe('the steps of a usage chart', () => {
  test('days are those of the zone', () => {
    const days = stepsUpTo('day', NOW, 'Europe/Berlin');
    expect([days.length, days[0], days.at(-1)]).toEqual([30, '2026-02-01', '2026-03-02']);
  });
  test('months begin on their first day', () => {
    const months = stepsUpTo('month', NOW, 'UTC');
    expect([months.length, months[0], months.at(-1)]).toEqual([12, '2025-04-01', '2026-03-01']);
  });
  test('hours are whole', () => {
    const hours = stepsUpTo('hour', NOW, 'UTC');
    expect([hours.length, hours.at(-1)]).toEqual([48, '2026-03-01T23:00:00.000Z']);
  });
  test('steps in which nothing was used are zero', () => {
    const steps = stepsUpTo('day', NOW, 'Europe/Berlin');
    const used = [{ at: '2026-02-28T23:00:00.000Z', input_octets: 3, output_octets: 5 }];
    const filled = fillSteps(steps, used, 'day', 'Europe/Berlin');
    expect(filled).toHaveLength(30);
    expect(filled.filter((step) => step.output_octets > 0)).toEqual([
      { at: '2026-03-01', input_octets: 3, output_octets: 5 },
    ]);
  });
});

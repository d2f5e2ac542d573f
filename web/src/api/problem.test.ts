import { describe, expect, test } from 'vitest';
import { asProblem, mayPass, problemOf } from './problem.ts';

const body = {
  title: 'kernel.input-invalid',
  detail: 'The request is not what this route takes.',
  remedy: 'Correct the fields.',
  request_id: 'r1',
  errors: [
    { pointer: '/steps/0/days', message: 'too big' },
    { pointer: '/a~1b', message: 'odd' },
    { pointer: '', message: 'whole' },
  ],
};

describe('a refusal', () => {
  test('names its fields by the names a form has', async () => {
    const problem = await problemOf(Response.json(body, { status: 400 }));
    expect(problem.fields).toEqual({ 'steps.0.days': 'too big', 'a/b': 'odd', '': 'whole' });
    expect([problem.status, problem.code, problem.message, problem.remedy]).toEqual([
      400,
      body.title,
      body.detail,
      body.remedy,
    ]);
  });
  test('without a body still says something', async () => {
    const problem = await problemOf(new Response('<html>', { status: 502 }));
    expect([problem.status, problem.code]).toEqual([502, 'web.away']);
    expect(mayPass(problem)).toBe(true);
  });
  test('that is no problem of the server becomes one', () => {
    expect(asProblem(new Error('oh')).message).toBe('oh');
  });
});

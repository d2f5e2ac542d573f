import { Fault, type FieldError } from '@isp/values';
import { z } from 'zod';
import { BodyTooLarge, Conflict, DatabaseAway, InputInvalid, NotShown, Unexpected } from '../faults.ts';

/** RFC 9457 problem details, as sent. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly remedy: string;
  readonly request_id: string;
  readonly errors?: readonly FieldError[];
}

const pointer = (path: readonly PropertyKey[]): string =>
  path.map((p) => `/${String(p).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

const fieldErrors = (error: z.ZodError): FieldError[] =>
  error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({
          pointer: pointer([...issue.path, key]),
          message: 'this route does not take this field',
        }))
      : [{ pointer: pointer(issue.path), message: issue.message }],
  );

/** The refusal that a failed check of the input becomes. */
export const inputFault = (error: z.ZodError): Fault => InputInvalid(undefined, fieldErrors(error));

interface Coded {
  readonly code?: string;
  readonly detail?: string;
  readonly constraint?: string;
  readonly statusCode?: number;
}

/** What the client sent does not fit the type it is stored as: too large, too long, no such date or number. */
const UNFIT = new Set(['22001', '22003', '22007', '22008', '22P02']);
const AWAY = /^(08|57P0|53300)|ECONNREFUSED|ECONNRESET|ENOENT|EPIPE/;

const databaseFault = (error: Coded): Fault | undefined => {
  const { code } = error;
  if (!code) return undefined;
  if (code === '23505') return Conflict({ what: `This exists already. ${error.detail ?? ''}`.trim() });
  if (code === '23503')
    return Conflict({
      what: `This refers to something that is not there, or is still in use. ${error.detail ?? ''}`.trim(),
    });
  if (code === '23514')
    return InputInvalid(undefined, [
      { pointer: '', message: `a value is outside what is allowed (${error.constraint ?? 'check'})` },
    ]);
  if (code === '22021' || code === '22P05')
    return InputInvalid(undefined, [{ pointer: '', message: 'the text has characters that cannot be stored' }]);
  if (UNFIT.has(code))
    return InputInvalid(undefined, [{ pointer: '', message: 'a value cannot be stored as what it should be' }]);
  if (code === '42501') return NotShown();
  return AWAY.test(code) ? DatabaseAway() : undefined;
};

/** Any error as the refusal a client may see: our faults as they are, what the framework and the database refuse by name, all else as unexpected. */
export const toFault = (error: unknown, requestId: string): Fault => {
  if (error instanceof Fault) return error;
  if (error instanceof z.ZodError) return inputFault(error);
  const coded = error as Coded;
  if (coded.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return BodyTooLarge({ limit: 1_048_576 });
  const fromDatabase = databaseFault(coded);
  if (fromDatabase) return fromDatabase;
  if (coded.statusCode && coded.statusCode >= 400 && coded.statusCode < 500 && error instanceof Error)
    return new Fault(
      'kernel.bad-request',
      coded.statusCode,
      error.message,
      'Correct the request; /api/docs shows what the route takes.',
    );
  return Unexpected({ request_id: requestId });
};

/** A refusal as problem details. */
export const toProblem = (fault: Fault, requestId: string): Problem => ({
  type: `/problems/${fault.code}`,
  title: fault.code,
  status: fault.status,
  detail: fault.message,
  remedy: fault.remedy,
  request_id: requestId,
  ...(fault.errors.length > 0 ? { errors: fault.errors } : {}),
});

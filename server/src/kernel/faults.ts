import { defineFault } from '@isp/values';

export const InputInvalid = defineFault(
  'kernel.input-invalid',
  400,
  () => 'The request is not what this route takes.',
  'Correct the fields listed under errors; /api/docs shows what the route takes.',
);
export const RouteNotFound = defineFault(
  'kernel.route-not-found',
  404,
  (p: { method: string; path: string }) => `There is no ${p.method} ${p.path}.`,
  'See /api/docs for the routes there are.',
);
export const SignInRequired = defineFault(
  'kernel.sign-in-required',
  401,
  () => 'This needs a valid access token.',
  'Sign in again, or ask /oauth/token for a new token, and send it as "Authorization: Bearer …".',
);
export const NotPermitted = defineFault(
  'kernel.not-permitted',
  403,
  (p: { permission: string }) => `Your role lacks the permission ${p.permission}.`,
  'Ask an owner to give your role this permission.',
);
export const NotShown = defineFault(
  'kernel.not-shown',
  403,
  () => 'Some of what this needs is not shown to subscribers and resellers.',
  'Ask the provider’s staff.',
);
export const BodyTooLarge = defineFault(
  'kernel.body-too-large',
  413,
  (p: { limit: number }) => `The body is larger than ${p.limit} bytes.`,
  'Send less at once.',
);
export const IdempotencyKeyMissing = defineFault(
  'kernel.idempotency-key-missing',
  400,
  () => 'This command needs an Idempotency-Key header.',
  'Make a new random key for each new command and send the same key when you repeat one.',
);
export const IdempotencyKeyReused = defineFault(
  'kernel.idempotency-key-reused',
  422,
  () => 'This Idempotency-Key was used for another command.',
  'Make a new key for each new command.',
);
export const CursorInvalid = defineFault(
  'kernel.cursor-invalid',
  400,
  () => 'This cursor does not belong to this list and sort.',
  'Start again without a cursor.',
);
export const SortInvalid = defineFault(
  'kernel.sort-invalid',
  400,
  (p: { sort: string; allowed: readonly string[] }) =>
    `This list cannot be sorted by ${p.sort}; it can be by ${p.allowed.join(', ')}.`,
  'Sort by one of these fields, with "-" before it for descending.',
);
export const SortTooWide = defineFault(
  'kernel.sort-too-wide',
  400,
  (p: { sort: string; within: string }) =>
    `This list can be sorted by ${p.sort} only within ${p.within}: all of it is too much to sort.`,
  'Narrow the list to that, or sort it by another field.',
);
export const NotSandbox = defineFault(
  'kernel.not-sandbox',
  409,
  () => 'This installation is not a sandbox: its clock is the real one.',
  'Start a new, empty database with ISP_SANDBOX=1 to try things out.',
);
export const RealDatabase = defineFault(
  'kernel.real-database',
  409,
  () => 'ISP_SANDBOX=1 was asked for, but this database is a real one.',
  'Unset ISP_SANDBOX, or point to another database or data directory.',
);
export const ClockBackwards = defineFault(
  'kernel.clock-backwards',
  422,
  (p: { now: string }) => `The sandbox’s clock shows ${p.now}; it only turns forward.`,
  'Give a later moment.',
);
export const Unexpected = defineFault(
  'kernel.unexpected',
  500,
  (p: { request_id: string }) => `Something failed that should not have; nothing was changed. Request ${p.request_id}.`,
  'Try again; if it stays, look for this request id in the log.',
);
export const DatabaseAway = defineFault(
  'kernel.database-away',
  503,
  () => 'The database does not answer at the moment; nothing was changed.',
  'Try again in a few seconds.',
);
export const Conflict = defineFault(
  'kernel.conflict',
  409,
  (p: { what: string }) => p.what,
  'Change what collides and try again.',
);

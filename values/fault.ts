/** What is wrong with one field of the input: a JSON pointer and a sentence. */
export interface FieldError {
  readonly pointer: string;
  readonly message: string;
}

/**
 * A refusal: what a verb throws and a door turns into an RFC 9457 problem.
 * `code` is stable and documented in docs/FAULTS.md; `message` says what is wrong, `remedy` what to do.
 */
export class Fault extends Error {
  readonly code: string;
  readonly status: number;
  readonly remedy: string;
  readonly errors: readonly FieldError[];

  constructor(code: string, status: number, message: string, remedy: string, errors: readonly FieldError[] = []) {
    super(message);
    this.name = 'Fault';
    this.code = code;
    this.status = status;
    this.remedy = remedy;
    this.errors = errors;
  }
}

/** Makes a `Fault` of one kind; carries the kind's code, status and remedy for the generated documentation. */
export interface FaultKind<P> {
  (params: P, errors?: readonly FieldError[]): Fault;
  readonly code: string;
  readonly status: number;
  readonly remedy: string;
}

/**
 * Declares one kind of refusal.
 *
 *     export const PlanNotFound = defineFault('tariffs.plan-not-found', 404, (p: { code: string }) => `There is no plan ${p.code}.`, 'List the plans and use one of their codes.');
 *     throw PlanNotFound({ code: 'gold' });
 */
export const defineFault = <P = void>(
  code: string,
  status: number,
  say: (params: P) => string,
  remedy: string,
): FaultKind<P> =>
  Object.assign((params: P, errors?: readonly FieldError[]) => new Fault(code, status, say(params), remedy, errors), {
    code,
    status,
    remedy,
  });

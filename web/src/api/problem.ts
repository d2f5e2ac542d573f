interface Body {
  readonly title: string;
  readonly detail: string;
  readonly remedy: string;
  readonly request_id: string;
  readonly errors?: readonly { readonly pointer: string; readonly message: string }[];
}

/** A refusal of the server (RFC 9457): `message` says what is wrong, `remedy` what to do. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly remedy: string;
  readonly requestId: string;
  /** Messages by field: the pointer `/steps/0/days` is the field `steps.0.days`. */
  readonly fields: Readonly<Record<string, string>>;

  constructor(status: number, body: Body) {
    super(body.detail);
    this.name = 'Problem';
    this.status = status;
    this.code = body.title;
    this.remedy = body.remedy;
    this.requestId = body.request_id;
    this.fields = Object.fromEntries((body.errors ?? []).map((e) => [fieldOf(e.pointer), e.message]));
  }
}

const fieldOf = (pointer: string): string =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .join('.');

const isBody = (value: unknown): value is Body =>
  typeof value === 'object' && value !== null && 'detail' in value && 'title' in value;

const away = (status: number): Body => ({
  title: 'web.away',
  detail: status === 0 ? 'The server cannot be reached.' : `The server answered ${status} and said no more.`,
  remedy: 'Check the connection and try again; nothing is done twice.',
  request_id: '',
});

/** What the server refused with, or that it did not answer as it should. */
export const problemOf = async (response: Response): Promise<Problem> => {
  const body: unknown = await response.json().catch(() => undefined);
  return new Problem(response.status, isBody(body) ? body : away(response.status));
};

/** The server could not be reached at all. */
export const unreachable = (): Problem => new Problem(0, away(0));

/** Any error as a problem, for showing. */
export const asProblem = (error: unknown): Problem =>
  error instanceof Problem
    ? error
    : new Problem(0, {
        title: 'web.unexpected',
        detail: error instanceof Error ? error.message : String(error),
        remedy: 'Reload the page; if it stays, tell support what you did.',
        request_id: '',
      });

/** True when a repeat of the same request may go better: the network, a restart, an overload. */
export const mayPass = (problem: Problem): boolean =>
  problem.status === 0 || problem.status >= 500 || problem.status === 429;

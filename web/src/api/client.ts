import { problemOf, unreachable } from './problem.ts';
import { accessToken, renew, signIn } from './session.ts';

export type Verb = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
export type Fields = Readonly<Record<string, unknown>>;

interface Call {
  readonly verb: Verb;
  readonly url: string;
  readonly body?: Fields;
  readonly key?: string;
  readonly accept?: string;
  readonly signal?: AbortSignal;
}

const headersOf = (call: Call, token: string | undefined): Record<string, string> => ({
  accept: call.accept ?? 'application/json',
  ...(token ? { authorization: `Bearer ${token}` } : {}),
  ...(call.body ? { 'content-type': 'application/json' } : {}),
  ...(call.key ? { 'idempotency-key': call.key } : {}),
});

const attempt = async (call: Call, token: string | undefined): Promise<Response> => {
  try {
    return await fetch(call.url, {
      method: call.verb,
      headers: headersOf(call, token),
      ...(call.body ? { body: JSON.stringify(call.body) } : {}),
      ...(call.signal ? { signal: call.signal } : {}),
    });
  } catch (error) {
    throw call.signal?.aborted ? error : unreachable();
  }
};

/** Sends a request as whoever is signed in: renews the token once, then leaves for the sign-in page. Throws a `Problem` on a refusal. */
export const send = async (call: Call): Promise<Response> => {
  let response = await attempt(call, (await accessToken()) ?? (await signIn()));
  if (response.status === 401) {
    const fresh = await renew();
    if (fresh) response = await attempt(call, fresh);
  }
  if (response.status === 401) await signIn();
  if (!response.ok) throw await problemOf(response);
  return response;
};

const queryOf = (fields: Fields): string => {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(fields))
    if (value !== undefined && value !== null && value !== '') query.set(name, String(value));
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
};

/** The address of a route with its path filled in, and the fields the path did not take. */
const fill = (path: string, input: Fields): { readonly url: string; readonly rest: Fields } => {
  const taken = new Set<string>();
  const url = path.replaceAll(/:(\w+)/g, (_, name: string) => {
    taken.add(name);
    return encodeURIComponent(String(input[name]));
  });
  return { url: `/api/v1${url}`, rest: Object.fromEntries(Object.entries(input).filter(([name]) => !taken.has(name))) };
};

/** The address of a read, query and all. */
export const addressOf = (path: string, input: Fields): string => {
  const { url, rest } = fill(path, input);
  return `${url}${queryOf(rest)}`;
};

/** Reads a route. */
export const read = async (path: string, input: Fields, signal?: AbortSignal): Promise<unknown> => {
  const response = await send({ verb: 'GET', url: addressOf(path, input), ...(signal ? { signal } : {}) });
  return response.json();
};

/** Runs a command; the same `key` is never done twice. */
export const run = async (
  verb: Verb,
  path: string,
  input: Fields,
  key: string,
  signal?: AbortSignal,
): Promise<unknown> => {
  const { url, rest } = fill(path, input);
  const address = verb === 'DELETE' ? `${url}${queryOf(rest)}` : url;
  const body = verb === 'DELETE' ? {} : { body: rest };
  const response = await send({ verb, url: address, key, ...body, ...(signal ? { signal } : {}) });
  return response.status === 204 ? undefined : response.json();
};

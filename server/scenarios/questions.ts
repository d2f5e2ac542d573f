/** Every question there is to ask the platform about somebody, taken from the table of routes; and what an answer shows of them. */
import { addDays } from '@isp/values';
import { z } from 'zod';
import type { Route } from '../src/kernel/http/route.ts';
import { rooms } from '../src/main/app.ts';
import { plan, type Somebody, START } from './isolation-stage.ts';

export const all = Object.values(rooms).flat();
const gets = all.filter((route) => route.method === 'GET' && !route.path.startsWith('/me'));
const fieldsOf = (route: Route) =>
  Object.keys(
    (z.toJSONSchema(route.contract.input, { io: 'input', unrepresentable: 'any' }) as { properties?: object })
      .properties ?? {},
  );

/** A route's path for somebody's things: each parameter that is an id takes each id of theirs in turn. */
export const pathsFor = (route: Route, of: Somebody): string[] => {
  const names = [...route.path.matchAll(/:(\w+)/g)].map((m) => m[1] as string);
  const fill = (value: (name: string) => string) =>
    names.reduce((path, name) => path.replace(`:${name}`, value(name)), route.path);
  const own: Readonly<Record<string, string>> = {
    account_id: of.ids.account,
    invoice_id: of.ids.invoice,
    subscription_id: of.ids.subscription,
    line_no: '1',
    code: 'owner',
  };
  if (names.length === 0) return [route.path];
  return [...new Set(Object.values(of.ids).map((id) => fill((name) => own[name] ?? id)))];
};

const DAYS = { from: `${START}T00:00:00Z`, to: `${addDays(START, 2)}T00:00:00Z`, bucket: 'hour' };
const filters = (of: Somebody): Record<string, string> => ({
  account_id: of.ids.account,
  subscription_id: of.ids.subscription,
  person_id: of.ids.login,
  reseller_id: of.ids.reseller,
  plan_id: plan,
  username: `${of.name}-line`,
  q: of.name,
  address: of.address,
});

/** Every query worth asking of a route: none but what is needed, and with each filter that names somebody. */
const queriesFor = (route: Route, of: Somebody): string[] => {
  const takes = fieldsOf(route).filter((field) => !route.path.includes(`:${field}`));
  const needed = route.path.endsWith('/usage') ? new URLSearchParams(DAYS).toString() : '';
  const each = Object.entries(filters(of)).flatMap(([name, value]) =>
    takes.includes(name) ? [new URLSearchParams({ [name]: value }).toString()] : [],
  );
  return [...new Set([needed, ...each, ...(takes.includes('limit') ? ['format=csv', 'limit=500'] : [])])];
};

export const urlsFor = (of: Somebody): string[] =>
  gets.flatMap((route) =>
    pathsFor(route, of).flatMap((path) => queriesFor(route, of).map((query) => (query ? `${path}?${query}` : path))),
  );

export const idsSeen = (text: string, of: Somebody): string[] =>
  Object.entries(of.ids).flatMap(([what, id]) => (text.includes(id) ? [`${what} id`] : []));
export const seen = (answer: { status: number; text: string }, of: Somebody): string[] => [
  ...of.words.filter((word) => answer.text.includes(word)),
  ...(answer.status < 300 ? idsSeen(answer.text, of) : []),
];

import type { AccountNames } from '@isp/server/contract/views';
import { read } from './client.ts';
import type { Reply } from './contract.ts';

type Named = Reply<typeof AccountNames>['items'][number];

/** How long ids are gathered, and how many one question holds. */
const GATHER_MS = 10;
const MOST = 200;

let waiting = new Map<string, Promise<Named | undefined>>();
let answer: Promise<Map<string, Named>> | undefined;

const ask = async (ids: readonly string[]): Promise<Map<string, Named>> => {
  const names = new Map<string, Named>();
  for (let i = 0; i < ids.length; i += MOST) {
    const part = ids.slice(i, i + MOST).join(',');
    const { items } = (await read('/account-names', { ids: part })) as Reply<typeof AccountNames>;
    for (const named of items) names.set(named.id, named);
  }
  return names;
};

const gather = async (): Promise<Map<string, Named>> => {
  await new Promise((done) => setTimeout(done, GATHER_MS));
  const ids = [...waiting.keys()];
  waiting = new Map();
  answer = undefined;
  return ask(ids);
};

/** An account's name and number; what is asked for within a moment goes in one request. `null` when there is no such account. */
export const accountName = async (id: string): Promise<Named | null> => {
  answer ??= gather();
  const mine = waiting.get(id) ?? answer.then((names) => names.get(id));
  waiting.set(id, mine);
  return (await mine) ?? null;
};

import type { ListCredentials } from '@isp/server/contract/aaa';
import type { Row } from '../../api/contract.ts';

/** A log-in as the API lists it. */
export type LogIn = Row<typeof ListCredentials>;

/** What a log-in may be bound to. */
export type BindingKind = LogIn['learn'][number];

const KINDS: Readonly<Record<LogIn['kind'], string>> = {
  password: 'name and password',
  mac: 'MAC address',
  line: 'line',
};

/** What kind of log-in it is, in words. */
export const kindText = ({ kind }: Pick<LogIn, 'kind'>): string => KINDS[kind];

/** A MAC address in pairs. */
export const macText = (digits: string): string => (digits.match(/../g) ?? []).join(':');

/** What names a log-in: its username, its MAC, or what the NAS says of its line. */
export const logInName = ({ kind, username }: Pick<LogIn, 'kind' | 'username'>): string =>
  kind === 'mac' ? macText(username) : username;

const NOUNS: Readonly<Record<BindingKind, string>> = { mac: 'station', port: 'port', vlan: 'VLAN' };

/** One binding of a log-in in words. */
export interface BindingText {
  readonly kind: BindingKind;
  readonly text: string;
  /** It was learned, and can be forgotten. */
  readonly isLearned: boolean;
}

/** What a log-in is bound to, in words; what it is not bound to is not named. */
export const bindingTexts = (logIn: Pick<LogIn, BindingKind | 'learn'>): readonly BindingText[] =>
  (['mac', 'port', 'vlan'] as const).flatMap((kind) => {
    const value = logIn[kind];
    const learns = logIn.learn.includes(kind);
    if (value === null) return learns ? [{ kind, isLearned: false, text: `learns its ${NOUNS[kind]}` }] : [];
    const shown = kind === 'mac' ? macText(value) : value;
    return [{ kind, isLearned: learns, text: `${NOUNS[kind]} ${shown}${learns ? ', learned' : ''}` }];
  });

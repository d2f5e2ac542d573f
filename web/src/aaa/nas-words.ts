import type { GetNasHealth, ListNas } from '@isp/server/contract/aaa';
import type { Reply, Row } from '../api/contract.ts';
import type { Tone } from '../kit/StateBadge.tsx';
import { errorCauseText } from './radius-words.ts';

type Condition = Row<typeof ListNas>['condition'];
type Asked = NonNullable<Reply<typeof GetNasHealth>['asked']>;

/** How a NAS is, in words: `state` chooses the icon. */
export const CONDITIONS: Readonly<
  Record<Condition, { readonly label: string; readonly tone: Tone; readonly state: string; readonly meaning: string }>
> = {
  'wrong-secret': {
    label: 'wrong secret',
    tone: 'bad',
    state: 'failed',
    meaning: 'It sends requests that are not signed with its shared secret: they are not answered.',
  },
  silent: {
    label: 'silent',
    tone: 'bad',
    state: 'timeout',
    meaning: 'Nothing was heard of it for half an hour or longer: three interim records are missing.',
  },
  'coa-silent': {
    label: 'CoA not answered',
    tone: 'warn',
    state: 'timeout',
    meaning: 'The last CoA or Disconnect to it got no answer: changes reach its sessions late, or not.',
  },
  'never-heard': {
    label: 'never heard',
    tone: 'idle',
    state: 'offline',
    meaning: 'It has not sent anything yet that could be believed.',
  },
  fine: { label: 'fine', tone: 'good', state: 'active', meaning: 'It is heard, and it answers.' },
  disabled: {
    label: 'disabled',
    tone: 'idle',
    state: 'disabled',
    meaning: 'Its packets are discarded until it is enabled again.',
  },
};

/** Every condition, to choose among. */
export const conditionChoices = Object.entries(CONDITIONS).map(([value, { label }]) => ({ value, label }));

const NO_SUCH_SESSION = 503;

/** What a NAS's answer to a question says of it. */
export const answerText = ({ outcome, error_cause, secret }: Asked): string => {
  if (outcome === null) return 'It is being asked …';
  if (outcome === 'timeout')
    return 'No answer within five seconds. Either CoA is not switched on there or not for this server, a firewall stands between, the port is another, or the secret is: a NAS is silent to those it does not believe.';
  const which = secret === 'next' ? ' It has the next secret.' : '';
  if (outcome === 'ack' || error_cause === NO_SUCH_SESSION)
    return `It is reached, and its secret is right: it was asked about a session that is nobody’s, and said so.${which}`;
  const why = error_cause === null ? 'without saying why' : errorCauseText(error_cause);
  return `It is reached, and its secret is right, but it refuses: ${why}.${which}`;
};

/** What a CoA or Disconnect names a session by. */
export const SESSION_KEYS = [
  { value: 'acct_session_id', label: 'Acct-Session-Id' },
  { value: 'user_name', label: 'User-Name' },
  { value: 'calling_station_id', label: 'Calling-Station-Id' },
  { value: 'called_station_id', label: 'Called-Station-Id' },
  { value: 'framed_ip_address', label: 'Framed-IP-Address' },
  { value: 'framed_ipv6_prefix', label: 'Framed-IPv6-Prefix' },
  { value: 'nas_port_id', label: 'NAS-Port-Id' },
  { value: 'nas_identifier', label: 'NAS-Identifier' },
  { value: 'nas_ip_address', label: 'NAS-IP-Address' },
  { value: 'nas_ipv6_address', label: 'NAS-IPv6-Address' },
] as const;

/** One of them by the name it has on the wire. */
export const sessionKeyText = (key: string): string => SESSION_KEYS.find(({ value }) => value === key)?.label ?? key;

import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleX,
  IconClock,
  IconInfoCircle,
  IconPlayerPause,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './StateBadge.module.css';

export type Tone = 'good' | 'warn' | 'bad' | 'info' | 'idle';

interface Look {
  readonly tone: Tone;
  readonly icon: typeof IconClock;
  readonly label?: string;
}

const waiting: Look = { tone: 'info', icon: IconClock };
const fine: Look = { tone: 'good', icon: IconCircleCheck };
const over: Look = { tone: 'idle', icon: IconCircleDashed };
const paused: Look = { tone: 'warn', icon: IconPlayerPause };
const wrong: Look = { tone: 'bad', icon: IconCircleX };
const alarming: Look = { tone: 'bad', icon: IconAlertTriangle };

/** How each state of the platform looks; a word that is not here looks neutral. */
const LOOKS: Readonly<Record<string, Look>> = {
  active: fine,
  online: fine,
  paid: fine,
  done: fine,
  allow: { ...fine, label: 'full access' },
  accept: { ...fine, label: 'accepted' },
  ack: { ...fine, label: 'acknowledged' },
  pending: waiting,
  waiting,
  billed: fine,
  open: waiting,
  running: waiting,
  sent: waiting,
  suspended: paused,
  paused: { ...paused, tone: 'info' },
  walled: { ...paused, label: 'walled garden' },
  held: paused,
  released: fine,
  overdue: alarming,
  failed: wrong,
  reject: { ...wrong, label: 'rejected' },
  deny: { ...wrong, label: 'no access' },
  nak: { ...wrong, label: 'refused' },
  timeout: { ...alarming, label: 'no answer' },
  unreachable: alarming,
  silence: { ...alarming, label: 'no answer' },
  proxied: waiting,
  up: fine,
  silent: { ...alarming, tone: 'warn' },
  dead: alarming,
  draft: { ...over, tone: 'info' },
  accepted: fine,
  declined: { ...over, tone: 'warn' },
  withdrawn: over,
  unused: waiting,
  'in-use': { ...fine, label: 'in use' },
  'used-up': { ...over, label: 'used up' },
  expired: over,
  cancelled: { ...over, tone: 'warn' },
  reversed: { ...over, tone: 'warn' },
  'written-off': { ...over, tone: 'warn', label: 'written off' },
  void: { ...over, tone: 'warn' },
  disabled: over,
  retired: over,
  ended: over,
  closed: over,
  offline: over,
};

interface StateBadgeProps {
  readonly state: string;
  /** Another text than the state's own. */
  readonly children?: ReactNode;
  readonly tone?: Tone;
}

/** A state: word, icon and colour, so that no one of them is needed to read it. */
export const StateBadge = ({ state, children, tone }: StateBadgeProps) => {
  const look = LOOKS[state] ?? { tone: 'idle', icon: IconInfoCircle };
  const Icon = look.icon;
  return (
    <span className={classes.badge} data-tone={tone ?? look.tone}>
      <Icon size={14} stroke={2} aria-hidden />
      {children ?? look.label ?? state}
    </span>
  );
};

import { IconAlertTriangle, IconCircleCheck, IconInfoCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './Note.module.css';
import type { Tone } from './StateBadge.tsx';

interface NoteProps {
  readonly tone: Tone;
  readonly title?: string;
  readonly icon?: ReactNode;
  /** True for what has just gone wrong: read out at once. */
  readonly isAlert?: boolean;
  readonly children: ReactNode;
}

const ICONS = {
  good: IconCircleCheck,
  warn: IconAlertTriangle,
  bad: IconAlertTriangle,
  info: IconInfoCircle,
  idle: IconInfoCircle,
} as const;

/** A remark that must not be overlooked, where it matters. */
export const Note = ({ tone, title, icon, isAlert = false, children }: NoteProps) => {
  const Icon = ICONS[tone];
  return (
    <div className={classes.note} data-tone={tone} {...(isAlert ? { role: 'alert' } : {})}>
      <span className={classes.icon} aria-hidden>
        {icon ?? <Icon size={18} stroke={1.8} />}
      </span>
      <div className={classes.text}>
        {title && <strong>{title}</strong>}
        {children}
      </div>
    </div>
  );
};

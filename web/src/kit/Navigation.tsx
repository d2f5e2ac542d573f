import type { Icon } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import classes from './Shell.module.css';

export interface NavigationItem {
  readonly to: string;
  readonly label: string;
  readonly icon: Icon;
  /** Who may see it. */
  readonly permission: string;
}

export interface NavigationGroup {
  readonly label: string;
  readonly items: readonly NavigationItem[];
}

interface NavigationProps {
  readonly groups: readonly NavigationGroup[];
  readonly onNavigate: () => void;
}

/** The pages of a door, in groups. */
export const Navigation = ({ groups, onNavigate }: NavigationProps) => (
  <nav aria-label="Pages">
    {groups.map((group) => (
      <section key={group.label} className={classes.group}>
        {group.label !== '' && <h2 className={classes.groupLabel}>{group.label}</h2>}
        {group.items.map(({ to, label, icon: Icon }) => (
          <Link
            key={to}
            to={to}
            className={classes.item}
            activeOptions={{ exact: to === '/', includeSearch: false }}
            onClick={onNavigate}
          >
            <Icon size={17} stroke={1.7} aria-hidden />
            {label}
          </Link>
        ))}
      </section>
    ))}
  </nav>
);

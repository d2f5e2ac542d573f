import { countText } from './format.ts';
import classes from './ShareBars.module.css';

interface ShareBarsProps {
  readonly items: readonly { readonly label: string; readonly count: number; readonly note?: string }[];
}

/** Counts under names, each with a bar as long as its share of the largest. */
export const ShareBars = ({ items }: ShareBarsProps) => {
  const most = Math.max(1, ...items.map((item) => item.count));
  return (
    <ul className={classes.list}>
      {items.map(({ label, count, note }) => (
        <li key={`${label}${note ?? ''}`}>
          <div className={classes.row}>
            <span>
              {label} {note && <small>{note}</small>}
            </span>
            <strong>{countText(count)}</strong>
          </div>
          <div className={classes.track} aria-hidden>
            <div style={{ width: `${(count / most) * 100}%` }} />
          </div>
        </li>
      ))}
    </ul>
  );
};

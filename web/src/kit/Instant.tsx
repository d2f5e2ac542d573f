import { instantText, relativeText, shortInstantText } from './format.ts';
import { useNow } from './Now.tsx';

interface InstantProps {
  readonly at: string;
  /** `relative`: how long ago, the exact moment on hover. `full`: day and time. */
  readonly as?: 'relative' | 'full';
}

/** A moment. Relative ones count from the platform's clock, which a sandbox may have turned. */
export const Instant = ({ at, as = 'relative' }: InstantProps) => {
  const now = useNow();
  return (
    <time dateTime={at} title={instantText(at)} style={{ whiteSpace: 'nowrap' }}>
      {as === 'relative' ? relativeText(at, now()) : shortInstantText(at)}
    </time>
  );
};

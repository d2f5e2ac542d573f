import { VisuallyHidden } from '@mantine/core';
import { rateText } from './format.ts';

interface RateProps {
  readonly down_kbps: number | null;
  readonly up_kbps: number | null;
}

interface SideProps {
  readonly arrow: string;
  readonly name: string;
  readonly kbps: number | null;
}

const Side = ({ arrow, name, kbps }: SideProps) => (
  <span style={{ whiteSpace: 'nowrap' }}>
    <span aria-hidden>{arrow} </span>
    <VisuallyHidden>{name} </VisuallyHidden>
    {kbps === null ? 'unlimited' : rateText(kbps)}
  </span>
);

/** A pair of speeds: down, then up. */
export const Rate = ({ down_kbps, up_kbps }: RateProps) =>
  down_kbps === null && up_kbps === null ? (
    <span>unlimited</span>
  ) : (
    <span>
      <Side arrow="↓" name="down" kbps={down_kbps} /> <Side arrow="↑" name="up" kbps={up_kbps} />
    </span>
  );

import { IconMapQuestion } from '@tabler/icons-react';
import { ButtonLink } from './ButtonLink.tsx';
import { NothingHere } from './NothingHere.tsx';

/** There is no such page. */
export const NotFound = () => (
  <NothingHere
    title="There is no such page"
    icon={<IconMapQuestion />}
    action={
      <ButtonLink to="/" variant="default">
        To the dashboard
      </ButtonLink>
    }
  >
    The address may be mistyped, or the thing was never there.
  </NothingHere>
);

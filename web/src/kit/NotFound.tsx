import { IconMapQuestion } from '@tabler/icons-react';
import { ButtonLink } from './ButtonLink.tsx';
import { NothingHere } from './NothingHere.tsx';
import { PageHeader } from './PageHeader.tsx';
import { Panel } from './Panel.tsx';

/** There is no such page. */
export const NotFound = () => (
  <>
    <PageHeader title="Not found" />
    <Panel>
      <NothingHere
        title="There is no such page"
        icon={<IconMapQuestion />}
        action={
          <ButtonLink to="/" variant="default">
            To the dashboard
          </ButtonLink>
        }
      >
        The address may be mistyped, or the thing was never there. Ctrl K finds anything by name or number.
      </NothingHere>
    </Panel>
  </>
);

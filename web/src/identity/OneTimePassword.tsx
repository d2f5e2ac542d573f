import { Box } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useLocation } from '@tanstack/react-router';
import { useMe } from '../api/me.ts';
import { Note } from '../kit/Note.tsx';
import { TextLink } from '../kit/TextLink.tsx';

/** Says on every page, until it is changed, that the password in use was made by somebody else. */
export const OneTimePassword = () => {
  const { me } = useMe();
  const { pathname } = useLocation();
  const isThere = pathname === '/me';
  if (!me?.must_change) return null;
  return (
    <Box mb="md">
      <Note tone="warn" title="Choose a password of your own" icon={<IconKey size={18} stroke={1.8} />}>
        Somebody else made the one you have{isThere ? '.' : ': '}
        {!isThere && <TextLink to="/me">change it now</TextLink>}
      </Note>
    </Box>
  );
};

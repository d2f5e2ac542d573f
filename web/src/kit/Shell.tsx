import { AppShell, Box, Burger, Group, Kbd, ScrollArea, Text, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useLocation } from '@tanstack/react-router';
import { type ComponentProps, type ReactNode, useMemo } from 'react';
import { useMe } from '../api/me.ts';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { GlobalSearch } from './GlobalSearch.tsx';
import iconUrl from './icon.svg';
import { Navigation, type NavigationGroup } from './Navigation.tsx';
import { SandboxBanner } from './SandboxBanner.tsx';
import classes from './Shell.module.css';
import { searchBox } from './search-box.ts';
import { TextLink } from './TextLink.tsx';
import { UserMenu } from './UserMenu.tsx';

interface ShellProps {
  readonly brand: string;
  readonly navigation: readonly NavigationGroup[];
  readonly targetOfHit: ComponentProps<typeof GlobalSearch>['targetOfHit'];
  readonly children: ReactNode;
}

const SearchButton = () => (
  <UnstyledButton className={classes.search} onClick={() => searchBox.open()} aria-label="Search Ctrl K">
    <IconSearch size={15} aria-hidden />
    <Text size="sm" c="dimmed" visibleFrom="xs">
      Search
    </Text>
    <Kbd size="xs" visibleFrom="sm" ml="auto">
      Ctrl K
    </Kbd>
  </UnstyledButton>
);

/** The frame of a door: header with search and account, pages one's role may see, the page itself. */
export const Shell = ({ brand, navigation, targetOfHit, children }: ShellProps) => {
  const [opened, { toggle, close }] = useDisclosure(false);
  const { me, may } = useMe();
  const { pathname } = useLocation();
  const permissions = me?.permissions;
  // biome-ignore lint/correctness/useExhaustiveDependencies: may() answers from the permissions
  const groups = useMemo(
    () =>
      navigation
        .map((group) => ({ ...group, items: group.items.filter((item) => may(item.permission)) }))
        .filter((group) => group.items.length > 0),
    [navigation, permissions],
  );
  return (
    <AppShell
      header={{ height: 52 }}
      navbar={{ width: 208, breakpoint: 'sm', collapsed: { mobile: !opened } }}
      padding={{ base: 'sm', sm: 'lg' }}
    >
      <a href="#content" className={classes.skip}>
        Skip to the content
      </a>
      <AppShell.Header className={classes.header}>
        <Group h="100%" px="md" gap="sm" wrap="nowrap">
          <Burger
            opened={opened}
            onClick={toggle}
            hiddenFrom="sm"
            size="sm"
            aria-label="Pages"
            aria-expanded={opened}
          />
          <TextLink to="/" className={classes.brand} underline="never" c="inherit">
            <img src={iconUrl} alt="" width={24} height={24} />
            <span>{brand}</span>
          </TextLink>
          <Box style={{ flex: 1 }} />
          <SearchButton />
          <UserMenu name={me?.name ?? ''} login={me?.login ?? ''} />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar className={classes.navbar}>
        <ScrollArea type="scroll" h="100%">
          <Navigation groups={groups} onNavigate={close} />
        </ScrollArea>
      </AppShell.Navbar>
      <AppShell.Main className={classes.main}>
        <SandboxBanner />
        <div id="content" tabIndex={-1} className={classes.content}>
          <ErrorBoundary key={pathname}>{children}</ErrorBoundary>
        </div>
      </AppShell.Main>
      <GlobalSearch pages={groups.flatMap((group) => group.items)} targetOfHit={targetOfHit} />
    </AppShell>
  );
};

import {
  ActionIcon,
  Badge,
  Button,
  createTheme,
  Drawer,
  Input,
  type MantineColorsTuple,
  Modal,
  Paper,
  Skeleton,
  Table,
  Tabs,
  Tooltip,
} from '@mantine/core';

const petrol: MantineColorsTuple = [
  '#e8f5f4',
  '#d0e9e7',
  '#a3d3d1',
  '#73bbba',
  '#4aa5a5',
  '#2b8e8f',
  '#147879',
  '#0e6566',
  '#0a5152',
  '#063b3c',
];
const gray: MantineColorsTuple = [
  '#f6f7f7',
  '#eef0f1',
  '#e2e6e8',
  '#d0d6d9',
  '#b3bcc1',
  '#869299',
  '#626e75',
  '#4c575e',
  '#343d43',
  '#1d2428',
];
const dark: MantineColorsTuple = [
  '#dbe1e4',
  '#b9c2c7',
  '#93a0a7',
  '#63707a',
  '#37434a',
  '#2a343a',
  '#222b30',
  '#1a2226',
  '#12181b',
  '#0c1113',
];

const SANS = 'ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif';
const MONO =
  'ui-monospace, "SF Mono", "Cascadia Mono", "JetBrains Mono", Menlo, Consolas, "Liberation Mono", monospace';

/** The console's look: calm petrol on cool grays, small type, close lines. Tones of states are in tokens.css. */
export const theme = createTheme({
  colors: { petrol, gray, dark },
  primaryColor: 'petrol',
  primaryShade: { light: 7, dark: 6 },
  black: '#1d2428',
  autoContrast: true,
  defaultRadius: 'sm',
  radius: { xs: '3px', sm: '6px', md: '8px', lg: '12px', xl: '20px' },
  fontFamily: SANS,
  fontFamilyMonospace: MONO,
  fontSizes: { xs: '12px', sm: '13.5px', md: '14.5px', lg: '16px', xl: '19px' },
  lineHeights: { xs: '1.35', sm: '1.42', md: '1.48', lg: '1.5', xl: '1.5' },
  headings: {
    fontFamily: SANS,
    fontWeight: '620',
    sizes: {
      h1: { fontSize: '21px', lineHeight: '1.3' },
      h2: { fontSize: '16px', lineHeight: '1.35' },
      h3: { fontSize: '14.5px', lineHeight: '1.4' },
    },
  },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: Button.extend({ defaultProps: { size: 'sm' } }),
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', color: 'gray' } }),
    Badge: Badge.extend({ defaultProps: { variant: 'light', radius: 'sm' } }),
    Paper: Paper.extend({ defaultProps: { withBorder: true, radius: 'md' } }),
    Table: Table.extend({ defaultProps: { verticalSpacing: 7, horizontalSpacing: 'sm' } }),
    Tabs: Tabs.extend({ defaultProps: { keepMounted: false } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 250, events: { hover: true, focus: true, touch: true } } }),
    Drawer: Drawer.extend({
      defaultProps: { position: 'right', size: 460, closeButtonProps: { 'aria-label': 'Close' } },
    }),
    Modal: Modal.extend({ defaultProps: { centered: true, closeButtonProps: { 'aria-label': 'Close' } } }),
    Skeleton: Skeleton.extend({ defaultProps: { radius: 'sm' } }),
    InputWrapper: Input.Wrapper.extend({
      defaultProps: { inputWrapperOrder: ['label', 'input', 'description', 'error'] },
    }),
  },
});

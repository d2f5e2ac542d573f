import { Drawer } from '@mantine/core';
import type { ReactNode } from 'react';

interface SideDrawerProps {
  readonly title: string;
  readonly onClose: () => void;
  /** Pixels; by default as wide as a form. */
  readonly width?: number;
  readonly children: ReactNode;
}

/** What is tabbed to is scrolled to above the buttons that a form has at its foot. */
const FOOT = 80;

/** Something to look at beside the page it belongs to. Mount it only while it is opened. */
export const SideDrawer = ({ title, onClose, width, children }: SideDrawerProps) => (
  <Drawer
    opened
    onClose={onClose}
    title={title}
    {...(width ? { size: width } : {})}
    styles={{ title: { fontWeight: 620, fontSize: 17 }, content: { scrollPaddingBottom: FOOT } }}
  >
    {children}
  </Drawer>
);

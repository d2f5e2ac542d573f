import { Button } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';

/** Prints the document on the page. */
export const PrintButton = () => (
  <Button variant="default" leftSection={<IconPrinter size={16} />} onClick={() => window.print()}>
    Print
  </Button>
);

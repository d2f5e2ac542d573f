import { createContext } from 'react';

/** Where something stands in a panel that has a title: whether the panel has space at its edges; null elsewhere. */
export const PanelPart = createContext<{ readonly padded: boolean } | null>(null);

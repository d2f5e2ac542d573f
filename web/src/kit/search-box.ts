import { createSpotlight } from '@mantine/spotlight';

/** The global search of this page: what it knows, and how it is opened. */
export const [searchStore, searchBox] = createSpotlight();

/** Chooses the first of what was found, so that Enter opens it; Mantine does so only for what is there at once. */
export const chooseFirst = (): void => {
  const list = document.getElementById(searchStore.getState().listId);
  for (const chosen of list?.querySelectorAll('[data-selected]') ?? []) chosen.removeAttribute('data-selected');
  list?.querySelector('[data-action]')?.setAttribute('data-selected', 'true');
  searchStore.updateState((state) => ({ ...state, selected: 0 }));
};

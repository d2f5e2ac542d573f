import { useNavigate, useSearch } from '@tanstack/react-router';

type Search = Readonly<Record<string, string | undefined>>;

/** The filters and the sort of a list, kept in the page's address: they survive a reload, a bookmark and the back button. */
export const useListSearch = () => {
  const search: Search = useSearch({ strict: false });
  const navigate = useNavigate();
  const set = (change: Search) =>
    void navigate({ to: '.', search: (old: Search) => ({ ...old, ...change }), replace: true });
  return {
    search,
    set,
    sort: search.sort,
    setSort: (sort: string | undefined) => set({ sort }),
    clear: (...names: readonly string[]) => set(Object.fromEntries(names.map((name) => [name, undefined]))),
  };
};

/** The text when it is one of the allowed words, else nothing: an address is written by anyone. */
export const oneOf = <const T extends string>(text: string | undefined, allowed: readonly T[]): T | undefined =>
  allowed.find((word) => word === text);

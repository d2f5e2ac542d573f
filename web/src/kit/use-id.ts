import { useParams } from '@tanstack/react-router';

/** The `$id` of the page's address. */
export const useId = (): string => {
  const params: { readonly id?: string } = useParams({ strict: false });
  return params.id ?? '';
};

/** An end as it is typed. */
export type EndValues = { when: 'today' | 'day' | 'keep'; on: string | null };

/** An end as the server takes it: nothing said is today, null takes it back. */
export const endOf = ({ when, on }: EndValues): { on?: string | null } => {
  if (when === 'keep') return { on: null };
  return when === 'day' && on ? { on } : {};
};

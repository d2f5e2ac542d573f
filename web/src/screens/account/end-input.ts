/** An end as it is typed. */
export type EndValues = {
  when: 'today' | 'day' | 'keep';
  on: string | null;
  /** Whether what it costs by the contract is not charged, and why. */
  waives: boolean;
  waive_fee: string;
};

/** An end as the server takes it: nothing said is today, null takes it back. */
export const endOf = ({ when, on, waives, waive_fee }: EndValues): { on?: string | null; waive_fee?: string } => {
  if (when === 'keep') return { on: null };
  return {
    ...(when === 'day' && on ? { on } : {}),
    ...(waives && waive_fee.trim() !== '' ? { waive_fee: waive_fee.trim() } : {}),
  };
};

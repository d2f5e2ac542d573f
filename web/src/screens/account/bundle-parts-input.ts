/** What is typed of a part when its bundle is sold. */
export interface ChosenPart {
  readonly taken: boolean;
  readonly username: string;
}

export const NOT_CHOSEN: ChosenPart = { taken: false, username: '' };

interface OfPart {
  readonly plan_id: string;
  readonly optional: boolean;
}

/** What was typed of the parts of a bundle, as the server takes it: nothing of a part that comes anyway and needs no name. */
export const partsOf = (parts: readonly OfPart[], typed: Readonly<Record<string, ChosenPart>>) =>
  parts.flatMap(({ plan_id, optional }) => {
    const { taken, username } = typed[plan_id] ?? NOT_CHOSEN;
    const isSaid = optional ? taken : username.trim() !== '';
    return isSaid ? [{ plan_id, ...(username.trim() ? { username: username.trim() } : {}) }] : [];
  });

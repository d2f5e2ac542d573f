/** What the lines for a NAS are made of. */
export interface SnippetFacts {
  /** The address it reaches us at. */
  readonly server: string;
  readonly auth_port: number;
  readonly acct_port: number;
  /** Where it listens for CoA and Disconnect. */
  readonly coa_port: number;
  readonly secret: string;
  /** Its own address, when it has one. */
  readonly address: string | undefined;
}

/** Lines to paste in one go. */
export interface Snippet {
  readonly title: string;
  /** What to mind; null: nothing. */
  readonly note: string | null;
  readonly text: string;
}

/** The lines of one make. */
export type SnippetsOf = (facts: SnippetFacts) => readonly Snippet[];

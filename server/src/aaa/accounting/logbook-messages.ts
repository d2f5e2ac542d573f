/** What the logbook's thread is started with. */
export interface WriterData {
  readonly url: string;
  /** What was put aside in a peak is written after so many milliseconds, though the peak goes on. */
  readonly longest_ms: number;
}

/** To the thread: log-ins as `writeSeen` writes them, or that the last were sent. */
export type ToWriter = { readonly rows: Uint8Array; readonly count: number } | 'stop';

/**
 * From the thread: how many were stored or, being unstorable, given up since it said so last; how many of those that were put aside were given up; or why it
 * waits.
 */
export type FromWriter =
  | { readonly stored: number; readonly refused: number; readonly why: string | undefined }
  | { readonly lost: number; readonly why: string }
  | { readonly waits: string };

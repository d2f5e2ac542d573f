import type { Kind } from './plan-sentence.ts';

/** What a plan sells, as one says it. */
export const KINDS: readonly { readonly value: Kind; readonly label: string }[] = [
  { value: 'internet', label: 'Internet access' },
  { value: 'voice', label: 'Voice' },
  { value: 'tv', label: 'TV' },
  { value: 'recurring', label: 'Another service' },
  { value: 'add-on', label: 'Add-on' },
  { value: 'one-time', label: 'Paid once' },
  { value: 'bundle', label: 'Bundle' },
];

export const kindText = (kind: Kind): string => KINDS.find(({ value }) => value === kind)?.label ?? kind;

/** What one needs to know before choosing it. */
export const KIND_HINTS: Readonly<Partial<Record<Kind, string>>> = {
  voice: 'Calls are rated by the meters that its terms name.',
  tv: 'Billed like any service; channels are not switched here.',
  'add-on': 'Goes on top of a subscription: it is paused, suspended and ends with it, and is on the same invoice.',
  bundle: 'Sells other plans together at one price, which is divided among them for taxes and revenue.',
  'one-time': 'A product or a visit: an account is charged for it, and its next bill takes it.',
};

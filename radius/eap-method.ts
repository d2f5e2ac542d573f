import type { MppeKeys } from './ms-chap.ts';

/** What a method wants after what it was told. */
export type EapTurn =
  /** One more Request with this data. */
  | { readonly kind: 'ask'; readonly data: Uint8Array }
  /** It is over, and the peer proved who it is or did not. `name` is who, when a tunnel hid it; `wrong` what was, in a person's words. */
  | {
      readonly kind: 'end';
      readonly right: boolean;
      readonly keys?: MppeKeys;
      readonly name?: Uint8Array;
      readonly wrong?: string;
    }
  /** No answer to what was asked: it is discarded (RFC 3748 4.1). */
  | { readonly kind: 'ignore' };

/** The server's side of one EAP method with one peer (RFC 3748 2.2). `identifier` is that of the Request the data goes into, or answers. */
export interface EapMethod {
  readonly type: number;
  begin(identifier: number): EapTurn;
  hear(identifier: number, data: Uint8Array): EapTurn | Promise<EapTurn>;
  /** Lets go of what it holds, when the conversation is given up or has ended. */
  close?(): void;
}

/** Nothing was asked that this answers. */
export const IGNORE: EapTurn = { kind: 'ignore' };

import { createDictionary, type Dictionary, type NameOf } from './dictionary.ts';
import { IETF } from './ietf.ts';
import { IETF_EXTENDED } from './ietf-extended.ts';
import { IETF_LATER } from './ietf-later.ts';
import { VENDORS } from './vendors/all.ts';

/** The parts of the standard dictionary, to build a larger one from with `createDictionary`. */
export const STANDARD_PARTS = [...IETF, ...IETF_LATER, ...IETF_EXTENDED, ...VENDORS] as const;

/** The name of an attribute of the standard dictionary. */
export type AttributeName = NameOf<typeof STANDARD_PARTS>;

/** The dictionary used unless another is named. */
export const STANDARD: Dictionary<AttributeName> = createDictionary(STANDARD_PARTS);

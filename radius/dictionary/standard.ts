import { createDictionary, type Dictionary } from './dictionary.ts';
import { IETF } from './ietf.ts';
import { IETF_LATER } from './ietf-later.ts';
import { VENDORS } from './vendors.ts';
import { VENDORS_ODD } from './vendors-odd.ts';

/** The parts of the standard dictionary, to build a larger one from with `createDictionary`. */
export const STANDARD_PARTS = [...IETF, ...IETF_LATER, ...VENDORS, ...VENDORS_ODD];

/** The dictionary used unless another is named. */
export const STANDARD: Dictionary = createDictionary(STANDARD_PARTS);

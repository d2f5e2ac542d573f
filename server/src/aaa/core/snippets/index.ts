import type { VendorId } from '@isp/radius';
import { cisco } from './cisco.ts';
import { huawei } from './huawei.ts';
import { juniper } from './juniper.ts';
import { mikrotik } from './mikrotik.ts';
import { nokia } from './nokia.ts';
import { accelPpp, generic, hostapd, ubiquiti } from './others.ts';
import type { Snippet, SnippetFacts, SnippetsOf } from './snippet.ts';

const SNIPPETS: Readonly<Record<VendorId, SnippetsOf>> = {
  mikrotik,
  cisco,
  juniper,
  huawei,
  nokia,
  ubiquiti,
  'accel-ppp': accelPpp,
  hostapd,
  chillispot: generic,
  generic,
};

/** The lines to paste into a NAS of this make; of a make nobody knows, what any NAS has to be told. */
export const snippetsFor = (make: string, facts: SnippetFacts): readonly Snippet[] =>
  (Object.hasOwn(SNIPPETS, make) ? SNIPPETS[make as VendorId] : generic)(facts);

import { bytesText, countText } from './format.ts';

/** Octets, short; the exact number on hover. */
export const Bytes = ({ octets }: { readonly octets: number }) => (
  <span title={`${countText(octets)} octets`} style={{ whiteSpace: 'nowrap' }}>
    {bytesText(octets)}
  </span>
);

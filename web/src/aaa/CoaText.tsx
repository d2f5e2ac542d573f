import { rateText } from '../kit/format.ts';

interface Wanted {
  readonly mode?: unknown;
  readonly rate_down_kbps?: unknown;
  readonly rate_up_kbps?: unknown;
}

interface CoaTextProps {
  readonly packet: { readonly kind: 'coa' | 'disconnect'; readonly wanted: unknown };
}

const isWanted = (value: unknown): value is Wanted => typeof value === 'object' && value !== null;

const MODES: Readonly<Record<string, string>> = { allow: 'full access', walled: 'walled garden', deny: 'no access' };

const wantedText = (wanted: unknown): string => {
  if (!isWanted(wanted)) return '';
  const mode = typeof wanted.mode === 'string' ? (MODES[wanted.mode] ?? wanted.mode) : undefined;
  const side = (arrow: string, kbps: unknown) => (typeof kbps === 'number' ? `${arrow} ${rateText(kbps)}` : undefined);
  return [mode, side('↓', wanted.rate_down_kbps), side('↑', wanted.rate_up_kbps)].filter(Boolean).join(', ');
};

/** What a packet asked a NAS for: `CoA: walled garden`. */
export const CoaText = ({ packet }: CoaTextProps) => {
  const wanted = packet.kind === 'coa' ? wantedText(packet.wanted) : '';
  return (
    <span>
      <strong>{packet.kind === 'coa' ? 'CoA' : 'Disconnect'}</strong>
      {wanted && `: ${wanted}`}
    </span>
  );
};

/** What a certificate is for. */
export type Purpose = 'eap' | 'radsec';

interface CertificateWords {
  readonly title: string;
  /** Above the form of one that is uploaded. */
  readonly form: string;
  /** Whose authority the clients' certificates come from, and when it is wanted. */
  readonly clients: string;
  readonly needsClients: boolean;
  readonly kept: string;
  readonly made: string;
  /** Who is told to expect the name. */
  readonly expects: string;
  /** What the authority of our own is for. */
  readonly authority: string;
  readonly download: string;
  readonly file: string;
  readonly noClients: string;
  readonly forget: string;
  readonly forgotten: string;
  /** What replacing it does, when that is more than it says. */
  readonly replaced: string | undefined;
  /** How things are without one. */
  readonly none: string;
}

/** How the certificate of each purpose is spoken of. */
export const CERTIFICATE_WORDS: Readonly<Record<Purpose, CertificateWords>> = {
  eap: {
    title: 'Certificate for Wi-Fi and 802.1X (EAP)',
    form: 'Certificate of EAP',
    clients: 'Only if subscribers log in by certificates of their own (EAP-TLS)',
    needsClients: false,
    kept: 'Kept. It holds from the next conversation.',
    made: 'Made. Put the authority on the devices that log in.',
    expects: 'What devices are told to expect; it need not be in the DNS',
    authority:
      'It is issued by an authority of your own, which devices have to be given once. Made again later, the authority stays the same.',
    download: 'Download it for devices',
    file: 'authority.pem',
    noClients: 'none: EAP-TLS is not offered',
    forget:
      'Who logs in by PEAP, EAP-TTLS or EAP-TLS cannot any more, until another one is kept. Sessions that are online stay.',
    forgotten: 'Forgotten: PEAP, EAP-TTLS and EAP-TLS are offered no more.',
    replaced: undefined,
    none: 'PEAP, EAP-TTLS and EAP-TLS need one. Without it, EAP-MSCHAPv2 and EAP-MD5 are offered.',
  },
  radsec: {
    title: 'Certificate for RADIUS over TLS (RadSec)',
    form: 'Certificate of RadSec',
    clients: 'Whose certificates the NASes come with; a NAS is known by the name or fingerprint of its own',
    needsClients: true,
    kept: 'Kept. NASes over TLS connect anew.',
    made: 'Made. Issue a certificate for each NAS that comes over TLS: Edit, at the NAS.',
    expects: 'What NASes are told to expect; it need not be in the DNS',
    authority:
      'It is issued by an authority of your own, which issues the NASes’ certificates too. Made again later, the authority stays the same, and so do theirs.',
    download: 'Download it for NASes',
    file: 'radsec-authority.pem',
    noClients: 'none',
    forget:
      'RADIUS over TLS is listened for no more: connections are closed, and NASes that come only so cannot ask. Made again, it is by a new authority, and every NAS needs a new certificate.',
    forgotten: 'Forgotten: RADIUS over TLS is not listened for any more.',
    replaced: 'NASes whose certificates were issued here are refused from then on, unless this authority is given too.',
    none: 'RADIUS over TLS is not listened for without one. UDP is, with the shared secrets.',
  },
};

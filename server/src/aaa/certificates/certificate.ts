import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { instantFromEpochMs } from '@isp/values';
import type { Certificate } from '../contract.ts';
import type { CertificateRow } from '../store/certificate.ts';

/** A certificate of ours as it is given, all PEM. */
export interface CertificateFiles {
  /** Ours first, then those that lead to its authority. */
  readonly chain_pem: string;
  readonly key_pem: string;
  /** The authority of the certificates of those who come: subscribers by EAP-TLS, NASes by RadSec; null when nobody does. */
  readonly client_ca_pem: string | null;
  /** What that authority has revoked. */
  readonly client_crl_pem: string | null;
}

/** What a person wants to know of a certificate. */
interface CertificateFacts {
  readonly subject: string;
  readonly issuer: string;
  readonly names: string[];
  readonly valid_from: Date;
  readonly valid_to: Date;
  /** SHA-256, in pairs of hexadecimal digits. */
  readonly fingerprint: string;
}

/** Why files are not good: which, and what is wrong with it. */
export interface BadFile {
  readonly file: keyof CertificateFiles;
  readonly problem: string;
}

const BLOCK = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;
const CRL = /^\s*-----BEGIN X509 CRL-----[\s\S]+-----END X509 CRL-----\s*$/;

const certificates = (pem: string): X509Certificate[] | undefined => {
  try {
    const blocks = pem.match(BLOCK) ?? [];
    return blocks.length === 0 ? undefined : blocks.map((block) => new X509Certificate(block));
  } catch {
    return undefined;
  }
};

const privateKey = (pem: string): KeyObject | undefined => {
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined;
  }
};

const oneLine = (name: string): string => name.split('\n').join(', ');

/** The certificates of a text, each with its lines to itself: files joined without a line break between them are none to TLS. */
export const onlyCertificates = (pem: string): string => `${(pem.match(BLOCK) ?? []).join('\n')}\n`;

/** The facts of the first certificate of a chain that was taken before. */
const certificateFacts = (chainPem: string): CertificateFacts => {
  const [ours] = certificates(chainPem) ?? [];
  if (ours === undefined) throw new Error('a chain that was taken holds no certificate');
  return {
    subject: oneLine(ours.subject),
    issuer: oneLine(ours.issuer),
    names: (ours.subjectAltName ?? '').split(', ').filter((name) => name !== ''),
    valid_from: ours.validFromDate,
    valid_to: ours.validToDate,
    fingerprint: ours.fingerprint256,
  };
};

const badChain = ({ chain_pem, key_pem }: CertificateFiles, now: Date): BadFile | undefined => {
  const chain = certificates(chain_pem);
  const [ours] = chain ?? [];
  if (chain === undefined || ours === undefined)
    return { file: 'chain_pem', problem: 'it holds no certificate in PEM form' };
  const unlinked = chain.slice(1).findIndex((issuer, i) => !(chain[i] as X509Certificate).checkIssued(issuer));
  if (unlinked >= 0)
    return { file: 'chain_pem', problem: `certificate ${unlinked + 1} was not issued by the one that follows it` };
  if (ours.validToDate <= now) return { file: 'chain_pem', problem: `it expired on ${ours.validTo}` };
  const key = privateKey(key_pem);
  if (key === undefined)
    return { file: 'key_pem', problem: 'it is no private key in PEM form, or it is protected by a passphrase' };
  return ours.checkPrivateKey(key) ? undefined : { file: 'key_pem', problem: 'it is not the key of the certificate' };
};

const badClients = ({ client_ca_pem, client_crl_pem }: CertificateFiles): BadFile | undefined => {
  if (client_ca_pem !== null && certificates(client_ca_pem) === undefined)
    return { file: 'client_ca_pem', problem: 'it holds no certificate in PEM form' };
  if (client_crl_pem === null) return undefined;
  if (client_ca_pem === null) return { file: 'client_crl_pem', problem: 'it needs the authority it belongs to' };
  return CRL.test(client_crl_pem)
    ? undefined
    : { file: 'client_crl_pem', problem: 'it is no revocation list in PEM form' };
};

/** What is wrong with the files, or `undefined`. */
export const badFile = (files: CertificateFiles, now: Date): BadFile | undefined =>
  badChain(files, now) ?? badClients(files);

/** A certificate as it is shown: never its key. */
export const shownCertificate = ({
  authority_pem,
  chain_pem,
  client_ca_pem,
  client_crl_pem,
  changed_at,
}: Omit<CertificateRow, 'key_sealed' | 'authority_key_sealed'>): Certificate => {
  const { valid_from, valid_to, ...facts } = certificateFacts(chain_pem);
  return {
    ...facts,
    valid_from: instantFromEpochMs(valid_from.getTime()),
    valid_to: instantFromEpochMs(valid_to.getTime()),
    client_ca: client_ca_pem === null ? null : certificateFacts(client_ca_pem).subject,
    revocation_list: client_crl_pem !== null,
    authority_pem,
    changed_at,
  };
};

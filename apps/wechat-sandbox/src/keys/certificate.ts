import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto';
import {
  bitString,
  boolean,
  explicit,
  integer,
  objectIdentifier,
  octetString,
  sequence,
  setOf,
  time,
  utf8String,
} from './der.ts';

const OID = {
  commonName: '2.5.4.3',
  organisation: '2.5.4.10',
  country: '2.5.4.6',
  sha256WithRsa: '1.2.840.113549.1.1.11',
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  basicConstraints: '2.5.29.19',
} as const;

const NULL = Buffer.from([0x05, 0x00]);
const X509_V3 = Buffer.from([2]);
/** digitalSignature alone: the first bit, so seven are unused (RFC 5280 4.2.1.3). */
const DIGITAL_SIGNATURE = bitString(Buffer.from([0x80]), 7);

interface CertificateSubject {
  commonName: string;
  organisation: string;
  country: string;
}

export interface CertificateRequest {
  subject: CertificateSubject;
  /** Hexadecimal, at most 20 bytes, the first bit not set (RFC 5280 4.1.2.2). */
  serial: string;
  privateKeyPem: string;
  notBefore: Date;
  notAfter: Date;
}

/**
 * Makes a self-signed X.509 v3 certificate (RFC 5280), RSA with SHA-256. node:crypto reads certificates but
 * makes none, and the sandbox must start where no openssl is installed.
 *
 * @returns PEM
 */
export function createCertificate(request: CertificateRequest): string {
  const privateKey = createPrivateKey(request.privateKeyPem);
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  const algorithm = sequence(objectIdentifier(OID.sha256WithRsa), NULL);
  const name = distinguishedName(request.subject);

  const toBeSigned = sequence(
    explicit(0, integer(X509_V3)),
    integer(Buffer.from(request.serial, 'hex')),
    algorithm,
    name,
    sequence(time(request.notBefore), time(request.notAfter)),
    name,
    publicKey,
    explicit(3, extensions(publicKey)),
  );
  const signature = sign('sha256', toBeSigned, privateKey);
  return toPem(sequence(toBeSigned, algorithm, bitString(signature)));
}

function distinguishedName(subject: CertificateSubject): Buffer {
  return sequence(
    attribute(OID.country, subject.country),
    attribute(OID.organisation, subject.organisation),
    attribute(OID.commonName, subject.commonName),
  );
}

function attribute(oid: string, text: string): Buffer {
  return setOf(sequence(objectIdentifier(oid), utf8String(text)));
}

function extensions(publicKey: Buffer): Buffer {
  const keyIdentifier = createHash('sha1').update(publicKey).digest();
  return sequence(
    extension(OID.basicConstraints, { critical: true, value: sequence() }),
    extension(OID.keyUsage, { critical: true, value: DIGITAL_SIGNATURE }),
    extension(OID.subjectKeyIdentifier, { critical: false, value: octetString(keyIdentifier) }),
  );
}

function extension(oid: string, { critical, value }: { critical: boolean; value: Buffer }): Buffer {
  return sequence(objectIdentifier(oid), ...(critical ? [boolean(true)] : []), octetString(value));
}

function toPem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

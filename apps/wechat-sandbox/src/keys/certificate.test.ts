import { X509Certificate, createPrivateKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { expect, test } from 'vitest';
import { createCertificate } from './certificate.ts';

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = createCertificate({
  subject: { commonName: '1600000001', organisation: '编钟小馆', country: 'CN' },
  serial: '5A0000000000000000000000000000000000BEEF',
  privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  notBefore: new Date('2026-11-21T04:00:00Z'),
  notAfter: new Date('2051-11-20T04:00:00Z'),
});

test('a certificate is read by OpenSSL as it was meant', () => {
  const certificate = new X509Certificate(pem);
  expect(certificate.serialNumber).toBe('5A0000000000000000000000000000000000BEEF');
  expect(certificate.subject).toBe('C=CN\nO=编钟小馆\nCN=1600000001');
  expect(certificate.issuer).toBe(certificate.subject);
  expect(certificate.validFromDate.toISOString()).toBe('2026-11-21T04:00:00.000Z');
  expect(certificate.validToDate.toISOString()).toBe('2051-11-20T04:00:00.000Z');
  expect(certificate.ca).toBe(false);
  expect(certificate.toString()).toBe(pem);
});

test('a certificate is signed by its own key', () => {
  const certificate = new X509Certificate(pem);
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect(
    certificate.checkPrivateKey(createPrivateKey(privateKey.export({ type: 'pkcs8', format: 'pem' }))),
  ).toBe(true);
});

test('a certificate’s public key checks what its private key signs', () => {
  const signature = sign('sha256', Buffer.from('hello'), privateKey);
  expect(verify('sha256', Buffer.from('hello'), new X509Certificate(pem).publicKey, signature)).toBe(true);
});

test('a certificate with one byte changed is no longer genuine', () => {
  const der = Buffer.from(new X509Certificate(pem).raw);
  const at = der.indexOf('1600000001');
  der.write('1600000002', at);
  const forged = new X509Certificate(der);
  expect(forged.verify(forged.publicKey)).toBe(false);
});

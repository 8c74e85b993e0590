/** A platform certificate for tests, written by hand: Node reads X.509 and does not write it. RFC 5280, 4.1. */
import { createPublicKey, sign } from 'node:crypto';

const SEQUENCE = 0x30;
const SHA256_WITH_RSA = der(SEQUENCE, Buffer.from('06092a864886f70d01010b0500', 'hex'));
const NAME = der(
  SEQUENCE,
  der(0x31, der(SEQUENCE, Buffer.from('0603550403', 'hex'), der(0x0c, Buffer.from('t')))),
);

/** Makes the PEM of a certificate of these keys, good from 2020 to 2049; the serial begins with 01 to 7F. */
export function certificateOf(serial: string, keys: { publicKey: string; privateKey: string }): string {
  const validity = der(SEQUENCE, time('200101000000Z'), time('491231235959Z'));
  const spki = createPublicKey(keys.publicKey).export({ type: 'spki', format: 'der' });
  const version3 = Buffer.from('a003020102', 'hex');
  const number = der(0x02, Buffer.from(serial, 'hex'));
  const content = der(SEQUENCE, version3, number, SHA256_WITH_RSA, NAME, validity, NAME, spki);
  const signature = der(0x03, Buffer.from([0]), sign('sha256', content, keys.privateKey));
  const base64 = der(SEQUENCE, content, SHA256_WITH_RSA, signature).toString('base64');
  const lines = base64.match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

function time(text: string): Buffer {
  return der(0x17, Buffer.from(text));
}

function der(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const length = content.length;
  const long = length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  const head = [tag, ...(length < 128 ? [length] : long)];
  return Buffer.concat([Buffer.from(head), content]);
}

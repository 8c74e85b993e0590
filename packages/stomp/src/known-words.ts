import { NUL } from './bytes.ts';

/** Text that most frames carry: recognised by its bytes, so that decoding it makes no new string. */
export const KNOWN_WORDS = [
  'CONNECT STOMP CONNECTED SEND SUBSCRIBE UNSUBSCRIBE ACK NACK BEGIN COMMIT ABORT DISCONNECT MESSAGE RECEIPT ERROR',
  'accept-version ack after code content-length content-type destination heart-beat host id login message',
  'message-id oldest passcode receipt receipt-id recovered selector seq server session subscription transaction',
  'user-name version application/json text/plain auto client client-individual true false 1.0 1.1 1.2 0 1',
].flatMap((line) => line.split(' '));

const SLOTS = 512;

interface KnownWord {
  readonly text: string;
  readonly bytes: Uint8Array;
}

const slots = new Array<KnownWord | undefined>(SLOTS).fill(undefined);

for (const text of KNOWN_WORDS) {
  const bytes = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  slots[slotOf(bytes, 0, bytes.length)] = { text, bytes };
}

/** The known word that stands at `[start, end)`, or undefined. */
export function knownWord(bytes: Uint8Array, start: number, end: number): string | undefined {
  const word = slots[slotOf(bytes, start, end)];
  if (word?.bytes.length !== end - start) return undefined;
  for (let index = word.bytes.length - 1; index >= 0; index -= 1) {
    if (word.bytes[index] !== bytes[start + index]) return undefined;
  }
  return word.text;
}

/** Length, first, middle and last byte tell all known words apart; a test holds this. */
function slotOf(bytes: Uint8Array, start: number, end: number): number {
  if (start === end) return 0;
  const first = bytes[start] ?? NUL;
  const middle = bytes[(start + end) >> 1] ?? NUL;
  const last = bytes[end - 1] ?? NUL;
  return (end - start + first + middle * 13 + last * 19) & (SLOTS - 1);
}

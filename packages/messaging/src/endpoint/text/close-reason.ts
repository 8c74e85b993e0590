import { checkDisconnectReason } from '../../core/disconnect.ts';
import type { DisconnectReason } from '../../core/disconnect.ts';
import type { CloseReason } from './text-conversation.ts';

/** Says of a reason whether to come back. Throws RangeError for one that no close frame may carry. */
export function toDisconnectReason({ code, reason }: CloseReason): DisconnectReason {
  if (!Number.isInteger(code)) throw new RangeError(`A close code is a whole number, not ${code}.`);
  const reconnect = code !== 1000 && code % 1_000 < 500;
  // RFC 6455 §7.4.2: 4000–4999 are for agreements between the two ends.
  const registered = code >= 4_000 && code <= 4_999 ? code - 1_000 : code;
  checkDisconnectReason({ code: registered, reason, reconnect });
  return { code, reason, reconnect };
}

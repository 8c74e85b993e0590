import { checkDisconnectReason } from '../core/disconnect.ts';
import type { DisconnectReason } from '../core/disconnect.ts';
import type { SessionSelector } from '../user/revocations.ts';

/** What every node is told: sessions that are to be ended, wherever they are. */
export interface DisconnectNotice {
  readonly selector: SessionSelector;
  readonly reason: DisconnectReason;
}

export function encodeNotice({
  selector,
  reason: { code, reason, reconnect },
}: DisconnectNotice): Uint8Array {
  return Buffer.from(JSON.stringify({ disconnect: selector, reason: { code, reason, reconnect } }));
}

/** Reads what `encodeNotice` wrote; answers undefined for anything else. */
export function decodeNotice(payload: Uint8Array): DisconnectNotice | undefined {
  try {
    const { disconnect, reason } = asRecord(JSON.parse(Buffer.from(payload).toString('utf8')));
    const selector = readSelector(asRecord(disconnect));
    const checked = readReason(asRecord(reason));
    return selector && checked && { selector, reason: checked };
  } catch {
    return undefined;
  }
}

function readSelector({ name, session, sessionId }: Record<string, unknown>): SessionSelector | undefined {
  if (typeof name === 'string') return { name };
  if (typeof session === 'string') return { session };
  return typeof sessionId === 'string' ? { sessionId } : undefined;
}

function readReason({ code, reason, reconnect }: Record<string, unknown>): DisconnectReason | undefined {
  if (typeof code !== 'number' || typeof reason !== 'string' || typeof reconnect !== 'boolean')
    return undefined;
  const read = { code, reason, reconnect };
  checkDisconnectReason(read);
  return read;
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

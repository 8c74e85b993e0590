import { encodeFrame, StompError } from '@carillon/stomp';
import type { Frame, HeaderMap, StompVersion } from '@carillon/stomp';
import { DISCONNECT_REASONS } from '../core/disconnect.ts';
import type { DisconnectReason } from '../core/disconnect.ts';
import { MessagingError } from '../core/errors.ts';
import { toWireFrame } from '../core/wire-frame.ts';
import type { WireFrame } from '../core/wire-frame.ts';

const CONTENT_TYPE = 'text/plain;charset=utf-8';

export function connectedFrame(headers: HeaderMap, version: StompVersion): WireFrame {
  return toWireFrame(encodeFrame({ command: 'CONNECTED', headers }, version), true);
}

export function receiptFrame(receiptId: string, headers: HeaderMap, version: StompVersion): WireFrame {
  const frame = { command: 'RECEIPT', headers: { 'receipt-id': receiptId, ...headers } };
  return toWireFrame(encodeFrame(frame, version), true);
}

/** What the client is told of a failure: nothing of what only the log should know. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly disconnect: DisconnectReason;
  /** The receipt that was asked for by bytes that became no frame. */
  readonly receipt?: string | undefined;
}

/** Turns whatever was thrown into what the client is told. */
export function toRefusal(error: unknown): Refusal {
  if (error instanceof MessagingError) return error;
  if (error instanceof StompError) {
    const { code, message, receipt } = error;
    return { code, message, receipt, disconnect: DISCONNECT_REASONS.protocolError };
  }
  return new MessagingError('internal_error');
}

/** The ERROR frame of a refusal (STOMP 1.2, "ERROR"), in the name of the frame that caused it. */
export function refusalFrame(refusal: Refusal, cause: Frame | undefined, version: StompVersion): WireFrame {
  const { code, message } = refusal;
  const headers: Record<string, string> = { message, code, 'content-type': CONTENT_TYPE };
  if (code === 'unsupported_version') headers.version = '1.0,1.1,1.2';
  const body = `${message}\n`;
  const receiptId = cause ? cause.headers.receipt : refusal.receipt;
  if (receiptId !== undefined) {
    try {
      return errorFrame({ ...headers, 'receipt-id': receiptId }, body, version);
    } catch {
      // One that this version can read but not write must not cost the client its ERROR.
    }
  }
  return errorFrame(headers, body, version);
}

function errorFrame(headers: HeaderMap, body: string, version: StompVersion): WireFrame {
  return toWireFrame(encodeFrame({ command: 'ERROR', headers, body }, version), true);
}

import { toWireFrame } from '../../core/wire-frame.ts';
import type { WireFrame } from '../../core/wire-frame.ts';
import { joinMessages } from './frames.ts';
import { textForm } from './text-form.ts';

/**
 * What a server must not send verbatim: browsers and proxies mangle it (sockjs-protocol, "JSON Unicode
 * Encoding"). JSON itself escapes the control characters and lone surrogates.
 */
const ESCAPABLE = /[\u200c-\u200f\u2028-\u202f\u2060-\u206f\ufff0-\uffff]/g;

/** Writes text as a JSON string that survives every transport. */
function quoteText(text: string): string {
  return JSON.stringify(text).replace(ESCAPABLE, escapeUnit);
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** A frame as a JSON string, made once for all sessions. */
export function quoteFrame(frame: WireFrame): Buffer {
  return formOf(frame).quoted;
}

/** A frame as a whole SockJS message over WebSocket, `a["…"]`, made once for all sessions. */
export function wrapFrame(frame: WireFrame): WireFrame {
  const form = formOf(frame);
  return (form.webSocket ??= toWireFrame(joinMessages([form.quoted], '', ''), true));
}

function formOf(frame: WireFrame): NonNullable<WireFrame['sockJs']> {
  return (frame.sockJs ??= {
    quoted: Buffer.from(quoteText(textForm(frame.stomp, frame.isText))),
    webSocket: undefined,
  });
}

import { HeaderBag } from '@carillon/stomp';
import type { Frame } from '@carillon/stomp';

/**
 * The frame without the spaces that STOMP 1.0 clients put around header values, after the examples of their
 * specification. From 1.1 on nothing may be trimmed (STOMP 1.2, "Value Encoding").
 */
export function withoutPadding(frame: Frame): Frame {
  const headers: Record<string, string> = new HeaderBag();
  for (const name in frame.headers) headers[name.trim()] ??= frame.headers[name]?.trim() ?? '';
  return { ...frame, headers };
}

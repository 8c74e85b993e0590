import type { DestinationParams } from '../core/destination.ts';

/** A destination with {variables}, compiled: answers the destination that the variables' values make. */
export type ReplyDestination = (params: DestinationParams) => string;

/**
 * Compiles `/topic/rooms/{room}`. Throws TypeError when a variable is none of `names`: better at the
 * start than with the first message.
 */
export function compileReplyDestination(template: string, names: ReadonlySet<string>): ReplyDestination {
  // Texts at even places, names of variables at odd ones.
  const parts = template.split(/\{([^{}]*)\}/);
  for (const [index, part] of parts.entries()) {
    if (index % 2 === 1 && !names.has(part)) {
      throw new TypeError(`The reply destination ${template} has {${part}}, which its path has not.`);
    }
  }
  if (parts.length === 1) return () => template;
  return (params) => parts.map((part, index) => (index % 2 === 1 ? (params[part] ?? '') : part)).join('');
}

import { MAX_MESSAGE_LENGTH } from '@carillon/contract';
import { shallowRef } from 'vue';
import type { Ref } from 'vue';
import type { Memory } from '../../lib/memory.ts';

const QUICK_REPLIES = 'quick-replies';
export const QUICK_REPLIES_MAX = 12;

export interface QuickReplies {
  /** Those of this device; undefined until somebody changes them. */
  readonly own: Readonly<Ref<readonly string[] | undefined>>;
  /** Keeps these: trimmed, none empty, none twice, `QUICK_REPLIES_MAX` at most. Undefined: the usual ones again. */
  keep(replies: readonly string[] | undefined): void;
}

/** The answers that staff give by one tap, kept on this device. */
export function createQuickReplies(memory: Memory): QuickReplies {
  const own = shallowRef(read(memory));
  return {
    own,
    keep(replies) {
      own.value = replies && tidy(replies);
      memory.write(QUICK_REPLIES, JSON.stringify(own.value ?? null));
    },
  };
}

function tidy(replies: readonly string[]): string[] {
  const texts = replies.map((reply) => reply.trim().slice(0, MAX_MESSAGE_LENGTH)).filter(Boolean);
  return [...new Set(texts)].slice(0, QUICK_REPLIES_MAX);
}

function read(memory: Memory): readonly string[] | undefined {
  try {
    const kept: unknown = JSON.parse(memory.read(QUICK_REPLIES) ?? 'null');
    return Array.isArray(kept) ? tidy(kept.filter((one) => typeof one === 'string')) : undefined;
  } catch {
    return undefined;
  }
}

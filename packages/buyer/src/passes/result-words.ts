import type { PassResult } from '@carillon/contract';
import type { Translate } from '../translate.ts';

export interface ResultWords {
  tone: 'good' | 'bad' | 'neutral';
  /** What happened. */
  title: string;
  /** What it means for the visits, and what to do. */
  text: string;
}

/** Says what a scan came to. */
export function resultWords(t: Translate, { outcome, left }: PassResult): ResultWords {
  const tones: Partial<Record<PassResult['outcome'], ResultWords['tone']>> = {
    taken: 'good',
    undone: 'neutral',
    pass_code_used: 'neutral',
  };
  const values = { left };
  return {
    tone: tones[outcome] ?? 'bad',
    title: t(`passes.result.${outcome}.title`, values),
    text: t(`passes.result.${outcome}.text`, values),
  };
}

import { readPassCode } from '@carillon/pass-code';
import type { Executor } from '../platform/database.ts';
import { isGenuine, keyOfShowing } from './pass-key.ts';
import type { ShowingRecord } from './pass-key.ts';
import { findShowing } from './showing-store.ts';

/**
 * Finds the showing whose code was scanned, and which of its codes it was; undefined for what is none of ours: of another
 * form, of no showing, not signed with its key, or signed so long ago that the key is forgotten. Says nothing of time.
 */
export async function findScanned(
  executor: Executor,
  code: string,
): Promise<{ readonly showing: ShowingRecord; readonly step: number } | undefined> {
  const parts = readPassCode(code);
  const found = parts && (await findShowing(executor, parts.showingId));
  if (found?.secret == null || found.keyId !== parts?.keyId) return undefined;
  const { secret, ...showing } = found;
  return isGenuine(parts, keyOfShowing(secret, showing)) ? { showing, step: parts.step } : undefined;
}

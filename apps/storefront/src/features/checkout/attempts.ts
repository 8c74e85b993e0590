import { createAttempts } from '@carillon/buyer';
import { browserMemory } from '../../lib/memory.ts';

/** The orders that this page and this browser sent and heard no answer of. */
export const attempts = createAttempts(browserMemory);

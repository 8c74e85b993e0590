import { createCartMemory } from '@carillon/buyer';
import { browserMemory } from '../../lib/memory.ts';

/** The carts that this browser keeps. */
export const cartMemory = createCartMemory(browserMemory);

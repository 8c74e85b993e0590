import type { Api } from '@carillon/contract';
import { provided } from './provided.ts';

/** The caller of the server's API, provided by `main.ts`; tests provide one of their own. */
export const [apiKey, useApi] = provided<Api>('the API');

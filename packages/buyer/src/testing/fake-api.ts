import type { Api, RouteName } from '@carillon/contract';
import { ApiError } from '@carillon/contract';

/** What a test answers to each route: called with the options of the call. */
export type Answers = Partial<Record<RouteName, (options: never) => Promise<unknown>>>;

/** An API that answers as told, and refuses every other route as not found. */
export function fakeApi(answers: Answers): Api {
  return ((name: RouteName, options?: unknown) => {
    const answer = answers[name];
    if (!answer) return Promise.reject(refusalOf(404, 'not_found'));
    return answer(options as never);
  }) as Api;
}

/** A refusal as the server words it. */
export function refusalOf(status: number, code: string, details?: unknown): ApiError {
  return new ApiError(status, { code, message: code, details });
}

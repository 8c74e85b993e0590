import { ApiError } from '@carillon/contract';
import type { Api, ApiTypes, RouteName } from '@carillon/contract';

export type Answers = {
  [Name in RouteName]?: (options: unknown) => ApiTypes[Name]['reply'] | Promise<ApiTypes[Name]['reply']>;
};

export interface FakeApi {
  api: Api;
  /** Names of the calls made, in order. */
  calls: RouteName[];
  answers: Answers;
}

/** Makes an API that answers as the test says; what the test did not foresee is refused. */
export function createFakeApi(answers: Answers = {}): FakeApi {
  const calls: RouteName[] = [];
  const api: Api = async (name, ...[options]) => {
    calls.push(name);
    const answer = answers[name];
    if (!answer) throw refusal(404, 'not_foreseen');
    return answer(options);
  };
  return { api, calls, answers };
}

/** Makes the error that a refused call rejects with. */
export function refusal(status: number, code: string, details?: object): ApiError {
  return new ApiError(status, { code, message: code, ...(details && { details }) });
}

/** Who uses this page, and the server's word for it. */
export interface Login {
  uid: string;
  token: string;
}

export type LoginProblem = 'invalid_name' | 'wrong_password' | 'no_answer';

/** Asks the server for a token. */
export async function logIn(name: string, password: string): Promise<Login | LoginProblem> {
  try {
    const response = await fetch('/api/login', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ name, password }),
    });
    const answer = (await response.json()) as Login | { code: LoginProblem };
    return 'code' in answer ? answer.code : answer;
  } catch {
    return 'no_answer';
  }
}

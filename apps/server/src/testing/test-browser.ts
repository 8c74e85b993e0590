import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';

/** One browser: it keeps the cookies that it is given, and sends them where they belong. */
export interface TestBrowser {
  readonly cookies: Map<string, string>;
  get(url: string, headers?: Record<string, string>): Promise<LightMyRequestResponse>;
  post(
    url: string,
    body?: InjectOptions['payload'],
    headers?: Record<string, string>,
  ): Promise<LightMyRequestResponse>;
  /** The cookies as a header. */
  cookieHeader(): string;
}

/** Opens a browser in which a staff member logs in, by the password that test people have. */
export async function logInAs(
  http: FastifyInstance,
  username: string,
  password = 'ring-ring',
): Promise<TestBrowser> {
  const browser = openBrowser(http);
  await browser.post('/api/staff/login', { username, password });
  return browser;
}

/** Opens a browser on a server that need not listen. */
export function openBrowser(http: FastifyInstance, remoteAddress = '192.0.2.1'): TestBrowser {
  const cookies = new Map<string, string>();

  async function send(options: InjectOptions): Promise<LightMyRequestResponse> {
    const response = await http.inject({
      ...options,
      remoteAddress,
      cookies: Object.fromEntries(cookies),
    });
    for (const { name, value, maxAge } of response.cookies) {
      if (maxAge === 0 || value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    return response;
  }

  return {
    cookies,
    get: async (url, headers = {}) => send({ method: 'GET', url, headers }),
    post: async (url, payload, headers = {}) =>
      send({ method: 'POST', url, headers, ...(payload !== undefined && { payload }) }),
    cookieHeader: () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
  };
}

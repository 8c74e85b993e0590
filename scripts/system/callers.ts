/** The demo shop's owner, as the demo data makes them. */
export const demoLogin = { username: 'demo', password: 'carillon' };

/** A `fetch` that keeps cookies, as one browser would. `cookieHeader` is what it would send. */
export interface CookieFetch {
  (...request: Parameters<typeof fetch>): Promise<Response>;
  cookieHeader(): string;
}

/** Makes a `fetch` with a cookie jar of its own. It knows names and values, no paths and no expiry. */
export function withCookies(): CookieFetch {
  const jar = new Map<string, string>();
  const cookieHeader = () => [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
  const fetchWithCookies = async (...[input, init]: Parameters<typeof fetch>) => {
    const headers = new Headers(init?.headers);
    if (jar.size > 0) headers.set('cookie', cookieHeader());
    const response = await fetch(input, { ...init, headers });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const [name = '', value = ''] = pair.split('=', 2);
      if (value === '') jar.delete(name);
      else jar.set(name, value);
    }
    return response;
  };
  return Object.assign(fetchWithCookies, { cookieHeader });
}

/** Where the server hears of messages' ends, by the app that sent them; the same as in apps/server. */
const PUSH_PATHS = { service: '/api/wechat/push', mini: '/api/wechat/push/mini-program' };

/**
 * Enters in the sandbox where it pushes events to, as an owner does on the administration pages of the two
 * apps. A server with
 * other credentials than the sandbox's refuses its check, and hears of no events: that is left so.
 */
export async function enterPushAddress(sandboxUrl: string, serverUrl: string): Promise<void> {
  for (const [app, path] of Object.entries(PUSH_PATHS)) {
    await fetch(`${sandboxUrl}/sandbox/api/push-address`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ app, url: serverUrl + path }),
    });
  }
}

/** Where the server hears of messages' ends; the same as `PUSH_PATH` in apps/server. */
const PUSH_PATH = '/api/wechat/push';

/**
 * Enters in the sandbox where it pushes events to, as an owner does on WeChat's administration page. A server with
 * other credentials than the sandbox's refuses its check, and hears of no events: that is left so.
 */
export async function enterPushAddress(sandboxUrl: string, serverUrl: string): Promise<void> {
  await fetch(`${sandboxUrl}/sandbox/api/push-address`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ url: serverUrl + PUSH_PATH }),
  });
}

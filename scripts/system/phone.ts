/**
 * Pays a trade as a person with the sandbox phone would.
 * @throws Error with the sandbox's words when it does not let them
 */
export async function payOnPhone(sandboxUrl: string, outTradeNo: string): Promise<void> {
  const response = await fetch(`${sandboxUrl}/sandbox/api/pay`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ outTradeNo }),
  });
  if (!response.ok) throw new Error(`the sandbox phone could not pay: ${await response.text()}`);
}

/**
 * The accounts that messages can be sent to, `/app/sendChatMsgById/{accountId}`. People's are also the names of
 * their principals; a shop's stands for all of its staff.
 */
export function buyerAccount(buyerId: string): string {
  return `buyer:${buyerId}`;
}

/** Whose account it is; undefined for one that is no buyer's. */
export function buyerIdOf(account: string): string | undefined {
  return /^buyer:([0-9a-f]{64})$/.exec(account)?.[1];
}

export function staffAccount(staffId: number): string {
  return `staff:${staffId}`;
}

/** Whose account it is; undefined for one that is no staff member's. */
export function staffIdOf(account: string): number | undefined {
  const id = /^staff:(\d{1,16})$/.exec(account)?.[1];
  return id === undefined ? undefined : Number(id);
}

export function shopAccount(shopId: number): string {
  return `shop:${shopId}`;
}

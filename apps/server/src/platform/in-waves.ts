/**
 * Works off what is leased, in waves: all of a wave is worked on at the same time, so that the lease of each begins with
 * its work, and it need not last for the work on others. One that fails ends the round.
 * @param most waves; what is left then is for the next round
 * @param take leases the next wave; nothing when there is none
 */
export async function inWaves<Item>(
  most: number,
  take: () => Promise<readonly Item[]>,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  for (let wave = 0; wave < most; wave += 1) {
    const items = await take();
    if (items.length === 0) return;
    await Promise.all(items.map(work));
  }
}

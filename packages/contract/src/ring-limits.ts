/** How often a device says whether it could ring. One that says nothing for `RING_ABILITY_LASTS_MS` could not. */
export const RING_ABILITY_MS = 20_000;
/** How long the server takes a device's word that it could ring. */
export const RING_ABILITY_LASTS_MS = 60_000;

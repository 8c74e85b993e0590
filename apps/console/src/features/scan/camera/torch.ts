/** Switches the light of a camera; false when the camera did not take it. */
export type Torch = (lit: boolean) => Promise<boolean>;

/** The light of a camera, by the Image Capture specification, which TypeScript does not know; undefined without one. */
export function torchOf(track: MediaStreamTrack): Torch | undefined {
  // Firefox and older Safari have no capabilities at all.
  if (!('getCapabilities' in track)) return undefined;
  const { torch }: MediaTrackCapabilities & { torch?: boolean } = track.getCapabilities();
  if (!torch) return undefined;
  return async (lit) => {
    const constraint: MediaTrackConstraintSet & { torch: boolean } = { torch: lit };
    try {
      await track.applyConstraints({ advanced: [constraint] });
      return true;
    } catch {
      return false;
    }
  };
}

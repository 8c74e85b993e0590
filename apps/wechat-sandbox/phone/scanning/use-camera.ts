import { onScopeDispose, ref } from 'vue';
import type { Ref } from 'vue';
import { toPixels } from './picture.ts';
import type { QrReader } from './read-qr.ts';
import { openQrReader } from './read-qr.ts';

/** Frames looked at per second: enough for a still hand, little for a battery. */
const LOOK_EVERY_MS = 200;

export type CameraState = 'starting' | 'looking' | 'refused' | 'absent';

/** Shows the rear camera in the video element and calls back with the first QR it sees. Stops with its scope. */
export function useCamera(video: Ref<HTMLVideoElement | null>, onFound: (text: string) => void) {
  const state = ref<CameraState>('starting');
  let stream: MediaStream | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;

  async function start(): Promise<void> {
    // No camera API at all outside a secure context.
    if (!('mediaDevices' in navigator)) {
      state.value = 'absent';
      return;
    }
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
    } catch (error) {
      state.value = error instanceof DOMException && error.name === 'NotAllowedError' ? 'refused' : 'absent';
      return;
    }
    if (stopped || !video.value) {
      stop();
      return;
    }
    video.value.srcObject = stream;
    await video.value.play();
    state.value = 'looking';
    void look(await openQrReader());
  }

  async function look(read: QrReader): Promise<void> {
    const picture = video.value && toPixels(video.value);
    const text = picture && (await read(picture));
    if (stopped) return;
    if (text) onFound(text);
    else timer = setTimeout(() => void look(read), LOOK_EVERY_MS);
  }

  function stop(): void {
    stopped = true;
    clearTimeout(timer);
    for (const track of stream?.getTracks() ?? []) track.stop();
  }

  onScopeDispose(stop);
  return { state, start };
}

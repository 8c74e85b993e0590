import { onScopeDispose, readonly, ref, shallowRef, watch } from 'vue';
import type { Ref } from 'vue';
import type { Clock } from '../../../lib/clock.ts';
import type { Memory } from '../../../lib/memory.ts';
import { useVisible } from '../../../lib/use-visible.ts';
import { cameraProblem } from './camera-problem.ts';
import type { CameraProblem } from './camera-problem.ts';
import { createPictures } from './picture.ts';
import type { QrReader } from './read-qr.ts';
import { torchOf } from './torch.ts';
import type { Torch } from './torch.ts';

/** Between two looks at the picture: enough for a still hand, little for a battery. */
const LOOK_EVERY_MS = 120;
const CAMERA = 'scan-camera';

export type CameraState = 'off' | 'starting' | 'looking' | CameraProblem;

export interface CameraOptions {
  /** Of the browser; undefined on pages that are not secure. */
  media: Pick<MediaDevices, 'getUserMedia' | 'enumerateDevices'> | undefined;
  clock: Pick<Clock, 'after'>;
  /** Which camera was chosen on this device. */
  memory: Memory;
  openReader: () => Promise<QrReader>;
  video: Readonly<Ref<HTMLVideoElement | null>>;
  /** Called with what is in sight, at each look. */
  onSight: (text: string) => void;
}

/**
 * A camera that looks for QR codes: the one at the back, or the one chosen on this device. It is let go while nobody
 * sees the page, and when the scope ends.
 */
export function useCamera({ media, clock, memory, openReader, video, onSight }: CameraOptions) {
  const state = ref<CameraState>('off');
  const cameras = shallowRef<readonly MediaDeviceInfo[]>([]);
  const torch = shallowRef<Torch>();
  const isLit = ref(false);
  let stream: MediaStream | undefined;
  let cancelLook: (() => void) | undefined;
  /** Counts the openings: what belongs to an earlier one ends. */
  let opening = 0;

  async function open(): Promise<void> {
    letGo();
    const mine = (opening += 1);
    if (!media) {
      state.value = 'insecure';
      return;
    }
    state.value = 'starting';
    try {
      const taken = await take(media, memory.read(CAMERA));
      if (mine !== opening) {
        stop(taken);
        return;
      }
      stream = taken;
      await show(taken);
      const read = await openReader();
      if (mine !== opening) return;
      cameras.value = (await media.enumerateDevices()).filter(({ kind }) => kind === 'videoinput');
      state.value = 'looking';
      if (video.value) void look(mine, read, createPictures(video.value));
    } catch (error) {
      if (mine !== opening) return;
      letGo();
      state.value = cameraProblem(error);
    }
  }
  async function show(taken: MediaStream): Promise<void> {
    const [track] = taken.getVideoTracks();
    torch.value = track && torchOf(track);
    // Pulled out, or taken away by the system: then nothing would tell that nobody looks any more.
    track?.addEventListener('ended', () => {
      if (stream !== taken) return;
      letGo();
      state.value = 'failed';
    });
    if (!video.value) return;
    video.value.srcObject = taken;
    await video.value.play();
  }
  async function look(mine: number, read: QrReader, takePicture: () => ImageData | undefined): Promise<void> {
    const picture = takePicture();
    // A frame that could not be read is followed by another.
    const text = picture && (await read(picture).catch(() => undefined));
    if (mine !== opening) return;
    if (text) onSight(text);
    cancelLook = clock.after(LOOK_EVERY_MS, () => void look(mine, read, takePicture));
  }
  function letGo(): void {
    opening += 1;
    cancelLook?.();
    stop(stream);
    stream = torch.value = undefined;
    isLit.value = false;
    if (video.value) video.value.srcObject = null;
  }
  function close(): void {
    letGo();
    state.value = 'off';
  }

  const isVisible = useVisible();
  let wasOpen = false;
  watch(isVisible, (visible) => {
    if (!visible) wasOpen = state.value === 'looking' || state.value === 'starting';
    if (!visible && wasOpen) close();
    if (visible && wasOpen) void open();
  });
  onScopeDispose(letGo);

  return {
    state: readonly(state) as Readonly<Ref<CameraState>>,
    /** Whether there is another camera to change to. */
    hasOthers: () => cameras.value.length > 1,
    /** Whether this camera has a light. */
    hasTorch: () => torch.value !== undefined,
    isLit: readonly(isLit),
    open,
    close,
    /** Goes on to the next camera, which this device then begins with. */
    async change(): Promise<void> {
      const now = stream?.getVideoTracks()[0]?.getSettings().deviceId;
      const at = cameras.value.findIndex(({ deviceId }) => deviceId === now);
      const next = cameras.value[(at + 1) % cameras.value.length];
      if (next) memory.write(CAMERA, next.deviceId);
      await open();
    },
    async toggleTorch(): Promise<void> {
      const lit = !isLit.value;
      if (await torch.value?.(lit)) isLit.value = lit;
    },
  };
}

/** Opens the camera of this id, or the one at the back where it is gone or none was chosen. */
async function take(media: Pick<MediaDevices, 'getUserMedia'>, id: string | undefined): Promise<MediaStream> {
  const size = { width: { ideal: 1280 }, height: { ideal: 720 } };
  const back = { video: { ...size, facingMode: { ideal: 'environment' } } };
  if (!id) return media.getUserMedia(back);
  try {
    return await media.getUserMedia({ video: { ...size, deviceId: { exact: id } } });
  } catch (error) {
    if (cameraProblem(error) === 'none') return media.getUserMedia(back);
    throw error;
  }
}

function stop(stream: MediaStream | undefined): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

import { flushPromises } from '@vue/test-utils';
import { effectScope, shallowRef } from 'vue';
import { expect, onTestFinished, test } from 'vitest';
import { createFakeClock } from '../../../testing/fake-clock.ts';
import { createFakeMemory } from '../../../testing/fake-memory.ts';
import { useCamera } from './use-camera.ts';

type Media = Parameters<typeof useCamera>[0]['media'];

class FakeTrack extends EventTarget {
  stopped = false;
  readonly deviceId: string;
  constructor(deviceId: string) {
    super();
    this.deviceId = deviceId;
  }
  getSettings = () => ({ deviceId: this.deviceId });
  stop(): void {
    this.stopped = true;
  }
}
const failing = (name: string) => Promise.reject(new DOMException('', name));

/** Cameras that are asked for by what `getUserMedia` is handed. */
function fakeMedia(answer: (asked: MediaTrackConstraints) => FakeTrack | Promise<never>) {
  const asked: MediaTrackConstraints[] = [];
  const media = {
    async getUserMedia({ video }: { video: MediaTrackConstraints }) {
      asked.push(video);
      const track = await answer(video);
      return { getTracks: () => [track], getVideoTracks: () => [track] };
    },
    enumerateDevices: () => Promise.resolve(['a', 'b'].map((deviceId) => ({ deviceId, kind: 'videoinput' }))),
  };
  return { asked, media: media as unknown as Media };
}

function open(media: Media, memory = createFakeMemory()) {
  const scope = effectScope();
  onTestFinished(() => scope.stop());
  const options = { media, memory, clock: createFakeClock(), onSight: () => undefined };
  const camera = scope.run(() =>
    useCamera({
      ...options,
      openReader: () => Promise.resolve(() => Promise.resolve(undefined)),
      video: shallowRef(null),
    }),
  );
  if (!camera) throw new Error('the scope has ended');
  return { camera, memory, scope };
}

test.each([
  ['NotAllowedError', 'denied'],
  ['NotFoundError', 'none'],
  ['NotReadableError', 'inUse'],
  ['TypeError', 'failed'],
])('says why there is no picture: %s', async (name, state) => {
  const { camera } = open(fakeMedia(() => failing(name)).media);
  await camera.open();
  expect(camera.state.value).toBe(state);
});

test('says that a page which is not secure has no camera', async () => {
  const { camera } = open(undefined);
  await camera.open();
  expect(camera.state.value).toBe('insecure');
});

test('asks for the camera at the back, and lets it go with its scope', async () => {
  const track = new FakeTrack('a');
  const { asked, media } = fakeMedia(() => track);
  const { camera, scope } = open(media);
  await camera.open();
  expect(camera.state.value).toBe('looking');
  expect(asked[0]?.facingMode).toEqual({ ideal: 'environment' });
  scope.stop();
  expect(track.stopped).toBe(true);
});

test('changes to the next camera, which this device begins with from then on', async () => {
  const { asked, media } = fakeMedia(() => new FakeTrack('a'));
  const { camera, memory } = open(media);
  await camera.open();
  expect(camera.hasOthers()).toBe(true);
  await camera.change();
  expect(asked[1]?.deviceId).toEqual({ exact: 'b' });
  expect(memory.read('scan-camera')).toBe('b');
});

test('takes another camera when the chosen one is gone', async () => {
  const { asked, media } = fakeMedia(({ deviceId }) =>
    deviceId ? failing('OverconstrainedError') : new FakeTrack('a'),
  );
  const { camera } = open(media, createFakeMemory({ 'scan-camera': 'gone' }));
  await camera.open();
  expect(camera.state.value).toBe('looking');
  expect(asked).toHaveLength(2);
});

test('says so when the camera is taken away while it looks', async () => {
  const track = new FakeTrack('a');
  const { camera } = open(fakeMedia(() => track).media);
  await camera.open();
  track.dispatchEvent(new Event('ended'));
  await flushPromises();
  expect(camera.state.value).toBe('failed');
});

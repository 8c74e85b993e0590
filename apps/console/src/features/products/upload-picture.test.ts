import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { uploadPicture } from './upload-picture.ts';

/** An `XMLHttpRequest` that does what the test says. */
class FakeRequest extends EventTarget {
  static newest: FakeRequest;
  readonly upload = new EventTarget();
  sent: unknown[] = [];
  status = 0;
  response: unknown = null;
  responseType = '';
  timeout = 0;

  constructor() {
    super();
    FakeRequest.newest = this;
  }
  open(...address: unknown[]): void {
    this.sent.push(...address);
  }
  send(body: unknown): void {
    this.sent.push(body);
  }
  abort(): void {
    this.dispatchEvent(new Event('abort'));
  }
  answer(status: number, response: unknown): void {
    Object.assign(this, { status, response });
    this.dispatchEvent(new Event('load'));
  }
}

const file = new File(['bytes'], '菜.png', { type: 'image/png' });
beforeEach(() => void vi.stubGlobal('XMLHttpRequest', FakeRequest));
afterEach(() => void vi.unstubAllGlobals());

describe('uploadPicture', () => {
  test('sends the file as a form, and says how far it is', async () => {
    const shares: number[] = [];
    const { done } = uploadPicture(7, file, (share) => shares.push(share));
    const { newest } = FakeRequest;
    expect(newest.sent.slice(0, 2)).toEqual(['POST', '/api/staff/shops/7/pictures']);
    expect((newest.sent[2] as FormData).get('file')).toBeInstanceOf(File);
    newest.upload.dispatchEvent(new ProgressEvent('progress', { loaded: 1, total: 4 }));
    const picture = { id: 'a', url: '/s', largeUrl: '/l', width: 1, height: 1 };
    newest.answer(200, { picture });
    expect(await done).toEqual(picture);
    expect(shares).toEqual([0.25]);
  });

  test('rejects with the code of the refusal', async () => {
    const { done } = uploadPicture(7, file, () => undefined);
    FakeRequest.newest.answer(415, { error: { code: 'picture_kind_refused', message: '' } });
    await expect(done).rejects.toMatchObject({ status: 415, code: 'picture_kind_refused' });
  });

  test('rejects as without a network when it was given up or a proxy answered', async () => {
    const given = uploadPicture(7, file, () => undefined);
    given.cancel();
    await expect(given.done).rejects.toMatchObject({ code: 'network' });
    const proxied = uploadPicture(7, file, () => undefined);
    FakeRequest.newest.answer(502, null);
    await expect(proxied.done).rejects.toMatchObject({ code: 'unreadable_answer' });
  });
});

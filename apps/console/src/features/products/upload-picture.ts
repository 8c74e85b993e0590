import { ApiError, routes } from '@carillon/contract';
import type { PictureReply } from '@carillon/contract';

/** So long may an upload stand still. */
const UPLOAD_LIMIT_MS = 120_000;

export interface Upload {
  /** Rejects with `ApiError`, also with `code: 'network'` when no answer came. */
  readonly done: Promise<PictureReply['picture']>;
  /** Gives it up; it then rejects. */
  cancel(): void;
}

/**
 * Uploads a picture. `fetch` does not tell how far it is, so this is an `XMLHttpRequest`.
 * @param onProgress how much was sent, from 0 to 1.
 */
export function uploadPicture(shopId: number, file: File, onProgress: (share: number) => void): Upload {
  const request = new XMLHttpRequest();
  const done = Promise.withResolvers<PictureReply['picture']>();
  const fail = (): void => done.reject(new ApiError(0, { code: 'network', message: 'no answer' }));
  request.upload.addEventListener('progress', ({ loaded, total }) =>
    onProgress(total > 0 ? loaded / total : 0),
  );
  request.addEventListener('error', fail);
  request.addEventListener('abort', fail);
  request.addEventListener('timeout', fail);
  request.addEventListener('load', () => {
    const reply = request.response as (PictureReply & { error?: { code: string; message: string } }) | null;
    if (request.status === 200 && reply) done.resolve(reply.picture);
    else
      done.reject(new ApiError(request.status, reply?.error ?? { code: 'unreadable_answer', message: '' }));
  });
  request.open('POST', routes.uploadPicture.path.replace(':shopId', String(shopId)));
  request.responseType = 'json';
  request.timeout = UPLOAD_LIMIT_MS;
  const form = new FormData();
  form.append('file', file);
  request.send(form);
  return { done: done.promise, cancel: () => request.abort() };
}

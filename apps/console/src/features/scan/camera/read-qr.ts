import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url';

/** Reads the first QR code in a picture; undefined when there is none. */
export type QrReader = (picture: ImageData) => Promise<string | undefined>;

/**
 * zxing in WebAssembly, its file served with these pages and never by the CDN that the library names; jsqr where
 * WebAssembly does not run. Both are fetched only when a camera is opened.
 */
export async function openQrReader(): Promise<QrReader> {
  try {
    return await openZxing();
  } catch {
    return openJsQr();
  }
}

async function openZxing(): Promise<QrReader> {
  const { BarcodeDetector, prepareZXingModule } = await import('barcode-detector/ponyfill');
  await prepareZXingModule({ overrides: { locateFile: () => wasmUrl }, fireImmediately: true });
  const detector = new BarcodeDetector({ formats: ['qr_code'] });
  return async (picture) => (await detector.detect(picture))[0]?.rawValue;
}

async function openJsQr(): Promise<QrReader> {
  const { default: jsQr } = await import('jsqr');
  return (picture) => Promise.resolve(jsQr(picture.data, picture.width, picture.height)?.data);
}

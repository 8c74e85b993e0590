/** More pixels make a QR code no easier to read, and reading slower. */
const LONGEST_SIDE_PX = 960;

/** Takes pictures of a video, each into the same canvas; undefined while the video has none. */
export function createPictures(video: HTMLVideoElement): () => ImageData | undefined {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true });

  return () => {
    const { videoWidth, videoHeight } = video;
    const scale = Math.min(1, LONGEST_SIDE_PX / Math.max(videoWidth, videoHeight));
    const [width, height] = [Math.round(videoWidth * scale), Math.round(videoHeight * scale)];
    if (!context || width === 0 || height === 0) return undefined;
    if (canvas.width !== width || canvas.height !== height) [canvas.width, canvas.height] = [width, height];
    context.drawImage(video, 0, 0, width, height);
    return context.getImageData(0, 0, width, height);
  };
}

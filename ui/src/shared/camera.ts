// A camera's pictures until a code is found in one. Nothing is kept and nothing leaves the page.
import { readCode, type Pixels } from './qr';

const everyMs = 120;
/** A code needs no more; a cheap phone reads it in a few milliseconds. */
const sideMax = 900;

/** Whether this device can be asked for a camera at all. */
export function hasCamera(): boolean {
  return typeof globalThis.navigator?.mediaDevices?.getUserMedia === 'function';
}

/** Runs the camera in `video` and tells the first code; the answer stops it. Throws if refused. */
export async function watchCamera(
  video: HTMLVideoElement,
  found: (text: string) => void,
): Promise<() => void> {
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: false,
    video: { facingMode: 'environment', width: { ideal: 1280 } },
  });
  let on = true;
  const stop = () => {
    on = false;
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  };
  video.srcObject = stream;
  await video.play();
  const look = async () => {
    if (!on) return;
    const pixels = pixelsOf(video, video.videoWidth, video.videoHeight);
    const text = pixels && (await readCode(pixels));
    if (!on) return;
    if (text) {
      stop();
      found(text);
    } else setTimeout(look, everyMs);
  };
  void look();
  return stop;
}

/** The code in a picture file; none if there is none or it is no picture. */
export async function codeInPicture(file: Blob): Promise<string | null> {
  let picture: ImageBitmap;
  try {
    picture = await createImageBitmap(file);
  } catch {
    return null;
  }
  const pixels = pixelsOf(picture, picture.width, picture.height);
  picture.close();
  return pixels && readCode(pixels, true);
}

function pixelsOf(source: CanvasImageSource, width: number, height: number): Pixels | null {
  if (width === 0 || height === 0) return null;
  const scale = Math.min(1, sideMax / Math.max(width, height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  if (!pen) return null;
  pen.drawImage(source, 0, 0, canvas.width, canvas.height);
  return pen.getImageData(0, 0, canvas.width, canvas.height);
}

// Reading a code of squares from pixels. The reader is loaded when first needed: most days nobody
// scans anything.

/** Pixels as a canvas gives them, four bytes each. */
export interface Pixels {
  width: number;
  height: number;
  data: Uint8ClampedArray;
}

/** The text of the code in a picture; none if there is none. `patient` looks longer. */
export async function readCode(pixels: Pixels, patient = false): Promise<string | null> {
  const { decodeQR } = await import('qr/decode.js');
  const limit = patient ? { effort: Infinity, timeLimit: 2000 } : {};
  try {
    return decodeQR(pixels, limit);
  } catch {
    return null;
  }
}

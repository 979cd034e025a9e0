import { render, screen } from '@testing-library/svelte';
import encodeQR from 'qr';
import { expect, test } from 'vitest';
import QrCode from '../src/shared/QrCode.svelte';
import { readCode } from '../src/shared/qr';

const text = `SANAQR1:${'A1b2-_'.repeat(90)}`;

/** The drawn path as pixels, `scale` a square, on white. */
function pixels(svg: Element, scale: number) {
  const [x0 = 0, y0 = 0, side = 0] = (svg.getAttribute('viewBox') ?? '').split(' ').map(Number);
  const width = side * scale;
  const data = new Uint8ClampedArray(width * width * 4).fill(255);
  const runs = svg.querySelector('path')?.getAttribute('d') ?? '';
  for (const [, x, y, run] of runs.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let j = 0; j < scale; j += 1) {
      for (let i = 0; i < Number(run) * scale; i += 1) {
        const at = ((Number(y) - y0) * scale + j) * width + (Number(x) - x0) * scale + i;
        data.fill(0, at * 4, at * 4 + 3);
      }
    }
  }
  return { width, height: width, data };
}

test('what the screen draws of a matrix is read back by the scanner', async () => {
  const bordered = encodeQR(text, 'raw', { border: 1, ecc: 'low' });
  const matrix = bordered.slice(1, -1).map((row) => row.slice(1, -1));
  const dark = matrix.map((row) => row.map((on) => (on ? '1' : '0')).join('')).join('');
  render(QrCode, { size: matrix.length, dark, label: 'code', testid: 'qr' });
  const drawn = await screen.findByTestId('qr');
  expect(drawn.querySelectorAll('path')).toHaveLength(1);
  expect(await readCode(pixels(drawn, 4), true)).toBe(text);
});

test('a picture without a code gives none', async () => {
  const data = new Uint8ClampedArray(200 * 200 * 4).fill(255);
  expect(await readCode({ width: 200, height: 200, data })).toBeNull();
});

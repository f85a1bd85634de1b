import type { Grey } from "./jpeg.ts";

/** Figures of a picture that rules judge. */
export type Measures = {
  readonly width: number;
  readonly height: number;
  /** Mean and spread of the grey of the border: 5 % of the width at both sides and at the top, above the shoulders. */
  readonly border: { readonly mean: number; readonly spread: number };
  /** Variance of the Laplacian at the size of a print: small where no edge is sharp. */
  readonly sharpness: number;
};

/** Width of a print of 3.5 cm at 300 dots an inch: blur is measured at one size, or large files would always seem soft. */
const printWidth = 413;

/** Measures a picture; pure and exact. */
export function measure(grey: Grey): Measures {
  return { width: grey.width, height: grey.height, border: borderOf(grey), sharpness: sharpnessOf(shrunk(grey, printWidth)) };
}

function borderOf({ width, height, pixels }: Grey): Measures["border"] {
  const edge = Math.max(1, Math.round(width * 0.05));
  const shoulders = Math.round(height * 0.5);
  let [count, sum, squares] = [0, 0, 0];
  for (let y = 0; y < shoulders; y++)
    for (let x = 0; x < width; x++) {
      if (y >= edge && x >= edge && x < width - edge) continue;
      const value = pixels[y * width + x]!;
      count++;
      sum += value;
      squares += value * value;
    }
  const mean = count === 0 ? 0 : sum / count;
  return { mean, spread: Math.sqrt(Math.max(0, squares / Math.max(1, count) - mean * mean)) };
}

/** Averages over boxes, never enlarges. */
function shrunk(grey: Grey, width: number): Grey {
  if (grey.width <= width) return grey;
  const scale = grey.width / width;
  const height = Math.max(1, Math.floor(grey.height / scale));
  const pixels = new Uint8Array(width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) pixels[y * width + x] = meanOfBox(grey, x * scale, y * scale, scale);
  return { width, height, pixels };
}

function meanOfBox({ width, height, pixels }: Grey, left: number, top: number, size: number): number {
  const [right, bottom] = [Math.min(width, Math.ceil(left + size)), Math.min(height, Math.ceil(top + size))];
  let [sum, count] = [0, 0];
  for (let y = Math.floor(top); y < bottom; y++)
    for (let x = Math.floor(left); x < right; x++) {
      sum += pixels[y * width + x]!;
      count++;
    }
  return count === 0 ? 0 : Math.round(sum / count);
}

/** Variance of the Laplacian over the middle, where the face is (Pech-Pacheco and others, 2000). */
function sharpnessOf({ width, height, pixels }: Grey): number {
  const [left, right] = [Math.max(1, Math.round(width * 0.2)), Math.min(width - 1, Math.round(width * 0.8))];
  const [top, bottom] = [Math.max(1, Math.round(height * 0.15)), Math.min(height - 1, Math.round(height * 0.85))];
  let [count, sum, squares] = [0, 0, 0];
  for (let y = top; y < bottom; y++)
    for (let x = left; x < right; x++) {
      const at = y * width + x;
      const value = 4 * pixels[at]! - pixels[at - 1]! - pixels[at + 1]! - pixels[at - width]! - pixels[at + width]!;
      count++;
      sum += value;
      squares += value * value;
    }
  const mean = count === 0 ? 0 : sum / count;
  return count === 0 ? 0 : squares / count - mean * mean;
}

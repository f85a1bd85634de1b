import { code39 } from "./code39.ts";
import { qrRuns } from "./qr.ts";

/** Code 39 needs ten narrow elements of white on either side, QR four modules. */
const QUIET = { barcode: 10, qr: 4 };

/** Barcode and QR code as the path of an SVG in a box: attributes only, so that no style is needed. */
export const bars = {
  code39(text: string, height = 40): { width: number; height: number; path: string } {
    const { bars: black, width } = code39(text);
    const path = black.map(({ at, width: wide }) => `M${at + QUIET.barcode} 0h${wide}v${height}h-${wide}z`).join("");
    return { width: width + 2 * QUIET.barcode, height, path };
  },
  qr(text: string): { width: number; height: number; path: string } {
    const { size, runs } = qrRuns(text);
    const path = runs.map(({ x, y, width }) => `M${x + QUIET.qr} ${y + QUIET.qr}h${width}v1h-${width}z`).join("");
    return { width: size + 2 * QUIET.qr, height: size + 2 * QUIET.qr, path };
  },
};

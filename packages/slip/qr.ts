import QRCode from "qrcode";

export type QrOptions = {
  readonly level?: "L" | "M" /** 1 to 40; the smallest that fits where it is not given. */;
  readonly version?: number;
};

/** The smallest version (ISO/IEC 18004) that a text fits in. */
export const qrVersion = (text: string, level: "L" | "M"): number =>
  (QRCode.create(text, { errorCorrectionLevel: level }).modules.size - 17) / 4;

/** The black runs of a QR code, row by row, in modules; the caller draws the quiet zone. */
export function qrRuns(
  text: string,
  { level = "M", version }: QrOptions = {},
): { size: number; runs: { x: number; y: number; width: number }[] } {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: level, ...(version === undefined ? {} : { version }) });
  const runs: { x: number; y: number; width: number }[] = [];
  for (let y = 0; y < modules.size; y++)
    for (let x = 0; x < modules.size; x++) {
      const begin = x;
      while (x < modules.size && modules.get(y, x)) x++;
      if (x > begin) runs.push({ x: begin, y, width: x - begin });
    }
  return { size: modules.size, runs };
}

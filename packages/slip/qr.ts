import QRCode from "qrcode";

/** The black runs of a QR code, row by row, in modules; the quiet zone is left to whoever draws. */
export function qrRuns(text: string): { size: number; runs: { x: number; y: number; width: number }[] } {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: "M" });
  const runs: { x: number; y: number; width: number }[] = [];
  for (let y = 0; y < modules.size; y++)
    for (let x = 0; x < modules.size; x++) {
      const begin = x;
      while (x < modules.size && modules.get(y, x)) x++;
      if (x > begin) runs.push({ x: begin, y, width: x - begin });
    }
  return { size: modules.size, runs };
}

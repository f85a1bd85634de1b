import { type Html, trusted } from "@troad/html";
import QRCode from "qrcode";

/** An SVG of attributes only: it needs no style, so the content security policy stays strict. */
export async function qrCode(
  text: string,
  { level = "M", width = 200 }: { level?: "L" | "M"; width?: number } = {},
): Promise<Html> {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: level });
  const quiet = 4;
  const size = modules.size + 2 * quiet;
  const runs: string[] = [];
  for (let row = 0; row < modules.size; row++)
    for (let column = 0; column < modules.size; column++)
      if (modules.get(row, column)) runs.push(`M${column + quiet} ${row + quiet}h1v1h-1z`);
  const frame = `width="${width}" height="${width}" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"`;
  return trusted(
    `<svg xmlns="http://www.w3.org/2000/svg" ${frame} aria-hidden="true" focusable="false">` +
      `<path fill="#ffffff" d="M0 0h${size}v${size}H0z"/><path fill="#000000" d="${runs.join("")}"/></svg>`,
  );
}

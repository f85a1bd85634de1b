import { code39 } from "../code39.ts";
import { type QrOptions, qrRuns } from "../qr.ts";
import type { Face } from "./font.ts";

/** A page in points, measured from the top left corner as people do; PDF measures from the bottom. */
export type Sheet = {
  width: number;
  height: number;
  text(
    x: number,
    y: number,
    text: string,
    style: { size: number; face?: string; align?: "left" | "right" | "center"; grey?: number },
  ): void;
  line(x1: number, y1: number, x2: number, y2: number, style?: { width?: number; dash?: boolean; grey?: number }): void;
  box(x: number, y: number, width: number, height: number, style?: { fill?: number; stroke?: number }): void;
  /** A Code 39 barcode of narrow elements `unit` wide; gives its whole width. */
  barcode(x: number, y: number, text: string, unit: number, height: number, wide?: number): number;
  qr(x: number, y: number, text: string, size: number, options?: QrOptions): void;
  content(): string;
};

const n = (value: number): string => String(Math.round(value * 100) / 100);

/** An empty page. */
export function createSheet(width: number, height: number, faces: Readonly<Record<string, Face>>): Sheet {
  const operators: string[] = [];
  const faceOf = (key: string): Face => {
    const face = faces[key];
    if (!face) throw new RangeError(`no face ${key}`);
    return face;
  };
  const rectangle = (x: number, y: number, w: number, h: number) => `${n(x)} ${n(height - y - h)} ${n(w)} ${n(h)} re`;
  return {
    width,
    height,
    text(x, y, text, { size, face = "Regular", align = "left", grey = 0 }) {
      const glyphs = [...text].map((character) => faceOf(face).glyph(character));
      const wide = (glyphs.reduce((sum, one) => sum + one.width, 0) * size) / 1000;
      const left = align === "left" ? x : align === "right" ? x - wide : x - wide / 2;
      const codes = glyphs.map(({ id }) => id.toString(16).padStart(4, "0")).join("");
      operators.push(`${grey} g BT /${face} ${size} Tf ${n(left)} ${n(height - y)} Td <${codes}> Tj ET 0 g`);
    },
    line(x1, y1, x2, y2, { width: wide = 0.6, dash = false, grey = 0 } = {}) {
      operators.push(
        `q ${wide} w ${grey} G ${dash ? "[3 3] 0 d " : ""}${n(x1)} ${n(height - y1)} m ${n(x2)} ${n(height - y2)} l S Q`,
      );
    },
    box(x, y, w, h, { fill, stroke = 0 } = {}) {
      if (fill !== undefined) operators.push(`q ${fill} g ${rectangle(x, y, w, h)} f Q`);
      operators.push(`q 0.6 w ${stroke} G ${rectangle(x, y, w, h)} S Q`);
    },
    barcode(x, y, text, unit, tall, ratio) {
      const { bars, width: units } = code39(text, ratio);
      operators.push(`${bars.map(({ at, width: wide }) => rectangle(x + at * unit, y, wide * unit, tall)).join(" ")} f`);
      return units * unit;
    },
    qr(x, y, text, size, options) {
      const { size: modules, runs } = qrRuns(text, options);
      const unit = size / modules;
      operators.push(`${runs.map((run) => rectangle(x + run.x * unit, y + run.y * unit, run.width * unit, unit)).join(" ")} f`);
    },
    content: () => operators.join("\n"),
  };
}

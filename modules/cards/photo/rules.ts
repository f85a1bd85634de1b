import type { DecodedPhoto } from "./jpeg.ts";
import type { Measures } from "./measure.ts";

/** What a photo of an identity card has to be: 3.5 by 4.5 cm, white background, taken within two years, head of 3.2 to 3.6 cm. */
export const photoRule = {
  ...{ widthCm: 3.5, heightCm: 4.5, dpi: 300, maxAgeYears: 2 },
  headCm: { least: 3.2, most: 3.6 },
  // of 1 % a scanner or a cut by hand is off
  aspectTolerance: 0.01,
  sizeToleranceCm: 0.1,
  border: { leastMean: 200, mostSpread: 25 },
  leastSharpness: 40,
} as const;

/** Why a rule refuses a photo. */
export type PhotoFault =
  | "too-few-pixels"
  | "wrong-aspect"
  | "wrong-size"
  | "background-not-white"
  | "background-uneven"
  | "blurred"
  | "too-old"
  | "in-future"
  | "date-unknown";

const cmAnInch = 2.54;
const leastPixels = (cm: number): number => Math.floor((cm / cmAnInch) * photoRule.dpi);

/** The faults that figures can tell; `takenOn` of the file goes before what the applicant says. */
export function photoFaults(
  photo: Pick<DecodedPhoto, "dpi" | "takenOn">,
  measures: Measures,
  { today, declaredOn }: { today: string; declaredOn?: string | undefined },
): PhotoFault[] {
  const { width, height, border, sharpness } = measures;
  const faults: PhotoFault[] = [];
  if (width < leastPixels(photoRule.widthCm) || height < leastPixels(photoRule.heightCm)) faults.push("too-few-pixels");
  const ratio = photoRule.widthCm / photoRule.heightCm;
  if (Math.abs(width / height - ratio) > ratio * photoRule.aspectTolerance) faults.push("wrong-aspect");
  if (isOffSize(photo, measures)) faults.push("wrong-size");
  if (border.mean < photoRule.border.leastMean) faults.push("background-not-white");
  else if (border.spread > photoRule.border.mostSpread) faults.push("background-uneven");
  if (sharpness < photoRule.leastSharpness) faults.push("blurred");
  const takenOn = photo.takenOn ?? declaredOn;
  if (takenOn === undefined) faults.push("date-unknown");
  else if (takenOn > today) faults.push("in-future");
  else if (takenOn < yearsBefore(today, photoRule.maxAgeYears)) faults.push("too-old");
  return faults;
}

/** Cameras state 72 dots an inch whatever they took: a file below 300 states nothing about a print. */
function isOffSize({ dpi }: Pick<DecodedPhoto, "dpi">, { width, height }: Measures): boolean {
  if (!dpi || dpi.x < photoRule.dpi || dpi.y < photoRule.dpi) return false;
  const off = (pixels: number, density: number, cm: number): boolean =>
    Math.abs((pixels / density) * cmAnInch - cm) > photoRule.sizeToleranceCm;
  return off(width, dpi.x, photoRule.widthCm) || off(height, dpi.y, photoRule.heightCm);
}

/** The same day some years before; of 29 February the last of the month. */
function yearsBefore(day: string, years: number): string {
  const text = `${String(Number(day.slice(0, 4)) - years).padStart(4, "0")}${day.slice(4)}`;
  return text.endsWith("02-29") ? text.replace("02-29", "02-28") : text;
}

/** Height of the head by an officer's two marks, in rows from the top: the crown and the chin. Undefined where they are no head. */
export function headCm(marks: { crown: number; chin: number }, height: number): number | undefined {
  if (!(marks.crown >= 0 && marks.chin > marks.crown && marks.chin <= height)) return undefined;
  return ((marks.chin - marks.crown) / height) * photoRule.heightCm;
}

/** Whether the head is of the right height; what the officer marks decides, and nothing that a program guessed. */
export function isHeadRight(marks: { crown: number; chin: number }, height: number): boolean {
  const cm = headCm(marks, height);
  return cm !== undefined && cm >= photoRule.headCm.least && cm <= photoRule.headCm.most;
}

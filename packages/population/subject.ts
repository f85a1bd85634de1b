import { drawsOf } from "./draw/random.ts";

const hex = (bits: number, digits: number): string => bits.toString(16).padStart(8, "0").slice(0, digits);

/** An identifier of the form of RFC 9562 section 5.8 (version 8: made by a rule of one's own). */
export function subjectOf(root: number, index: number): string {
  const draw = drawsOf(root ^ 0x5bd1e995, index);
  const variant = "89ab"[draw.bits() & 3]!;
  return `${hex(draw.bits(), 8)}-${hex(draw.bits(), 4)}-8${hex(draw.bits(), 3)}-${variant}${hex(draw.bits(), 3)}-${hex(draw.bits(), 8)}${hex(draw.bits(), 4)}`;
}

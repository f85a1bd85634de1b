import type { Draw } from "../draw/random.ts";

/** The levels on disability certificates: 輕度, 中度, 重度, 極重度. */
export type DisabilityLevel = "mild" | "moderate" | "severe" | "profound";

/** About one in twenty people, most of them older; usually mild. */
export function drawDisability(draw: Draw, age: number): DisabilityLevel | null {
  const has = draw.unit();
  const level = draw.unit();
  if (has >= (age >= 65 ? 0.125 : age >= 45 ? 0.055 : 0.018)) return null;
  return level < 0.4 ? "mild" : level < 0.71 ? "moderate" : level < 0.88 ? "severe" : "profound";
}

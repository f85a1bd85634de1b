import type { Expect } from "./table.ts";

/** What a case expects, in short. */
export const allowed = (findings: readonly string[] = [], more: Partial<Expect> = {}): Expect => ({
  result: "allowed",
  findings,
  ...more,
});
export const refused = (...findings: string[]): Expect => ({ result: "refused", findings });
export const missing = (...findings: string[]): Expect => ({ result: "missing", findings });
export const judge = (...findings: string[]): Expect => ({ result: "judge", findings });

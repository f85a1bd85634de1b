export { type AwardRules, readAwardRules } from "./domain/award-rules.ts";
export { signPackage } from "./domain/signed-package.ts";
export type { Answer } from "./intake/take.ts";

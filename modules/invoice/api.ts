export { type AwardRules, readAwardRules } from "./domain/award-rules.ts";

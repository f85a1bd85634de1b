/** Every code that this package gives. The first group is found when a law is put together, the second when it is asked. */
export type LawCode =
  | "law.duplicate"
  | "law.parameter"
  | "law.cycle"
  | "law.unknown-variable"
  | "law.unknown-input"
  | "law.type"
  | "law.range"
  | "law.out-of-range"
  | "law.division-by-zero"
  | "law.columns"
  | "law.overflow"
  | "law.limit";

/** A law that cannot be put together, or a question that it cannot answer; `subject` is the name of what is at fault. */
export class LawError extends Error {
  readonly code: LawCode;
  readonly subject: string;
  constructor(code: LawCode, subject: string, why: string) {
    super(`${subject}: ${why} (${code})`);
    this.name = "LawError";
    this.code = code;
    this.subject = subject;
  }
}

export type DeidCode =
  | "deid.shape"
  | "deid.tree"
  | "deid.cycle"
  | "deid.unknown-code"
  | "deid.duplicate"
  | "deid.negative"
  | "deid.contributors"
  | "deid.value-missing"
  | "deid.total"
  | "deid.rule"
  | "deid.too-large"
  | "deid.solver";

/** A table that cannot be read or does not add up; `subject` is the place in the file. Nothing was protected. */
export class DeidError extends Error {
  readonly code: DeidCode;
  readonly subject: string;

  constructor(code: DeidCode, subject: string, detail: string) {
    super(`${subject}: ${detail}`);
    this.name = "DeidError";
    this.code = code;
    this.subject = subject;
  }
}

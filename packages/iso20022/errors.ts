/** Why a file is refused. `truncated`: it ends in the middle; `disagrees`: it contradicts itself. */
export type FileCode = "malformed" | "truncated" | "too-large" | "not-this-message" | "missing" | "invalid" | "disagrees";

export class InvalidFile extends Error {
  readonly code: FileCode;
  constructor(code: FileCode, detail: string) {
    super(detail);
    this.name = "InvalidFile";
    this.code = code;
  }
}

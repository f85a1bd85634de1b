/** Why an archive is refused; each reader translates these into codes of its own. */
export type ZipCode = "malformed" | "too-large" | "too-many" | "unsafe-name" | "duplicate-name";

export class InvalidArchive extends Error {
  readonly code: ZipCode;
  constructor(code: ZipCode, detail: string) {
    super(detail);
    this.name = "InvalidArchive";
    this.code = code;
  }
}

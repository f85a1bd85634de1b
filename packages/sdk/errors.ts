/** A failure that a caller can tell by its code: one of the platform, or `sdk.*` for what this library refuses. */
export class TroadError extends Error {
  readonly code: string;
  readonly status: number | undefined;
  /** Which sets could not be had, where that is why. */
  readonly sets: readonly { set: string; code: number; reason?: string | null }[];
  /** Which parts of a description are wrong, as JSON pointers. */
  readonly faults: readonly { pointer: string; code: string; detail: string }[];
  constructor(
    code: string,
    detail?: string,
    { status, sets = [], faults = [] }: { status?: number; sets?: TroadError["sets"]; faults?: TroadError["faults"] } = {},
  ) {
    super(detail === undefined ? code : `${code}: ${detail}`);
    this.name = "TroadError";
    this.code = code;
    this.status = status;
    this.sets = sets;
    this.faults = faults;
  }
}

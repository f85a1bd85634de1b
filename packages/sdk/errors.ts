/** A failure that a caller can tell by its code: one of the platform, or `sdk.*` for what this library refuses. */
export class TroadError extends Error {
  readonly code: string;
  readonly status: number | undefined;
  /** Which sets could not be had, where that is why. */
  readonly sets: readonly { set: string; code: number; reason?: string | null }[];
  constructor(code: string, detail?: string, { status, sets = [] }: { status?: number; sets?: TroadError["sets"] } = {}) {
    super(detail === undefined ? code : `${code}: ${detail}`);
    this.name = "TroadError";
    this.code = code;
    this.status = status;
    this.sets = sets;
  }
}

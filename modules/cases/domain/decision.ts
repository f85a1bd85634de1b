/** The rules and figures of a law at one time; `hash` is `lawDigest` of @troad/law. */
export type LawVersion = { name: string; hash: string };

export type Decision = {
  granted: boolean;
  /**
   * By what it was worked out; `submitted`: the hash at the submission, where that was another; `asOf`: the day of the submission, where its
   * rules were better. Decisions of before say nothing of it.
   */
  law?: LawVersion & { submitted?: string; asOf?: string };
  /** Values by law variable. */
  values: Record<string, unknown>;
  /** The trace of packages/law, in order. */
  trace: { variable: string; text: Record<string, string>; article: string | null; value: unknown }[];
  decidedAt: string;
  /** Of a decision by officers: the step, what was chosen there and why. */
  step?: string;
  outcome?: string;
  reasons?: string;
};

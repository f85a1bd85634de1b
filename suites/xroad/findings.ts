import type { Outcome } from "@troad/xroad";
import type { SuiteResult } from "../kit.ts";

/** Collects ids as the contract of suites wants them. */
export class Findings {
  readonly #passed: string[] = [];
  readonly #failed: { id: string; why: string }[] = [];

  /** An id that holds unless there is a reason why not. */
  add(id: string, why: string | undefined): void {
    if (why === undefined) this.#passed.push(id);
    else this.#failed.push({ id, why });
  }

  /** An id that holds when the outcome is this refusal: another one would be right by accident. */
  refused(id: string, outcome: Outcome<unknown>, code: string): void {
    this.add(
      id,
      outcome.ok ? "accepted, should be refused" : outcome.code === code ? undefined : `${outcome.code} instead of ${code}`,
    );
  }

  result(): SuiteResult {
    return { passed: this.#passed, failed: this.#failed };
  }
}

import assert from "node:assert/strict";
import { type LawCode, LawError } from "../errors.ts";

/** Asserts that a run fails with this code. */
export function throwsCode(expected: LawCode, run: () => unknown): void {
  assert.throws(run, (error) => {
    assert.ok(error instanceof LawError);
    assert.equal(error.code, expected, error.message);
    return true;
  });
}

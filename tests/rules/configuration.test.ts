import assert from "node:assert/strict";
import test from "node:test";
import { unlisted } from "../configuration.ts";

test("a variable that code reads and the reference lacks is named, and what the runner sets is not", () => {
  const source = ["NEW_LIMIT", "PORT", "TROAD_TEST_SCRATCH"].map((name) => `process.env.${name}`).join(" ?? ");
  assert.deepEqual(unlisted([source], "| `PORT` | `8080` |"), ["NEW_LIMIT"]);
  assert.deepEqual(unlisted([source], "| `PORT` | `NEW_LIMIT` |"), []);
});

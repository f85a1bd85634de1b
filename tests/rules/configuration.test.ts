import assert from "node:assert/strict";
import test from "node:test";
import { unlisted } from "../configuration.ts";

test("a variable that code reads and the reference lacks is named, and what the runner sets is not", () => {
  const source = "const a = process.env.NEW_LIMIT ?? process.env.PORT; const b = process.env.TROAD_TEST_SCRATCH;";
  assert.deepEqual(unlisted([source], "| `PORT` | `8080` |"), ["NEW_LIMIT"]);
  assert.deepEqual(unlisted([source], "| `PORT` | `NEW_LIMIT` |"), []);
});

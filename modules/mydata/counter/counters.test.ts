import assert from "node:assert/strict";
import { test } from "node:test";
import { counterRole } from "@troad/web";
import { codeFrom, readCode } from "./code.ts";
import { countersOf } from "./counters.ts";

const counters = [
  { id: "north", agency: "moi", area: "63000050", text: {} },
  { id: "west", agency: "moi", area: "65000010", text: {} },
  { id: "tax", agency: "mof", area: "63000050", text: {} },
];
const at = (role: string, agency: string | null, area: string | null) =>
  countersOf(counters, [{ role, agency, area }]).map(({ id }) => id);

test("officers take codes at counters of their agency and area, and others at none", () => {
  assert.deepEqual(at(counterRole, "moi", null), ["north", "west"]);
  assert.deepEqual(at(counterRole, "moi", "63000"), ["north"]);
  assert.deepEqual(at(counterRole, "mof", "65"), []);
  assert.deepEqual(at("case-officer", "moi", null), []);
});

test("a code has eight letters that nobody takes for others, and is read however it is typed", () => {
  let byte = 0;
  const code = codeFrom((count) => Uint8Array.from({ length: count }, () => (byte = (byte + 37) % 256)));
  assert.match(code, /^[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}$/);
  assert.equal(readCode(` ${code.toLowerCase().replace("-", " ")} `), code.replace("-", ""));
  for (const wrong of ["", "1234", "OOOO-OOOO", "ABCD-EFGHJ", "' or 1=1"]) assert.equal(readCode(wrong), undefined, wrong);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { type Child, represents } from "./represents.ts";

const child: Child = {
  ...{ name: "王小明", birthDate: "2024-05-01", status: "alive" },
  ...{ father: "A100000001", mother: "A200000003", guardian: null, responsibility: null },
};

test("both parents represent a child, one alone where responsibility is theirs, and nobody beside a guardian", () => {
  assert.ok(represents("A100000001", child) && represents("A200000003", child));
  assert.ok(!represents("A100000001", { ...child, responsibility: "mother" }));
  assert.ok(represents("A200000003", { ...child, responsibility: "mother" }));
  const ward = { ...child, guardian: "A100000099" };
  assert.ok(represents("A100000099", ward) && !represents("A200000003", ward));
  assert.ok(!represents("A100000055", child));
  assert.ok(!represents("A200000003", { ...child, status: "dead" }));
});

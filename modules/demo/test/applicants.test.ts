import assert from "node:assert/strict";
import { test } from "node:test";
import { isNationalId } from "@troad/forms";
import { findPeople } from "@troad/population";
import { applicants } from "../applicants.ts";

const request = { size: 3_000, seed: "t-road", today: "2026-12-01" };

test("synthetic traffic applies in the name of students that no visitor can be, the same ones at every start", () => {
  const found = applicants(request);
  assert.ok(found.length > 0 && found.length <= 400, String(found.length));
  assert.equal(new Set(found.map(({ subject }) => subject)).size, found.length);
  assert.ok(found.every(({ nationalId, name }) => isNationalId(nationalId) && name !== ""));
  const visitors = new Set(
    Object.values(findPeople(request).students)
      .flat()
      .map(({ person }) => person.subject),
  );
  assert.ok(visitors.size > 0 && found.every(({ subject }) => !visitors.has(subject)));
  assert.deepEqual(applicants(request), found);
  assert.notDeepEqual(applicants({ ...request, seed: "another" }), found);
});

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { type ServiceDefinition, type StepOf, walkPath } from "@troad/flow";
import { CodedError } from "@troad/kernel";
import { loadPinned } from "../domain/services.ts";
import { answersIn, messageOf, noticeHash } from "../notices/request.ts";
import { noticesOpenApi } from "../notices/schema.ts";

const folder = path.resolve(import.meta.dirname, "../../../tests/fixtures/village/services/stall-injury");
const definition = JSON.parse(fs.readFileSync(path.join(folder, "service.json"), "utf8")) as ServiceDefinition;
const pinned = { id: "stall-injury", text: {}, member: "GOV/MOJ" };
const service = loadPinned({ ...pinned, definition }, "TWDEMO");
const step = service.flow.step("report") as StepOf<"notice">;
const right = { id: "r", fields: ["day"], consentRequired: false, endpoints: [{ method: "POST", path: "/notice/report" }] };
const today = "2026-11-29";
const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof CodedError) return error.code;
    throw error;
  }
  return "none";
};

test("a notice needs a right that names its endpoint and no consent, and comes from whom the service says", () => {
  const headers = (more: object = {}, of: object = {}) => ({
    ...{ "x-road-client": "TWDEMO/EDU/NDU/AID", "x-road-id": "x-1", "x-troad-right": JSON.stringify({ ...right, ...of }) },
    ...more,
  });
  const refused = (...asked: Parameters<typeof headers>) => codeOf(() => messageOf(headers(...asked), step));
  assert.equal(refused(), "none");
  for (const client of ["TWDEMO/EDU/NDUX/AID", "TWDEMO/GOV/MOI/REGISTERS", "TWDEMO/EDU", ""])
    assert.equal(refused({ "x-road-client": client }), "notice.not-allowed", client);
  for (const altered of [
    { consentRequired: true },
    { endpoints: [] },
    { endpoints: [{ method: "POST", path: "/notice/other" }] },
  ])
    assert.equal(refused({}, altered), "notice.not-allowed");
  assert.equal(refused({ "x-troad-right": "{" }), "notice.not-allowed");
  assert.equal(refused({ "x-road-id": undefined as unknown as string }), "notice.not-allowed");
});

test("what is reported is read as the pages of the step read it, and only as far as they ask", () => {
  const read = (values: object) => answersIn(service, step, values as Record<string, unknown>, { today });
  assert.deepEqual(read({ day: "2026-11-20", district: "6300001", hurt: false, days: 9 }), {
    ...{ day: "2026-11-20", district: "6300001", hurt: false },
  });
  assert.equal(read({ day: "2026-11-20", district: "6300001", hurt: true, days: 9 }).days, 9);
  assert.equal(
    codeOf(() => read({ day: "2026-12-01", district: "6300001", hurt: false })),
    "notice.incomplete",
  );
  assert.equal(
    codeOf(() => read({ day: ["2026-11-20"], district: { $ne: 1 }, hurt: "maybe" })),
    "notice.incomplete",
  );
});

test("two notices are the same whatever the order of their values", () => {
  const notice = { noticeKey: "notice 1", person: { nationalId: "A123456789", name: "安娜" }, values: { a: 1, b: 2 } };
  assert.equal(noticeHash("report", notice), noticeHash("report", { ...notice, values: { b: 2, a: 1 } }));
  assert.notEqual(noticeHash("report", notice), noticeHash("report", { ...notice, values: { a: 1, b: 3 } }));
  assert.notEqual(noticeHash("report", notice), noticeHash("other", notice));
});

test("the description of a notice is made of the questions of its pages", () => {
  const { paths } = noticesOpenApi(service, [step], "x") as { paths: Record<string, unknown> };
  const text = JSON.stringify(paths["/notice/report"]);
  assert.match(text, /"day":{"type":"string","format":"date"}/);
  assert.match(text, /"enum":\["6300001","6400001"\]/);
  assert.match(text, /"required":\["day","district","hurt"\]/);
});

test("another authority answers nothing that is the person's own, and begins a case only at its notice", () => {
  const signed = structuredClone(definition);
  signed.form.pages[0]!.fields.push({ name: "sworn", type: "declaration", label: "field.sworn" });
  assert.throws(() => loadPinned({ ...pinned, definition: signed }, "TWDEMO"), { code: "flow.prefill", message: /sworn/ });
  const [way] = JSON.parse(fs.readFileSync(path.join(folder, "paths.json"), "utf8")) as Parameters<typeof walkPath>[1][];
  assert.throws(() => walkPath(service, { ...way!, begins: "check" }), {
    code: "flow.path",
    message: /no case begins with check/,
  });
});

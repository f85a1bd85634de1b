import assert from "node:assert/strict";
import { test } from "node:test";
import { complete, editPage, fieldAt, numbersIn, openQuestions, parsePage } from "../index.ts";
import { around, foundingAnswers, foundingForm, plan, scan } from "../test/founding.ts";
import { boundOn } from "./date-bound.ts";

const parse = (page: string, body: object, more: object = {}) => parsePage(foundingForm, page, body, { ...around, ...more });
const codes = (page: string, body: object, more: object = {}): string[] => {
  const parsed = parse(page, body, more);
  return "errors" in parsed
    ? parsed.errors.map(({ field, code, part }) => [field, part, code.slice(6)].filter(Boolean).join(" "))
    : [];
};
const firm = { "seat-district": "63000020", "seat-line": "市府路1號", trade: "0111", plan: "plan" };
const people = {
  "founders-count": "2",
  "founders-0-who-number": "A123456789",
  "founders-0-who-confirmed": "A123456789",
  "founders-0-born": "1990-02-28",
  "founders-0-lives": "no",
  "founders-1-who-number": "b123456780",
  "founders-1-who-confirmed": "B123456780",
  "founders-1-born-year": "89",
  "founders-1-born-month": "1",
  "founders-1-born-day": "31",
  "founders-1-lives": "yes",
  "founders-1-home-district": "64000010",
  "founders-1-home-line": "中正路2號",
  "founders-1-passport": ["scan"],
};

test("what browsers send becomes the canonical answers, which complete the form as they are stored", () => {
  const { seat, trade, plan: plans, founders, truth, signed } = foundingAnswers;
  assert.deepEqual(parse("firm", firm), { values: { seat, trade, plan: plans } });
  assert.deepEqual(parse("people", people), { values: { founders } });
  assert.deepEqual(parse("sign", { truth: "yes", signed: "王小明" }), { values: { truth, signed } });
  assert.ok(complete(foundingForm, foundingAnswers, { today: around.today }));
});

test("an address names a district that there is, and its road", () => {
  assert.deepEqual(codes("firm", { ...firm, "seat-district": "99999999" }), ["seat district not-a-district"]);
  assert.deepEqual(codes("firm", { ...firm, "seat-district": "" }), ["seat district not-a-district"]);
  assert.deepEqual(codes("firm", { ...firm, "seat-line": " " }), ["seat line no-road-line"]);
  assert.deepEqual(codes("firm", { ...firm, "seat-line": "\u202e" }), ["seat line characters"]);
  assert.deepEqual(codes("firm", { ...firm, "seat-district": "", "seat-line": "" }), ["seat required"]);
});

test("one of two thousand is chosen by its suggestion, by its code or from the list of those that fit", () => {
  assert.deepEqual(codes("firm", { ...firm, trade: "0111 Rice" }), []);
  assert.deepEqual(codes("firm", { ...firm, trade: "０１１１　稻作" }), []);
  assert.deepEqual(codes("firm", { ...firm, trade: "rice" }), ["trade not-listed"]);
  assert.deepEqual(codes("firm", { ...firm, trade: "rice", "trade-pick": "0111" }), []);
  assert.deepEqual(codes("firm", { ...firm, trade: "rice", "trade-pick": "9999" }), ["trade not-listed"]);
});

test("a register gives the name of a number, and it counts once it was confirmed", () => {
  const owner = (number: string, confirmed = "") =>
    codes("firm", { ...firm, "owner-number": number, "owner-confirmed": confirmed });
  assert.deepEqual(owner("04595258"), ["owner number not-a-business-number"]);
  assert.deepEqual(owner("04595257"), ["owner number not-confirmed"]);
  assert.deepEqual(owner("04595257", "12345675"), ["owner number not-confirmed"], "another number was confirmed");
  assert.deepEqual(owner("0459 5257", "04595257"), []);
  assert.deepEqual(owner("12345675", "12345675"), ["owner number register-silent"]);
  const made = codes("firm", { ...firm, owner: { number: "04595257", name: "Made up" } });
  assert.deepEqual(made, ["owner number not-confirmed"], "a name that the browser sends is not believed");
  assert.deepEqual(numbersIn(foundingForm.page("people")!, people), [
    { type: "person", number: "A123456789" },
    { type: "person", number: "B123456780" },
  ]);
});

test("files are those that were uploaded for the form, whatever the browser says of them", () => {
  const plans = (value: unknown) => codes("firm", { ...firm, plan: value });
  assert.deepEqual(plans(undefined), ["plan required"]);
  assert.deepEqual(plans("somebody-elses"), ["plan file-unknown"]);
  assert.deepEqual(plans("scan"), ["plan file-kind"], "a picture where a PDF is asked for");
  const altered = parse("firm", { ...firm, plan: { ...plan, sha256: "f".repeat(64) } });
  assert.deepEqual("values" in altered && altered.values.plan, [plan], "its hash is the one that was stored");
  assert.deepEqual(plans([{ ...plan, id: "other" }]), ["plan file-unknown"]);
  assert.deepEqual(codes("firm", { ...firm, plan: ["plan", "b", "c"] }), ["plan file-unknown"]);
});

test("errors in an entry name its input, and empty entries are none", () => {
  const broken = { ...people, "founders-1-born-year": "2020", "founders-1-home-line": "" };
  assert.deepEqual(codes("people", broken), ["founders-1-born too-late", "founders-1-home line no-road-line"]);
  assert.deepEqual(codes("people", { "founders-count": "3" }), ["founders too-few-entries"]);
  assert.deepEqual(codes("people", {}), ["founders too-few-entries"]);
  assert.deepEqual(codes("people", { ...people, "founders-count": "3" }), []);
  const four = Object.fromEntries([0, 1, 2, 3].map((at) => [`founders-${at}-lives`, "no"]));
  assert.ok(codes("people", { ...four, "founders-count": "99" }).includes("founders too-many-entries"));
  const found = fieldAt(foundingForm.page("people")!, "founders-1-born");
  assert.deepEqual([found?.field.name, found?.index], ["born", 1]);
  assert.equal(fieldAt(foundingForm.page("people")!, "founders-1-constructor"), undefined);
});

test("buttons add and remove entries and files, and keep everything else that was typed", () => {
  const page = foundingForm.page("people")!;
  assert.equal(editPage(page, people), undefined);
  const added = editPage(page, { ...people, "founders-add": "1" });
  assert.equal(added?.body["founders-count"], "3");
  assert.equal(editPage(page, { ...people, "founders-count": "3", "founders-add": "1" })?.body["founders-count"], "3", "no more");
  const removed = editPage(page, { ...people, "founders-remove": "0" });
  assert.deepEqual(
    [removed?.body["founders-count"], removed?.body["founders-0-who-number"], removed?.body["founders-1-who-number"]],
    ["1", "b123456780", undefined],
  );
  assert.deepEqual(removed?.removed, []);
  assert.deepEqual(editPage(page, { ...people, "founders-remove": "1" })?.removed, ["scan"], "its documents go with it");
  const dropped = editPage(page, { ...people, "founders-1-passport-drop": "scan" });
  assert.deepEqual([dropped?.body["founders-1-passport"], dropped?.removed], [[], ["scan"]]);
  assert.deepEqual(editPage(page, { ...people, "founders-1-passport-drop": "not-here" })?.removed, []);
  assert.equal(editPage(page, { ...people, "founders-remove": "7" }), undefined);
});

test("a declaration is ticked, and a signature is the person's own name", () => {
  assert.deepEqual(codes("sign", {}), ["truth not-declared", "signed required"]);
  assert.deepEqual(codes("sign", { truth: "no", signed: "李小明" }), ["truth not-declared", "signed not-signed"]);
  assert.deepEqual(codes("sign", { truth: "yes", signed: " 王 小明 " }), []);
  assert.deepEqual(codes("sign", { truth: "yes", signed: "kolas yotaka" }, { signer: "Kolas·Yotaka" }), []);
  assert.deepEqual(codes("sign", { truth: "yes", signed: "x" }, { signer: undefined }), ["signed not-signed"]);
});

test("bounds of dates are counted from today, also over the ends of months", () => {
  assert.equal(boundOn("today-18y", "2026-11-22"), "2008-11-22");
  assert.equal(boundOn("today-1y", "2024-02-29"), "2023-02-28");
  assert.equal(boundOn("today+1m", "2026-01-31"), "2026-02-28");
  assert.equal(boundOn("today-2m", "2026-01-31"), "2025-11-30");
  assert.equal(boundOn("today+30d", "2026-12-20"), "2027-01-19");
  assert.equal(boundOn("2020-01-01", undefined), "2020-01-01");
});

test("stored answers that do not fit are found before they are submitted", () => {
  const altered = (change: object) =>
    openQuestions(foundingForm, { ...foundingAnswers, ...change }, { today: around.today }).map(({ page }) => page);
  assert.deepEqual(altered({ founders: [] }), ["people"]);
  assert.deepEqual(altered({ plan: "plan" }), ["firm"]);
  assert.deepEqual(altered({ founders: [{ who: "A123456789" }, scan] }), ["people"]);
  assert.deepEqual(altered({ seat: "Taipei" }), ["firm"]);
});

test("whatever is sent, a page of these questions answers with values or errors, and soon", () => {
  const deep = JSON.parse(`${"[".repeat(500)}1${"]".repeat(500)}`) as unknown;
  const hostile: object[] = [
    { founders: deep, "founders-count": deep },
    { founders: Array(100_000).fill({ who: "x" }) },
    { founders: [null, 1, "x", [], { __proto__: { who: 1 } }] },
    { "founders-count": "-1" },
    { "founders-count": "1e9", "founders-0-who-number": "A".repeat(1_000_000) },
    { "seat-district": {}, "seat-line": [[]], trade: " ".repeat(1_000_000), plan: Array(1_000_000).fill("plan") },
    { seat: { district: deep }, owner: { number: {} }, plan: [deep], signed: "\u0000", truth: { toString: () => "yes" } },
    JSON.parse('{"__proto__":{"seat-district":"63000020"},"founders-__proto__":"1","founders-count":"3"}') as object,
  ];
  const before = performance.now();
  for (const body of hostile)
    for (const page of foundingForm.pages) {
      const parsed = parse(page.id, body);
      assert.ok("values" in parsed || parsed.errors.length <= 40);
      editPage(page, body as Record<string, unknown>);
      numbersIn(page, body as Record<string, unknown>);
    }
  assert.ok(performance.now() - before < 5_000, "hostile input must not be slow");
});

import assert from "node:assert/strict";
import { test } from "node:test";
import Value from "typebox/value";
import { edgeName, edgesOf, flowSchema, loadFlow } from "../index.ts";
import { definitionOf, permit, surroundings } from "../test/example.ts";

type Loose = {
  parties: Record<string, Record<string, unknown>>;
  steps: Record<string, unknown>[];
  remedies?: Record<string, unknown>;
};
/** Loads the permit after one change to it. */
const changed = (change: (definition: Loose) => void, around = surroundings): (() => unknown) => {
  const copy = structuredClone(permit) as unknown as Loose;
  change(copy);
  return () => loadFlow(definitionOf(copy), around);
};
const step = (definition: Loose, id: string): Record<string, unknown> => definition.steps.find((one) => one.id === id)!;
const codeOf = (load: () => unknown): string => {
  try {
    load();
  } catch (error) {
    return (error as { code: string }).code;
  }
  return "none";
};

test("a flow of every kind of step loads, and its edges count remedies too", () => {
  const flow = loadFlow(definitionOf(permit), surroundings);
  const edges = edgesOf(flow).map(edgeName);
  assert.equal(new Set(edges).size, edges.length);
  assert.ok(edges.includes("data -collected-> council") && edges.includes("data -collected-> fee"));
  assert.ok(edges.includes("end:refused -objection-> objection"));
  assert.equal(edges.length, 26);
});

test("each thing that cannot work is named when the flow is loaded", () => {
  const cases: [string, (definition: Loose) => void][] = [
    ["flow.duplicate-step", (d) => d.steps.push(step(d, "look"))],
    ["flow.first-step", (d) => d.steps.unshift(d.steps.pop()!)],
    ["flow.outcome-missing", (d) => delete (step(d, "fee").next as Record<string, unknown>).overdue],
    ["flow.outcome-unknown", (d) => Object.assign(step(d, "fee").next as object, { waived: "check" })],
    ["flow.unknown-step", (d) => Object.assign(step(d, "fee").next as object, { paid: "nowhere" })],
    ["flow.unguarded", (d) => Object.assign(step(d, "data").next as object, { collected: [{ to: "fee" }, { to: "council" }] })],
    ["flow.unreachable", (d) => Object.assign(step(d, "check").next as object, { doubtful: "approve" })],
    ["flow.no-end", (d) => Object.assign(step(d, "tell-grant").next as object, { sent: "check" }) && closeAll(d)],
    [
      "flow.automatic-cycle",
      (d) =>
        Object.assign(step(d, "certify").next as object, {
          issued: [{ when: { value: "answers.parcel", is: "1" }, to: "enter" }, { to: "tell-grant" }],
        }),
    ],
    ["flow.ask", (d) => Object.assign(step(d, "check").next as object, { asked: "look" })],
    ["flow.ask", (d) => Object.assign(step(d, "fee").next as object, { overdue: "missing" })],
    ["flow.ask", (d) => Object.assign(step(d, "missing").next as object, { supplied: "fee" })],
    ["flow.unknown-party", (d) => Object.assign(step(d, "consent"), { parties: ["neighbour"] })],
    ["flow.unknown-page", (d) => Object.assign(step(d, "apply"), { pages: ["nothing"] })],
    ["flow.unknown-page", (d) => Object.assign(step(d, "apply"), { pages: ["what"] })],
    ["flow.outcome-missing", (d) => Object.assign(step(d, "apply"), { limit: { days: 7 } })],
    ["flow.outcome-unknown", (d) => Object.assign(step(d, "apply").next as object, { expired: "end:closed" })],
    ["flow.unknown-source", (d) => Object.assign(step(d, "data"), { sources: ["sea"] })],
    ["flow.unknown-certificate", (d) => Object.assign(step(d, "certify"), { certificates: ["licence"] })],
    ["flow.unknown-reference", (d) => Object.assign(step(d, "enter"), { key: "answers.plate" })],
    ["flow.unknown-reference", (d) => Object.assign(step(d, "tell-grant"), { letter: "hello" })],
    ["flow.unknown-reference", (d) => Object.assign(step(d, "enter"), { expect: { holder: "answers.plate" } })],
    ["flow.expect", (d) => Object.assign(step(d, "enter"), { expect: { kind: { value: "none" } }, key: undefined })],
    ["flow.expect", (d) => Object.assign(step(d, "enter"), { expect: { kind: { value: "none" } }, create: true })],
    ["flow.committee", (d) => Object.assign(step(d, "council"), { quorum: 6 })],
    ["flow.law", (d) => Object.assign(step(d, "data"), { kind: "assess", sources: undefined, next: { assessed: "fee" } })],
    ["flow.not-by", (d) => Object.assign(step(d, "approve"), { notBy: ["fee"] })],
    ["flow.not-by", (d) => Object.assign(step(d, "approve"), { notBy: ["approve"] })],
    ["flow.party", (d) => Object.assign(d.parties, { second: { kind: "applicant" } })],
    ["flow.party", (d) => Object.assign(d.parties.owner!, { nationalId: "nobody" })],
  ];
  for (const [code, change] of cases) {
    const load = () => {
      const copy = structuredClone(permit) as unknown as Loose;
      change(copy);
      return loadFlow(definitionOf(JSON.parse(JSON.stringify(copy))), surroundings);
    };
    assert.equal(codeOf(load), code, String(change));
  }
});

/** Turns every end into a way back. */
function closeAll(definition: Loose): boolean {
  for (const one of definition.steps)
    for (const [outcome, to] of Object.entries(one.next as Record<string, unknown>))
      if (typeof to === "string" && to.startsWith("end:")) (one.next as Record<string, unknown>)[outcome] = "check";
  return true;
}

test("a step that looks at what one of the ways to it has not brought is refused", () => {
  // the fee would be taken from a register that is asked only later
  const ways = [{ when: { value: "answers.parcel", is: "1" }, to: "fee" }, { to: "data" }];
  assert.equal(codeOf(changed((d) => Object.assign(step(d, "consent").next as object, { signed: ways }))), "none");
  const early = changed((d) => {
    Object.assign(step(d, "consent").next as object, { signed: ways });
    Object.assign(step(d, "fee"), { amount: "sources.land.area" });
  });
  assert.equal(codeOf(early), "flow.too-early");
  // an entry expects what only some ways have brought
  const expecting = (value: string) =>
    changed((d) => {
      Object.assign(step(d, "consent").next as object, { signed: [ways[0]!, { to: "data" }] });
      Object.assign(step(d, "enter"), { expect: { holder: value } });
    });
  assert.equal(codeOf(expecting("answers.ownerName")), "none");
  assert.equal(codeOf(expecting("sources.land.area")), "flow.too-early");
  // on one of two ways alone
  const half = changed((d) => {
    Object.assign(step(d, "enter").next as object, {
      written: [{ when: { value: "outcomes.council", is: "granted" }, to: "certify" }, { to: "certify" }],
    });
  });
  assert.equal(codeOf(half), "flow.too-early");
  // whether the case went that way may be asked
  const went = changed((d) => {
    const ways = [{ when: { value: "outcomes.council", present: true }, to: "certify" }, { to: "certify" }];
    Object.assign(step(d, "enter").next as object, { written: ways });
  });
  assert.equal(codeOf(went), "none");
});

test("what a register answered is there after the entry alone", () => {
  const area = (value: string) => (d: Loose) => Object.assign(step(d, "objection"), { area: value });
  assert.equal(codeOf(changed(area("written.enter.key"))), "flow.too-early");
  assert.equal(codeOf(changed(area("written.enter.colour"))), "flow.unknown-reference");
  assert.equal(codeOf(changed(area("written.check.key"))), "flow.unknown-reference");
  const after = (outcome: string) => (d: Loose) => {
    const ways = [{ when: { value: "written.enter.key", present: true }, to: "check" }, { to: "check" }];
    Object.assign(step(d, "enter").next as object, { [outcome]: ways });
  };
  assert.equal(codeOf(changed(after("refused"))), "flow.too-early");
});

test("what the schema does not know is no definition", () => {
  assert.ok(Value.Check(flowSchema, permit));
  for (const [path, value] of [
    ["kind", "dance"],
    ["next", { submitted: "end:somehow" }],
    ["id", "Apply"],
    ["extra", 1],
  ] as const) {
    const copy = structuredClone(permit) as unknown as Loose;
    Object.assign(copy.steps[0]!, { [path]: value });
    assert.equal(Value.Check(flowSchema, copy), false, path);
  }
});

/** The permit whose owner is named by a second step of kind fill, which comes after the signature or before it. */
const namedLater = (order: "after" | "before", more: (definition: Loose) => void = () => undefined) =>
  changed((d) => {
    Object.assign(step(d, "apply"), { pages: ["what"], next: { submitted: order === "before" ? "name" : "consent" } });
    d.steps.push({ id: "name", kind: "fill", pages: ["whose"], next: { submitted: order === "before" ? "consent" : "data" } });
    if (order === "after") Object.assign(step(d, "consent").next as object, { signed: "name" });
    more(d);
  });

test("who signs or answers has been named on every way to it", () => {
  assert.equal(codeOf(namedLater("before")), "none");
  assert.throws(namedLater("after"), { code: "flow.too-early", message: /step consent: answers.ownerId is not there/ });
  const byOwner = (d: Loose) => Object.assign(step(d, "name"), { by: "owner" });
  assert.throws(namedLater("before", byOwner), { code: "flow.too-early", message: /step name: answers.ownerId/ });
  const unanswered = (d: Loose) =>
    Object.assign(step(d, "name"), { limit: { days: 7 }, next: { submitted: "consent", expired: "consent" } });
  assert.throws(
    namedLater("before", unanswered),
    { code: "flow.too-early", message: /step consent/ },
    "nobody was named in time",
  );
});

test("nothing is granted by the signature of one who was a party before another was named", () => {
  const again = (to: string) =>
    namedLater("before", (d) => {
      d.steps.push({ id: "rename", kind: "fill", pages: ["whose"], next: { submitted: to } });
      Object.assign(step(d, "check").next as object, { doubtful: "rename" });
      Object.assign(step(d, "data").next as object, {
        collected: [{ when: { value: "answers.parcel", is: "1" }, to: "look" }, { to: "fee" }],
      });
      d.steps = d.steps.filter(({ id }) => id !== "council");
    });
  assert.equal(codeOf(again("consent")), "none", "the new party signs");
  assert.throws(again("check"), { code: "flow.party", message: /owner was named again/ });
});

test("a module's act tells what it gives once it is done, counts officers' steps alone, and an answer may name an agency", () => {
  const values = { parcel: "answers.parcel" };
  const act = { id: "do", kind: "act", does: "road.grant-access", values, decided: ["approve"], gives: ["number"] };
  const put =
    (next: object, more: object = {}) =>
    (d: Loose) => {
      Object.assign(step(d, "approve").next as object, { granted: "do" });
      d.steps.push({ ...act, ...more, next });
    };
  const good = { done: "enter", refused: "tell-refusal" };
  assert.equal(codeOf(changed(put(good))), "none");
  const fed = (d: Loose) => {
    put(good)(d);
    Object.assign(step(d, "enter").values as object, { number: "written.do.number" });
  };
  assert.equal(codeOf(changed(fed)), "flow.too-early", "the council's way does not bring it");
  assert.equal(codeOf(changed(put(good, { decided: ["fee"] }))), "flow.act");
  assert.equal(codeOf(changed(put({ done: "enter" }))), "flow.outcome-missing");
  assert.equal(codeOf(changed(put(good, { values: { parcel: "answers.nothing" } }))), "flow.unknown-reference");
  const agency = (from: string) => codeOf(changed((d) => Object.assign(step(d, "approve"), { agency: from })));
  assert.deepEqual(
    [agency("answers.district"), agency("city"), agency("answers.nothing")],
    ["none", "none", "flow.unknown-reference"],
  );
});

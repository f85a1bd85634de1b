import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type Act,
  type Actor,
  allowedActs,
  extendedDay,
  type FlowState,
  lastDay,
  loadFlow,
  next,
  outcomeOfTime,
  rank,
  type StepOf,
  signOutcome,
  voteOutcome,
} from "../index.ts";
import { definitionOf, permit, surroundings } from "../test/example.ts";

const flow = loadFlow(definitionOf(permit), surroundings);
/** Monday to Friday, but for 2026-10-09 (Friday, the day off for the National Day). */
const works = (day: string): boolean => ![0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay()) && day !== "2026-10-09";
const context = {
  today: "2026-10-07",
  works,
  agency: "city",
  agencyOf: ({ agency = "city" }: { agency?: string }) => agency,
  areaOf: () => "6300001",
};
const blank: FlowState = {
  place: null,
  ended: null,
  signatures: {},
  parties: { applicant: ["applicant"], owner: ["owner"] },
  actors: {},
  votes: [],
  assigned: null,
  asked: 0,
  persons: ["anna", "otto"],
  counter: null,
};
const at = (step: string, more: Partial<FlowState> = {}, due: string | null = null): FlowState => ({
  ...blank,
  place: { step, since: "2026-10-01", due, extended: false, visit: 1 },
  ...more,
});
const anna: Actor = { subject: "anna", parties: ["applicant"], posts: [] };
const otto: Actor = { subject: "otto", parties: ["owner"], posts: [] };
const officer = (subject: string, role = "clerk", area: string | null = "63", agency = "city"): Actor => ({
  subject,
  parties: [],
  posts: [{ role, agency, area }],
});
const names = (acts: Act[]): string[] => acts.map(({ act }) => act);

test("each party signs for themselves, and one refusal ends it", () => {
  const state = at("consent");
  assert.deepEqual(names(allowedActs(flow, state, otto, context)), ["sign", "decline"]);
  assert.deepEqual(names(allowedActs(flow, state, anna, context)), ["withdraw"], "the applicant does not sign for the owner");
  const step = flow.step("consent") as StepOf<"sign">;
  const two = { ...state, parties: { ...state.parties, owner: ["owner.1", "owner.2"] } };
  assert.equal(
    signOutcome(step, { ...two, signatures: { "owner.1": "signed" } }),
    undefined,
    "one of several signatures signs nothing",
  );
  assert.equal(signOutcome(step, { ...two, signatures: { "owner.1": "signed", "owner.2": "signed" } }), "signed");
  assert.equal(signOutcome(step, { ...two, signatures: { "owner.1": "signed", "owner.2": "refused" } }), "refused");
});

test("an officer acts in the role, at the agency and in the area of the case alone", () => {
  const state = at("check");
  const mayChoose = (actor: Actor): boolean => names(allowedActs(flow, state, actor, context)).includes("choose");
  assert.ok(mayChoose(officer("olga")));
  assert.ok(mayChoose(officer("olga", "clerk", null)), "an officer of the whole agency");
  for (const [role, area, agency] of [
    ["inspector", "63", "city"],
    ["clerk", "64", "city"],
    ["clerk", "63000010", "city"],
    ["clerk", "63", "county"],
  ] as const)
    assert.ok(!mayChoose(officer("olga", role, area, agency)), `${role} ${area} ${agency}`);
});

test("nobody decides on their own case, nor where they acted in a step that must be another's", () => {
  assert.deepEqual(allowedActs(flow, at("check"), officer("anna"), context), []);
  assert.deepEqual(allowedActs(flow, at("check"), { ...officer("olga"), parties: ["owner"] }, context), []);
  const approve = at("approve", { actors: { check: ["olga"] } });
  assert.deepEqual(names(allowedActs(flow, approve, officer("olga"), context)), ["note", "applicant-died"]);
  assert.deepEqual(names(allowedActs(flow, approve, officer("piet"), context)), ["note", "assign", "choose", "applicant-died"]);
});

test("a case that is assigned is acted on by its holder; what is missing is asked for once", () => {
  const assigned = at("check", { assigned: "piet" });
  assert.deepEqual(
    names(allowedActs(flow, assigned, officer("olga"), context)),
    ["note", "assign", "applicant-died"],
    "taken over first",
  );
  const outcomes = (state: FlowState): readonly string[] =>
    allowedActs(flow, state, officer("piet"), context).flatMap((act) => ("outcomes" in act ? act.outcomes : []));
  assert.deepEqual(outcomes(assigned), ["complete", "doubtful", "asked"]);
  assert.deepEqual(outcomes({ ...assigned, asked: 1 }), ["complete", "doubtful"]);
});

test("after the last day a party does nothing more, and time has its outcome; an officer is only late", () => {
  const late = at("missing", {}, "2026-10-06");
  assert.deepEqual(names(allowedActs(flow, late, anna, context)), ["withdraw"]);
  assert.equal(outcomeOfTime(flow, late, "2026-10-07"), "expired");
  assert.equal(outcomeOfTime(flow, late, "2026-10-06"), undefined, "on the last day there is time");
  assert.equal(outcomeOfTime(flow, at("fee", {}, "2026-10-06"), "2026-10-07"), "overdue");
  assert.equal(outcomeOfTime(flow, at("check", {}, "2026-10-06"), "2026-10-07"), undefined);
});

test("withdrawing ends with the decision; afterwards remedies are open for their time", () => {
  assert.ok(names(allowedActs(flow, at("approve"), anna, context)).includes("withdraw"));
  for (const step of ["enter", "certify", "tell-grant"]) assert.deepEqual(allowedActs(flow, at(step), anna, context), []);
  const refused: FlowState = { ...blank, ended: { end: "refused", told: "2026-09-07" } };
  assert.deepEqual(allowedActs(flow, refused, anna, context), [{ act: "objection", step: "objection", until: "2026-10-07" }]);
  assert.deepEqual(allowedActs(flow, refused, anna, { ...context, today: "2026-10-08" }), []);
  assert.deepEqual(allowedActs(flow, refused, otto, context), [], "not this party's");
  assert.deepEqual(allowedActs(flow, { ...refused, ended: { end: "granted", told: "2026-09-07" } }, anna, context), []);
});

test("limits: the day of the event does not count, and a last day off moves on", () => {
  assert.equal(lastDay({ days: 2 }, "2026-10-07", works), "2026-10-12", "Friday is off, then the weekend");
  assert.equal(lastDay({ workingDays: 2 }, "2026-10-07", works), "2026-10-12");
  assert.equal(
    lastDay({ months: 1 }, "2026-01-31", () => true),
    "2026-02-28",
  );
  assert.equal(lastDay({ months: 2 }, "2026-08-31", works), "2026-11-02", "31 October is a Saturday");
  assert.equal(extendedDay({ workingDays: 10, extension: 3 }, "2026-10-08", works), "2026-10-14");
  assert.equal(extendedDay({ days: 10 }, "2026-10-08", works), undefined);
});

test("guards choose among the ways of an outcome, the last one is open", () => {
  assert.deepEqual(
    next(flow, "data", "collected", (name) => name === "sources.land.protected"),
    { step: "council" },
  );
  assert.deepEqual(
    next(flow, "data", "collected", () => undefined),
    { step: "fee" },
  );
  assert.deepEqual(
    next(flow, "missing", "expired", () => undefined),
    { end: "refused" },
  );
  assert.throws(() => next(flow, "data", "signed", () => undefined), TypeError);
});

test("a committee decides when nothing can change it any more; without quorum it refuses", () => {
  const step = flow.step("council") as StepOf<"committee">;
  const votes = (...sides: ("for" | "against" | "abstain")[]) => sides.map((vote, index) => ({ subject: `m${index}`, vote }));
  assert.equal(voteOutcome(step, votes("for", "for"), false), undefined);
  assert.equal(voteOutcome(step, votes("for", "for", "for"), false), "granted");
  assert.equal(voteOutcome(step, votes("against", "against", "against"), false), "refused");
  assert.equal(voteOutcome(step, votes("for", "for", "against", "abstain", "abstain"), false), "granted");
  assert.equal(voteOutcome(step, votes("for", "for"), true), "refused", "no quorum");
  assert.equal(voteOutcome(step, votes("for", "against", "abstain"), true), "refused", "a tie");
  const member = officer("mia", "councillor", null);
  assert.deepEqual(names(allowedActs(flow, at("council"), member, context)), ["note", "vote", "applicant-died"]);
  assert.deepEqual(
    names(allowedActs(flow, at("council", { votes: votes("for").map((one) => ({ ...one, subject: "mia" })) }), member, context)),
    ["note", "applicant-died"],
  );
});

test("a round is ranked by mean score, then by the earlier submission", () => {
  const ranked = rank(
    [
      { id: "c", scores: [80, 90], submitted: "2026-10-03" },
      { id: "a", scores: [85], submitted: "2026-10-02" },
      { id: "b", scores: [99], submitted: "2026-10-09" },
      { id: "d", scores: [], submitted: "2026-10-01" },
    ],
    2,
  );
  assert.deepEqual(
    ranked.map(({ id, granted }) => `${id} ${granted}`),
    ["b true", "a true", "c false", "d false"],
  );
  assert.deepEqual(ranked[1], { id: "a", rank: 2, of: 4, mean: 85, granted: true });
});

test("a correction of what was granted does not start from a refusal (opencrvs/opencrvs-core#10068)", () => {
  const correction = { from: ["granted"], by: { role: "clerk" }, step: "check" };
  const remedies = { ...permit.remedies, correction };
  const corrected = loadFlow(definitionOf({ ...permit, remedies }), surroundings);
  const ended = (end: "granted" | "refused"): FlowState => ({ ...blank, ended: { end, told: "2026-10-01" } });
  const acts = (end: "granted" | "refused") => names(allowedActs(corrected, ended(end), officer("olga"), context));
  assert.deepEqual(acts("granted"), ["correction"]);
  assert.deepEqual(acts("refused"), []);
});

test("an officer whose post reaches the case closes it when its applicant has died, on whatever step it stands", () => {
  const mayClose = (state: FlowState, actor: Actor): boolean =>
    names(allowedActs(flow, state, actor, context)).includes("applicant-died");
  for (const { id } of flow.steps) assert.ok(mayClose(at(id), officer("olga")), id);
  assert.ok(mayClose(at("fee", {}, "2026-10-06"), officer("olga")), "also when a limit has run out");
  assert.ok(mayClose(at("check", { assigned: "piet" }), officer("olga")), "also when another officer holds it");
  for (const end of ["granted", "refused", "closed"] as const)
    assert.ok(!mayClose({ ...blank, ended: { end, told: "2026-10-01" } }, officer("olga")), `what is ${end} has ended`);
});

test("nobody else closes a case by a death: no party, no officer elsewhere, and no officer in their own case", () => {
  const attackers: Record<string, Actor> = {
    "the applicant": anna,
    "another party": otto,
    "a citizen": { subject: "carl", parties: [], posts: [] },
    "another agency": officer("olga", "clerk", "63", "county"),
    "another role": officer("olga", "auditor"),
    "another area": officer("olga", "clerk", "64"),
    "an officer who is the applicant": officer("anna"),
    "an officer who filed it for the applicant": officer("otto"),
    "an officer who is a party": { ...officer("olga"), parties: ["owner"] },
  };
  for (const step of ["consent", "fee", "check", "enter"])
    for (const [who, actor] of Object.entries(attackers))
      assert.ok(!names(allowedActs(flow, at(step), actor, context)).includes("applicant-died"), `${who} at ${step}`);
});

test("a fee is taken in cash only where the service says so, by an officer whose post reaches the case, and in time", () => {
  const shop = structuredClone(definitionOf(permit)) as { steps: { id: string; cash?: boolean }[] };
  shop.steps.find(({ id }) => id === "fee")!.cash = true;
  const taking = loadFlow(shop as unknown as ReturnType<typeof definitionOf>, surroundings);
  const may = (who: Actor, state = at("fee"), of = taking): boolean =>
    names(allowedActs(of, state, who, context)).includes("cash");
  assert.equal(may(officer("cora")), true);
  assert.equal(may(officer("cora"), at("fee"), flow), false, "a fee that is not taken in cash");
  assert.equal(may(officer("cora", "clerk", "64")), false, "another area");
  assert.equal(may(officer("cora", "clerk", "63", "elsewhere")), false, "another agency");
  assert.equal(may(officer("otto")), false, "a case that they take part in");
  assert.equal(may(anna), false, "who pays");
  assert.equal(may(officer("cora"), at("fee", {}, "2026-10-06")), false, "after the last day");
  assert.equal(may(officer("cora"), at("check")), false, "another step");
});

test("a remedy is counted from a day of the case where that is later than the notice, and only where its guard holds", () => {
  const after = { day: "law.payBy", when: { value: "law.toPay", atLeast: 1 } };
  const remedies = { objection: { ...permit.remedies!.objection!, after } };
  const taxed = loadFlow(definitionOf({ ...permit, remedies }), surroundings);
  const state = { ...blank, ended: { end: "refused" as const, told: "2026-09-07" } };
  const until = (values: Record<string, unknown>, today = context.today) =>
    allowedActs(taxed, state, anna, { ...context, today, read: (name) => values[name] }).map(
      (one) => "until" in one && one.until,
    );
  assert.deepEqual(until({ "law.payBy": "2026-09-20", "law.toPay": 5 }), ["2026-10-20"]);
  assert.deepEqual(until({ "law.payBy": "2026-09-20", "law.toPay": 0 }), ["2026-10-07"], "with nothing to pay from the notice");
  assert.deepEqual(until({ "law.payBy": "2026-09-01", "law.toPay": 5 }), ["2026-10-07"], "an earlier day does not shorten it");
  assert.deepEqual(until({ "law.payBy": "2026-09-20", "law.toPay": 5 }, "2026-10-21"), []);
});

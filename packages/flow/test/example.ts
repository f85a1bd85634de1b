import Value from "typebox/value";
import { type FlowDefinition, type FlowSurroundings, flowSchema } from "../index.ts";

/** A permit of the tests' own: every kind of step, two parties, an area, a remedy. */
export const permit = {
  parties: {
    applicant: { kind: "applicant", represented: ["agent"] },
    owner: { kind: "named", nationalId: "ownerId", name: "ownerName" },
  },
  steps: [
    { id: "apply", kind: "fill", next: { submitted: "consent" } },
    {
      id: "consent",
      kind: "sign",
      parties: ["owner"],
      limit: { days: 14 },
      next: { signed: "data", refused: "end:closed", expired: "end:closed" },
    },
    {
      id: "data",
      kind: "collect",
      sources: ["land"],
      next: { collected: [{ when: { value: "sources.land.protected", is: true }, to: "council" }, { to: "fee" }] },
    },
    { id: "fee", kind: "pay", amount: 300, limit: { days: 7 }, next: { paid: "check", overdue: "end:closed" } },
    {
      id: "check",
      kind: "review",
      role: "clerk",
      area: "answers.district",
      outcomes: ["complete", "doubtful"],
      limit: { workingDays: 10, extension: 10 },
      next: { complete: "approve", doubtful: "look", asked: "missing" },
    },
    { id: "missing", kind: "ask", limit: { days: 10 }, next: { supplied: "check", expired: "end:refused" } },
    {
      id: "look",
      kind: "visit",
      role: "inspector",
      area: "answers.district",
      report: [{ type: "yes-no", name: "safe", label: "report.safe" }],
      next: { reported: "approve" },
    },
    {
      id: "approve",
      kind: "decide",
      by: "officer",
      role: "clerk",
      area: "answers.district",
      notBy: ["check"],
      next: { granted: "enter", refused: "tell-refusal" },
    },
    {
      id: "council",
      kind: "committee",
      role: "councillor",
      seats: 5,
      quorum: 3,
      next: { granted: "enter", refused: "tell-refusal" },
    },
    {
      id: "enter",
      kind: "write",
      register: "GOV/CITY/REGISTERS/permits",
      key: "answers.parcel",
      values: { holder: "answers.ownerName", kind: { value: "permit" } },
      next: { written: "certify", refused: "check" },
    },
    { id: "certify", kind: "issue", certificates: ["permit"], next: { issued: "tell-grant" } },
    { id: "tell-grant", kind: "notify", letter: "granted", to: ["applicant", "owner"], next: { sent: "end:granted" } },
    { id: "tell-refusal", kind: "notify", letter: "refused", next: { sent: "end:refused" } },
    {
      id: "objection",
      kind: "decide",
      by: "officer",
      role: "reviewer",
      outcomes: ["upheld", "dismissed"],
      next: { upheld: "enter", dismissed: "tell-refusal" },
    },
  ],
  remedies: { objection: { from: ["refused"], by: { party: "applicant" }, within: { days: 30 }, step: "objection" } },
} as const;

/** A copy that a test may change, parsed as content is. */
export const definitionOf = (raw: unknown): FlowDefinition => Value.Parse(flowSchema, structuredClone(raw)) as FlowDefinition;

export const surroundings: FlowSurroundings = {
  pages: new Map([
    ["what", ["parcel", "district"]],
    ["whose", ["ownerId", "ownerName"]],
  ]),
  sources: new Map([["land", ["protected", "area"]]]),
  law: [],
  certificates: ["permit"],
  letters: ["granted", "refused"],
};

import assert from "node:assert/strict";
import { test } from "node:test";
import { Compile } from "typebox/compile";
import {
  type Collected,
  checkAgainstLaw,
  FlowError,
  factsOf,
  keepOf,
  listAt,
  loadService,
  recordOf,
  type ServiceDefinition,
  serviceSchema,
  situationOf,
  statementsOf,
  valueAt,
} from "../index.ts";

const definition: ServiceDefinition = {
  version: 1,
  agency: "school",
  subsystem: "AID",
  lifeEvent: "study",
  form: {
    pages: [{ id: "fees", title: "page.fees", fields: [{ name: "fees", type: "money", label: "field.fees", min: 0, max: 9 }] }],
  },
  sources: [
    { id: "household", provider: "GOV/MOI/REGISTERS/household", fields: ["no", "name"], agreement: "a-1" },
    {
      id: "low-income",
      provider: "GOV/MOHW/REGISTERS/low-income",
      fields: ["status"],
      agreement: "a-2",
      absent: { status: "none" },
    },
  ],
  parties: { applicant: { kind: "applicant" } },
  steps: [
    { id: "apply", kind: "fill", next: { submitted: "collect" } },
    { id: "collect", kind: "collect", sources: ["household", "low-income"], next: { collected: "decide" } },
    { id: "decide", kind: "decide", by: "law", next: { granted: "issue", refused: "end:refused" } },
    { id: "issue", kind: "issue", certificates: ["certificate"], next: { issued: "end:granted" } },
  ],
  letters: {},
  law: {
    name: "aid",
    want: ["aid.granted", "aid.why", "aid.amount"],
    grantedWhen: "aid.granted",
    outcome: "aid.why",
    inputs: {
      "aid.fees": "answers.fees",
      "aid.status": "sources.low-income.status",
      "aid.school": { value: "ndu" },
      "aid.home": "sources.household.no",
    },
  },
  certificates: {
    certificate: {
      validMonths: 6,
      statements: [
        { id: "name", label: "certificate.name", from: "sources.household.name", as: "text" },
        { id: "amount", label: "certificate.amount", from: "law.aid.amount", as: "money" },
      ],
    },
  },
};
const law = {
  inputs: ["aid.fees", "aid.status", "aid.school", "aid.home"].map((name) => ({ name })),
  variables: [
    { name: "aid.granted", type: "boolean" },
    { name: "aid.why", type: "code" },
    { name: "aid.amount", type: "money" },
  ],
};
const collected: Collected = {
  answers: { fees: 5 },
  sources: { household: { no: "H1", name: "王小明" }, "low-income": { status: "low" } },
  law: { "aid.amount": 5 },
};

function refused(code: string, change: (service: ServiceDefinition) => void, names = law): void {
  const altered = structuredClone(definition);
  change(altered);
  assert.throws(
    () => checkAgainstLaw(loadService(altered), () => names),
    (error) => {
      assert.ok(error instanceof FlowError);
      assert.equal(error.code, code, error.message);
      return true;
    },
  );
}

test("a service that fits together loads", () => {
  assert.ok(Compile(serviceSchema).Check(definition));
  assert.doesNotThrow(() => checkAgainstLaw(loadService(definition), () => law));
});

test("references that lead nowhere are found", () => {
  refused("flow.unknown-reference", (service) => (service.law!.inputs["aid.fees"] = "answers.fee"));
  refused("flow.unknown-reference", (service) => (service.law!.inputs["aid.home"] = "sources.house.no"));
  refused("flow.unknown-reference", (service) => (service.law!.inputs["aid.home"] = "sources.household.address"));
  refused("flow.law", (service) => (service.law!.inputs["aid.home"] = "law.aid.amount"));
  refused("flow.unknown-reference", (service) => (service.certificates.certificate!.statements[1]!.from = "law.aid.sum"));
  refused("flow.unknown-reference", (service) => (service.law!.grantedWhen = "aid.other"));
  refused("flow.unknown-reference", (service) => (service.sources[1]!.absent = { degree: "none" }));
  refused("flow.duplicate", (service) => (service.sources[1]!.id = "household"));
  refused("flow.duplicate", (service) => (service.certificates.certificate!.statements[1]!.id = "name"));
});

test("what the law does not have is found", () => {
  refused("flow.law", (service) => (service.law!.inputs["aid.nothing"] = "answers.fees"));
  refused("flow.law", () => undefined, { ...law, variables: law.variables.slice(0, 2) });
  refused("flow.law", (service) => (service.law!.grantedWhen = "aid.amount"));
  refused("flow.law", (service) => (service.law!.outcome = "aid.granted"));
});

test("the law gets what is known and nothing else", () => {
  const service = loadService(definition);
  assert.deepEqual(situationOf(service.definition.law!, collected), {
    "aid.fees": 5,
    "aid.status": "low",
    "aid.school": "ndu",
    "aid.home": "H1",
  });
  assert.deepEqual(situationOf(service.definition.law!, { answers: {}, sources: { household: { no: null } } }), {
    "aid.school": "ndu",
  });
});

test("no record means what the source says, or that the case stops", () => {
  assert.equal(recordOf(definition.sources[0]!, null), undefined);
  assert.deepEqual(recordOf(definition.sources[1]!, null), { status: "none" });
  assert.deepEqual(recordOf(definition.sources[1]!, { status: "low" }), { status: "low" });
});

test("a certificate states what was found and decided, and has no gaps", () => {
  assert.deepEqual(
    statementsOf(definition.certificates.certificate!, collected).map(({ id, value }) => [id, value]),
    [
      ["name", "王小明"],
      ["amount", 5],
    ],
  );
  assert.throws(() => statementsOf(definition.certificates.certificate!, { ...collected, law: {} }), TypeError);
});

test("what every object has is no value", () => {
  assert.equal(valueAt("answers.constructor", collected), undefined);
  assert.equal(valueAt("sources.constructor.name", collected), undefined);
  assert.equal(valueAt("law.toString", { ...collected, law: {} }), undefined);
});

test("a case is kept as long as its service says, never shorter than what needs it, and ten years where nothing is said", () => {
  const rule = "keep.rule";
  refused("flow.keep", (service) => {
    service.keep = { rule, months: 11 };
    service.documents = { rule: "documents.rule", keepMonths: 12 };
  });
  refused("flow.keep", (service) => {
    service.keep = { rule, months: 11 };
    service.duplicates = { months: 12 };
  });
  assert.deepEqual(keepOf(definition), { rule: null, months: 120 });
  assert.deepEqual(keepOf({ ...definition, keep: { rule, months: 12 } }), { rule, months: 12 });
  assert.equal(keepOf({ ...definition, documents: { rule, keepMonths: 240 } }).months, 240);
});

test("a part is read of every entry in a list, and a list of values has no gaps", () => {
  const collected: Collected = {
    answers: { movers: [{ nationalId: "B123456780" }, { name: "no number" }] },
    sources: { family: { nationalId: "A123456789", members: [{ nationalId: "A123456789" }, { nationalId: "A223456781" }] } },
  };
  const read = (reference: string) => valueAt(reference, collected);
  assert.deepEqual(read("sources.family.members.nationalId"), ["A123456789", "A223456781"]);
  assert.deepEqual(listAt(["sources.family.nationalId", "answers.movers.nationalId", "answers.others.nationalId"], read), [
    "A123456789",
    "B123456780",
  ]);
});

test("a service of the counter alone needs a rule that keeps what is signed there", () => {
  assert.throws(() => loadService({ ...definition, counterOnly: true }), { code: "flow.documents" });
  const documents = { rule: "rule", keepMonths: 12 };
  assert.equal(loadService({ ...definition, counterOnly: true, documents }).definition.counterOnly, true);
});

test("a secret case is taken at the counter, by officers of one role, and nothing that others are shown follows from it", () => {
  const documents = { rule: "rule", keepMonths: 12 };
  const secret = { officers: 2 };
  for (const other of [{ secret }, { secret, counterOnly: true, documents }])
    assert.throws(() => loadService({ ...definition, ...other }), { code: "flow.secret" });
});

test("facts of an entry have parts, and parts of these; what is not known is left out, and a list has no gaps", () => {
  const known: Record<string, unknown> = { "answers.of": "move", "answers.no": "A0000001", "answers.who": ["a"] };
  const facts = factsOf(
    {
      "entry.of": "answers.of",
      "entry.target.household": "answers.no",
      "entry.target.head": "answers.head",
      "bars.answer": "answers.bars",
      who: ["answers.who", "answers.others"],
      proof: { value: true },
    },
    (reference) => known[reference],
  );
  assert.deepEqual(facts, { entry: { of: "move", target: { household: "A0000001" } }, who: ["a"], proof: true });
});

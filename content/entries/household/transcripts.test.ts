import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { World } from "@troad/entry";
import { childOf, home, married, person } from "./cases/table.ts";
import type { PersonRecord } from "./records.ts";
import { type Copies, transcriptFee } from "./transcript/fees.ts";
import { answerTranscript, type TranscriptAnswer, type TranscriptRequest } from "./transcripts.ts";

const [father, mother] = married(person("林父", "male", "1985-03-04"), person("王母", "female", "1987-05-06"));
const child = { ...childOf(person("林子", "male", "2015-07-08"), father, mother), responsibility: "both" as const };
const aunt = person("王姨", "female", "1990-01-01");
const ward = { ...person("陳受監護", "male", "1960-01-01"), guardian: aunt.nationalId };
const { no, unit } = home("A0000001", "63000050001", [
  [father, "head"],
  [mother, "spouse"],
  [child, "child"],
]);
const people = new Map<string, PersonRecord>([father, mother, child].map((one) => [one.nationalId, { ...one, householdNo: no }]));
for (const one of [aunt, ward]) people.set(one.nationalId, { ...one, householdNo: null });

const world: World = {
  read: (register, key) => (register === "person" ? people.get(key) : key === no ? { ...unit } : undefined),
  keysWith: (_, field, value) => [...people].flatMap(([key, one]) => (field === "spouse" && one.spouse === value ? [key] : [])),
  next: () => 1,
  lot: () => 0,
};

const request = (fields: Partial<TranscriptRequest> & Pick<TranscriptRequest, "kind">): TranscriptRequest => ({
  requester: father.nationalId,
  as: "self",
  subject: father.nationalId,
  withNotes: false,
  askedOn: "2026-03-02",
  office: "63000050",
  pages: 1,
  copies: 1,
  ...fields,
});

type Expected = { result: TranscriptAnswer["result"]; codes?: readonly string[]; names?: readonly string[] };
const reason = { "interest-to-be-judged": "債權契約，經查驗", "interest-of-kin": "繼承" };

const asked: readonly [what: string, asked: TranscriptRequest, expected: Expected][] = [
  ["one's own part", request({ kind: "part" }), { result: "allowed", names: ["林父"] }],
  [
    "the whole household, from one member: their own part and that of a child whom they represent",
    request({ kind: "household" }),
    { result: "allowed", codes: ["only-own-part"], names: ["林父", "林子"] },
  ],
  [
    "a minor child's part, from a parent",
    request({ kind: "part", subject: child.nationalId }),
    { result: "allowed", names: ["林子"] },
  ],
  [
    "a spouse's part, as if it were one's own",
    request({ kind: "part", subject: mother.nationalId }),
    { result: "refused", codes: ["not-own-records"] },
  ],
  [
    "a spouse's part, with an interest: an officer judges",
    request({
      kind: "part",
      as: "interested",
      subject: mother.nationalId,
      interest: { proofShown: true, in: [mother.nationalId] },
    }),
    { result: "judge", codes: ["interest-of-kin"] },
  ],
  [
    "a debtor's part, judged",
    request({
      kind: "part",
      as: "interested",
      requester: aunt.nationalId,
      interest: { proofShown: true, in: [father.nationalId] },
      judged: reason,
    }),
    { result: "allowed", codes: ["interest-to-be-judged"], names: ["林父"] },
  ],
  [
    "a debtor's whole household: only the part of interest",
    request({
      kind: "household",
      as: "interested",
      requester: aunt.nationalId,
      interest: { proofShown: true, in: [father.nationalId] },
      judged: reason,
    }),
    { result: "allowed", codes: ["interest-to-be-judged", "only-part-of-interest"], names: ["林父"] },
  ],
  [
    "an interest in someone else",
    request({
      kind: "part",
      as: "interested",
      requester: aunt.nationalId,
      interest: { proofShown: true, in: [ward.nationalId] },
      judged: reason,
    }),
    { result: "refused", codes: ["interest-elsewhere", "interest-to-be-judged"] },
  ],
  [
    "an interest without proof",
    request({ kind: "part", as: "interested", requester: aunt.nationalId }),
    { result: "missing", codes: ["interest-proof-missing"] },
  ],
  [
    "a ward's part, from the guardian",
    request({ kind: "part", requester: aunt.nationalId, subject: ward.nationalId }),
    { result: "allowed", names: ["陳受監護"] },
  ],
  [
    "a person's own part, through someone with a written mandate",
    request({ kind: "part", requester: aunt.nationalId, mandateOf: father.nationalId, mandateShown: true }),
    { result: "allowed", names: ["林父"] },
  ],
  [
    "the same without the mandate",
    request({ kind: "part", requester: aunt.nationalId, mandateOf: father.nationalId }),
    { result: "missing", codes: ["mandate-missing"] },
  ],
  ["a marriage certificate", request({ kind: "marriage-certificate" }), { result: "allowed", names: ["林父"] }],
  [
    "a marriage certificate of others, whatever the interest",
    request({
      kind: "marriage-certificate",
      as: "interested",
      requester: aunt.nationalId,
      interest: { proofShown: true, in: [father.nationalId] },
      judged: reason,
    }),
    { result: "refused", codes: ["certificate-of-others"] },
  ],
  [
    "a marriage certificate of someone who never married",
    request({ kind: "marriage-certificate", requester: aunt.nationalId, subject: aunt.nationalId }),
    { result: "refused", codes: ["not-married-yet"] },
  ],
  [
    "a divorce certificate of someone who is married again or still",
    request({ kind: "divorce-certificate" }),
    { result: "judge", codes: ["earlier-divorce-to-be-judged"] },
  ],
  [
    "a copy of the original file, elsewhere than where it was made",
    request({ kind: "original", originalOffice: "65000010" }),
    { result: "refused", codes: ["original-elsewhere"] },
  ],
  [
    "a person who does not exist",
    request({ kind: "part", subject: "A100000001" }),
    { result: "refused", codes: ["person-unknown"] },
  ],
];

describe("who may have whose transcript (Household Registration Act, Articles 65 to 66-1)", () => {
  for (const [what, wanted, { result, codes = [], names = [] }] of asked) {
    test(what, () => {
      const answer = answerTranscript(wanted, world);
      assert.deepEqual(
        {
          result: answer.result,
          codes: answer.findings.map(({ code }) => code).sort(),
          names: answer.rows.map(({ name }) => name),
        },
        { result, codes: [...codes].sort(), names },
      );
    });
  }

  test("without notes a paper does not show who acts for a person, and a certificate shows the marriage alone", () => {
    const fields = (kind: TranscriptRequest["kind"], withNotes: boolean): string[] =>
      Object.keys(answerTranscript(request({ kind, withNotes }), world).rows[0] ?? {});
    assert.ok(!fields("part", false).includes("guardian"));
    assert.ok(fields("part", true).includes("guardian"));
    assert.ok(!fields("marriage-certificate", true).includes("fatherName"));
  });
});

const costs: readonly [what: string, copies: Copies, amount: number, article: string][] = [
  ["one page", { kind: "part", pages: 1, copies: 1 }, 15, "D0030026:2"],
  ["two copies of three pages", { kind: "household", pages: 3, copies: 2 }, 90, "D0030026:2"],
  ["English, one page", { kind: "english", pages: 1, copies: 1 }, 100, "D0030026:2"],
  ["English, three copies of two pages: 15 a page from the second", { kind: "english", pages: 2, copies: 3 }, 260, "D0030026:2"],
  ["reading, however many pages", { kind: "reading", pages: 9, copies: 1 }, 15, "D0030026:2"],
  ["the original file", { kind: "original", pages: 4, copies: 1 }, 40, "D0030026:2"],
  ["two marriage certificates", { kind: "marriage-certificate", pages: 1, copies: 2 }, 200, "D0030026:6"],
  ["a divorce certificate", { kind: "divorce-certificate", pages: 1, copies: 1 }, 100, "D0030026:6"],
  ["a record of moves", { kind: "move-record", pages: 1, copies: 1 }, 15, "D0030026:6"],
  [
    "a transcript because the number was changed is free",
    { kind: "part", pages: 1, copies: 1, afterNumberChange: true },
    0,
    "D0030026:2",
  ],
  ["a certificate is not", { kind: "name-record", pages: 1, copies: 1, afterNumberChange: true }, 15, "D0030026:6"],
];

describe("fees of transcripts and certificates (Fee Standards for Household Administration)", () => {
  for (const [what, copies, amount, article] of costs) {
    test(`${what}: NT$${amount}`, () => {
      assert.deepEqual(transcriptFee(copies), { amount, article });
    });
  }
});

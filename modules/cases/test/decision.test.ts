import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { laws } from "@troad/content-law";
import type { ServiceDefinition } from "@troad/flow";
import { type Instant, openContent } from "@troad/kernel";
import { type Law, no, reform, type Variable } from "@troad/law";
import { createRoot, generateSigner, issueCertificate } from "@troad/trust";
import type { CaseAction } from "../api.ts";
import type { Action, ActionData } from "../domain/actions.ts";
import { maskName, signCertificate, signerOf, viewCertificate } from "../domain/certificate.ts";
import { decide, lawVersionOf } from "../domain/decide.ts";
import { fold } from "../domain/fold.ts";
import { loadPinned, loadServices } from "../domain/services.ts";
import { actorOf } from "../engine/acting.ts";

const services = loadServices(openContent([path.resolve(import.meta.dirname, "../../../content")]));
const service = services.all.find(({ definition }) => definition.law?.name === "tuition")!;
const at = "2026-12-01T02:00:00.000Z";
const answers = {
  semester: "115-1",
  tuitionAndFees: 30_000,
  otherSubsidy: false,
  alreadyPaid: false,
  email: "a@example.com",
};
const records: Record<string, Record<string, unknown> | null> = {
  household: { name: "王小明", householdNo: "H1" },
  "low-income": { householdNo: "H1", status: "low", validUntil: "2026-12-31" },
  enrolment: { school: "ndu", schoolName: "National Demo University", level: "university", status: "enrolled" },
};

/** A case that has been submitted, with what its sources answered; null where a register knew nothing. */
function collected(found: typeof records, submitted: ActionData["submitted"] = {}) {
  const actions: Action[] = [
    { type: "opened", data: { service: service.id, subject: "p", nationalId: "A123456789", name: "王小明" } },
    { type: "answered", data: { page: "contact", answers } },
    { type: "submitted", data: submitted },
    ...Object.entries(found).map(
      ([source, record]): Action => ({
        type: "received",
        data: { source, exchangeId: `x-${source}`, found: record !== null, record: record ?? {}, asOf: at },
      }),
    ),
  ];
  return fold(actions.map(({ type, data }, index): CaseAction => ({ seq: index + 1, at, actor: "p", type, data, hash: "" })));
}
const day = { today: "2026-12-01", at: at as Instant };
const decided = (found: typeof records, submitted?: ActionData["submitted"]) => {
  const outcome = decide(service, collected(found, submitted), day);
  if (!("decision" in outcome)) throw new Error(`not decided: ${JSON.stringify(outcome)}`);
  return outcome.decision;
};

test("the law that the service names decides, and says in both languages why", () => {
  const granted = decided(records);
  assert.equal(granted.granted, true);
  assert.equal(granted.values["tuition.reduction"], 30_000);
  assert.ok(granted.trace.length > 0);
  for (const { text } of granted.trace) assert.deepEqual(Object.keys(text), ["zh-Hant", "en"]);
  assert.ok(granted.trace.some(({ article }) => article));
});

test("a decision names the version of its law, and says so where the case was submitted under another", () => {
  const now = lawVersionOf(service)!;
  assert.deepEqual(decided(records, { law: now }).law, now);
  assert.deepEqual(decided(records).law, now, "what was submitted before versions were kept says nothing of it");
  const former = "0".repeat(64);
  assert.deepEqual(decided(records, { law: { ...now, hash: former } }).law, { ...now, submitted: former });
});

test("rules that changed while a case was under way count, unless the former ones grant and the new ones do not forbid", () => {
  const law = laws.get("tuition")!;
  const granted = service.definition.law!.grantedWhen!;
  const eligible = law.definitions.variable(granted)! as Variable<"boolean">;
  const ended = (from: string): Law =>
    reform(law, {
      variables: [{ ...eligible, formulas: [{ from, to: null, announced: from, expr: no }, ...eligible.formulas] }],
    });
  const state = collected(records);
  const under = (changed: Law, one = service) => {
    const outcome = decide(one, state, { ...day, today: "2027-01-10" }, changed);
    return "decision" in outcome ? outcome.decision : assert.fail(outcome.impossible.code);
  };
  const better = under(ended("2026-12-20"));
  assert.deepEqual([better.granted, better.law!.asOf, better.values["tuition.reduction"]], [true, "2026-12-01", 30_000]);
  assert.equal(under(ended("2026-11-20")).granted, false, "changed before the submission");
  assert.equal(under(ended("2027-02-01")).law!.asOf, undefined, "changes after the decision");
  const definition = { ...service.definition, law: { ...service.definition.law!, former: "forbidden" as const } };
  const forbidden = under(ended("2026-12-20"), { ...service, definition });
  assert.deepEqual([forbidden.granted, forbidden.law!.asOf], [false, undefined]);
});

test("what a register does not know counts as the service says, and one altered fact turns the outcome", () => {
  assert.equal(decided({ ...records, "low-income": null }).granted, false);
  assert.equal(decided({ ...records, enrolment: { ...records.enrolment, school: "elsewhere" } }).granted, false);
  const without = decide(service, collected({ ...records, household: null }), day);
  assert.deepEqual(without, { impossible: { code: "source.no-record", source: "household" } });
});

test("a certificate verifies for everybody, names its holder half, and fails once a letter of it is altered or its signer revoked", async () => {
  const [rootKey, signer] = [await generateSigner("P-256"), await generateSigner("P-256")];
  const lasting = { notBefore: new Date("2020-01-01"), notAfter: new Date("2060-01-01") };
  const root = await createRoot({ subject: { CN: "root" }, signer: rootKey, ...lasting });
  const certificate = await issueCertificate({
    profile: "seal",
    subject: { C: "TW", O: "NDU", CN: "NDU", serialNumber: `${services.instance}/${service.member}` },
    publicKey: signer.publicKey,
    issuer: { certificate: root, signer: rootKey },
    ...lasting,
  });
  const [state, now] = [collected(records), new Date(at)];
  state.law = decided(records);
  const code = "AAAAAAAAAAAAAAAAAAAAAAAA";
  const seal = { signer, certificate, chain: [certificate] };
  const { token } = await signCertificate({ service, state, certificate: "certificate", code, now, seal });
  assert.equal(signerOf(token).issuer, service.consumer);
  const view = (text: string, signerStatus: "good" | "revoked" = "good", moment = now) =>
    viewCertificate(text, {
      roots: [root],
      intermediates: [],
      now: moment,
      signerStatus,
    });
  const seen = await view(token);
  assert.deepEqual([seen.valid, seen.code, seen.holder, seen.agency], [true, code, "王○明", "ndu"]);
  assert.ok(!JSON.stringify(seen).includes("王小明") && !JSON.stringify(seen).includes("A123456789"));

  const failed = async (...of: Parameters<typeof view>) =>
    (await view(...of)).checks.filter(({ ok }) => !ok).map(({ step }) => step);
  const [head = "", claims = "", signature = ""] = token.split(".");
  const altered = Buffer.from(Buffer.from(claims, "base64url").toString().replace('"agency":"ndu"', '"agency":"moi"'));
  assert.deepEqual(await failed(`${head}.${altered.toString("base64url")}.${signature}`), ["signature", "issuer"]);
  assert.deepEqual(await failed(token, "revoked"), ["issuer"]);
  assert.deepEqual(await failed(token, "good", new Date("2030-01-01")), ["validity"]);
});

test("of a name only the first and the last character are shown", () => {
  assert.deepEqual(["王", "王明", "王小明", "歐陽小明", "𠮷田明"].map(maskName), ["王", "王○", "王○明", "歐○○明", "𠮷○明"]);
});

test("the person who applied is the applicant, in whatever order the definition or its stored copy names the parties", () => {
  const village = path.resolve(import.meta.dirname, "../../../tests/fixtures/village/services/stall-permit/service.json");
  const definition = JSON.parse(fs.readFileSync(village, "utf8")) as ServiceDefinition;
  const { applicant, ...others } = definition.parties;
  for (const parties of [
    { applicant: applicant!, ...others },
    { ...others, applicant: applicant! },
  ]) {
    const pinned = { id: "stall-permit", definition: { ...definition, parties }, text: {}, member: "GOV/MOJ" };
    const person = { subject: "p", name: "王小明", posts: [], stands: false };
    assert.deepEqual(actorOf(loadPinned(pinned, "T"), collected({}), person).parties, ["applicant"]);
  }
});

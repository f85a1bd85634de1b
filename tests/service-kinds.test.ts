import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { isAutomatic, isOfficerStep, type Service } from "@troad/flow";
import { root } from "./kit/government.ts";
import { isWithdrawn } from "./kit/service-http.ts";
import { openService, pathsOf, servicesIn, walkOf } from "./kit/service-report.ts";

/**
 * What can become of an application: granted, refused by a rule, refused by an officer with reasons, more papers asked, withdrawn, objected to. A service
 * that lacks one says why; the edges of what it has are walked by its paths (`service-paths.test.ts`).
 */
const kinds = ["granted", "rule", "officer", "asked", "withdrawn", "objected"] as const;
type Kind = (typeof kinds)[number];

/** Which of them a service has, by the edges that its paths walk. */
function kindsOf(service: Service, folder: string): Set<Kind> {
  const { flow } = service;
  const ways = pathsOf(folder).map((one) => ({ one, walked: walkOf(service, one) }));
  const edges = ways.flatMap(({ walked }) => walked.edges);
  const officers = new Set(flow.steps.filter(isOfficerStep).map(({ id }) => id));
  const lost = ways.filter(({ one }) => one.end !== "granted");
  const refused = (own: (step: string) => boolean): boolean =>
    lost.some(({ one }) => (one.choices ?? []).some(({ step }) => own(step)));
  const byRule = flow.steps.filter((step) => isAutomatic(step) && edges.some((edge) => edge.startsWith(`${step.id} -refused->`)));
  const has: Record<Kind, boolean> = {
    granted: ways.some(({ one }) => one.end === "granted"),
    rule: byRule.length > 0 || lost.some(({ one }) => !(one.choices ?? []).some(({ step }) => officers.has(step))),
    officer: refused((step) => officers.has(step)),
    asked: edges.some((edge) => edge.includes(" -asked-> ")),
    withdrawn: isWithdrawn({ service }),
    objected: edges.some((edge) => /^end:\w+ -(objection|appeal)->/.test(edge)),
  };
  return new Set(kinds.filter((kind) => has[kind]));
}
/** Kinds that a service does not have, each with the reason. */
const without: Record<string, Partial<Record<Kind, string>>> = {};
const lacks = (service: string, reason: string, ...lacking: Kind[]): void => {
  without[service] = { ...without[service], ...Object.fromEntries(lacking.map((kind) => [kind, reason])) };
};
lacks("birth-notice", "a hospital has to report; nothing is decided on it", "officer", "asked", "withdrawn", "objected");
lacks("death-notice", "a hospital has to report; nothing is decided on it", "officer", "asked", "withdrawn", "objected");
lacks(
  "tuition-reduction",
  "the law decides at once, and other papers go into a new application",
  "officer",
  "asked",
  "withdrawn",
  "objected",
);
lacks("tax-paid-certificate", "the registers of four offices decide at once", "officer", "asked", "withdrawn", "objected");
lacks("tax-question", "a question is answered and not decided", "rule", "officer", "asked", "objected");
lacks("burial-cremation-permit", "an officer reads the certificate of death; no rule decides", "rule");
lacks("household-transcript", "an officer sees who may have it; no rule decides", "rule");
lacks("vehicle-transfer", "registers know all of it; the applicant has no paper to add", "asked");
lacks("police-criminal-record", "registers and courts answer; the applicant has no paper to add", "asked");
lacks("income-tax-return", "a return is assessed and never refused; the assessment is objected to", "officer");
lacks("business-tax-return-401", "a return is assessed and never refused; the assessment is objected to", "officer");

const folders = servicesIn(path.join(root, "content"));
for (const folder of folders)
  test(`${path.basename(folder)} is granted, refused, asked about, withdrawn and objected to, or says why not`, () => {
    const service = path.basename(folder);
    const has = kindsOf(openService(folder), folder);
    const lacking = Object.keys(without[service] ?? {});
    assert.deepEqual(
      kinds.filter((kind) => !has.has(kind)),
      kinds.filter((kind) => lacking.includes(kind)),
    );
  });

test("no reason is left of a service that is gone", () => {
  const known = folders.map((folder) => path.basename(folder));
  assert.deepEqual(
    Object.keys(without).filter((service) => !known.includes(service)),
    [],
  );
});

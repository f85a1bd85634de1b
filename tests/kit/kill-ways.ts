import assert from "node:assert/strict";
import type { CasesApi, CaseView } from "@troad/cases/api";

export type Person = Parameters<CasesApi["acts"]>[0]["person"];
type Act = Parameters<CasesApi["act"]>[0]["act"];
export type Next = { person: Person; act: Act } | "pay" | "wait" | "done";
const otto: Person = { subject: "otto", nationalId: "B123456780", name: "奧托", posts: [] };
const inspector = (subject: string): Person => ({
  ...{ subject, name: subject, posts: [{ role: "inspector", agency: "moj", area: null }] },
});
export const [ida, ivo, ilse, ina] = ["ida", "ivo", "ilse", "ina"].map(inspector) as [Person, Person, Person, Person];

/** Submits an application that may break off while it is submitted. */
export async function submitted(cases: CasesApi, id: string, subject: string): Promise<void> {
  for (let tries = 0; tries < 3; tries++) {
    const failure = await cases.submit({ id, subject }).then(
      () => null,
      (error: unknown) => error,
    );
    if (failure === null) return;
    assert.match(String(failure), /killed before write/);
  }
  assert.fail(`${id} is not submitted`);
}

/** What comes next in a case that a visit follows, whose refusal is objected to, and whose permit is revoked in the end. */
export function long({ step, ended, actions }: CaseView, applicant: Person): Next {
  const did = (type: string): boolean => actions.some((one) => one.type === type);
  if (step === null && ended === "granted") return { person: ida, act: { act: "correction", reason: "wrong goods" } };
  if (step === null && ended === "refused")
    return did("certificate-revoked") ? "done" : { person: applicant, act: { act: "objection", reason: "It is safe now" } };
  switch (step?.id) {
    case "consent":
      return { person: otto, act: { act: "sign", party: "partner" } };
    case "check":
      return did("asked")
        ? { person: ida, act: { act: "choose", outcome: "doubtful", reasons: "unclear" } }
        : { person: ida, act: { act: "ask", items: ["A plan"], text: "" } };
    case "missing":
      return { person: applicant, act: { act: "supply", text: "Here", documents: [] } };
    case "look":
      return { person: ida, act: { act: "report", report: { safe: "no" } } };
    case "decide":
      return { person: ivo, act: { act: "choose", outcome: "refused", reasons: "unsafe" } };
    case "objection":
      return { person: ilse, act: { act: "choose", outcome: "upheld", reasons: "repaired" } };
    default:
      return "wait";
  }
}

let seats = 0;
/** Of one that a council grants for a fee. */
export function short({ step, ended, fee }: CaseView): Next {
  if (step === null && ended === "granted") return "done";
  switch (step?.id) {
    case "consent":
      return { person: otto, act: { act: "sign", party: "partner" } };
    case "check":
      return { person: ida, act: { act: "choose", outcome: "disputed", reasons: "neighbours" } };
    case "council":
      // who has voted may not again, and the applicant is not shown who has
      return { person: seats++ % 2 === 0 ? ilse : ina, act: { act: "vote", vote: "for" } };
    case "fee":
      return fee?.address && !fee.paidAt ? "pay" : "wait";
    default:
      return "wait";
  }
}

/** The same, paid in cash at the counter. */
export function cash(view: CaseView): Next {
  const { fee, step } = view;
  if (step?.id !== "fee") return short(view);
  return fee?.address && !fee.paidAt ? { person: ida, act: { act: "cash", amount: fee.amount } } : "wait";
}

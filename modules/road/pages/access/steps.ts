import type { CatalogueEntry } from "../../api.ts";
import type { Operation } from "../parts.ts";
import { type Body, listIn, textIn } from "./form.ts";

/** The questions of an application, one per page, in this order. */
export const steps = ["subsystem", "purpose", "legalBasis", "fields", "endpoints", "volume", "validUntil", "consent"] as const;
export type Step = (typeof steps)[number];

/** The possible answers: the subsystems of the applicant, the fields and operations of the service. */
export type Choices = { service: CatalogueEntry; subsystems: string[]; endpoints: Operation[]; today: string };

/** The steps of this application: a service without a description has no operations to choose. */
export const stepsOf = ({ endpoints }: Choices): Step[] => steps.filter((step) => step !== "endpoints" || endpoints.length > 0);

const longestText = 500;
const known = (given: string[], offered: string[]): boolean => given.every((one) => offered.includes(one));

/** Whether the answer of a step is acceptable. */
export function isAnswered(step: Step, answers: Body, { service, subsystems, endpoints, today }: Choices): boolean {
  switch (step) {
    case "subsystem":
      return subsystems.includes(textIn(answers, step));
    case "purpose":
    case "legalBasis": {
      const { length } = textIn(answers, step);
      return length > 0 && length <= longestText;
    }
    case "fields": {
      const given = listIn(answers, step);
      return (
        given.length > 0 &&
        known(
          given,
          service.fields.map(({ name }) => name),
        )
      );
    }
    case "endpoints":
      return known(
        listIn(answers, step),
        endpoints.map(({ method, path }) => `${method} ${path}`),
      );
    case "volume":
      return /^[1-9]\d{0,8}$/.test(textIn(answers, step));
    case "validUntil": {
      const day = textIn(answers, step);
      return day === "" || (/^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(Date.parse(day)) && day >= today);
    }
    case "consent":
      return ["yes", "no"].includes(textIn(answers, step));
  }
}

/**
 * Where the reader is, from the address alone: nothing is stored before an application is submitted. `at` is the step that was answered,
 * `change` one to answer again; after the last step, or a change, comes the check of all answers.
 */
export function placeOf(answers: Body, choices: Choices): { step: Step | "check"; isWrong: boolean } {
  const own = stepsOf(choices);
  const named = (key: string): Step | undefined => own.find((step) => step === answers[key]);
  const change = named("change");
  if (change) return { step: change, isWrong: false };
  const at = named("at");
  if (at && !isAnswered(at, answers, choices)) return { step: at, isWrong: true };
  // an address written by hand leads to the first step without an answer
  const until = at && answers.checked !== "yes" ? own.slice(0, own.indexOf(at) + 1) : at ? own : [];
  const missing = until.find((step) => !isAnswered(step, answers, choices));
  return { step: missing ?? own[until.length] ?? "check", isWrong: false };
}

/** The answers as the query string of an address. */
export function queryOf(provider: string, answers: Body, more: Record<string, string>): string {
  const query = new URLSearchParams({ provider });
  for (const step of steps) for (const one of listIn(answers, step)) query.append(step, one);
  for (const [name, value] of Object.entries(more)) query.append(name, value);
  return query.toString();
}

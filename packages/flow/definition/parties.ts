import { FlowError } from "../errors.ts";
import type { Flow, FlowSurroundings } from "./flow.ts";
import { exitsOf } from "./outcomes.ts";
import { endOf, type Step } from "./steps.ts";

/** The parties that a step waits for, as far as it names them. */
export function actingIn(step: Step): string[] {
  if (step.kind === "sign") return step.parties;
  const by = step.kind === "fill" || step.kind === "ask" || step.kind === "pay" ? step.by : undefined;
  return by === undefined ? [] : [by];
}

/** The answers that say who a party is; none of the applicant, who opened the case. */
export function namesOf({ definition }: Flow, party: string): string[] {
  const found = definition.parties[party];
  if (found?.kind !== "named") return [];
  return (found.each === undefined ? [found.nationalId, found.name] : [found.each]).map((name) => `answers.${name}`);
}

type Standing = "open" | "signed" | "renamed";

/**
 * Nobody is granted anything by the signature of a person who is not the party any more: a step that asks again who a party is needs another
 * signature after it, on every way to a grant.
 */
export function checkSigned(flow: Flow, { pages }: FlowSurroundings): void {
  for (const party of new Set(flow.steps.flatMap((step) => (step.kind === "sign" ? step.parties : [])))) {
    const names = namesOf(flow, party).map((name) => name.slice("answers.".length));
    const asks = (step: Step): boolean =>
      (step.kind === "fill" || step.kind === "notice") &&
      (step.pages ?? [...pages.keys()]).some((page) => pages.get(page)?.some((field) => names.includes(field)));
    const after = (step: Step, outcome: string, standing: Standing): Standing => {
      if (step.kind === "sign" && outcome === "signed" && step.parties.includes(party)) return "signed";
      return standing === "signed" && outcome !== "expired" && asks(step) ? "renamed" : standing;
    };
    walk(flow, after, (step) => {
      throw new FlowError("flow.party", `step ${step.id}`, `grants after ${party} was named again, who then has not signed`);
    });
  }
}

/** Goes along every way from every beginning; a grant that is reached while a party is renamed is told. */
function walk(
  flow: Flow,
  after: (step: Step, outcome: string, standing: Standing) => Standing,
  granted: (step: Step) => void,
): void {
  const seen = new Set<string>();
  const starts = flow.steps.filter((step) => step === flow.first || step.kind === "notice");
  const open: [Step, Standing][] = starts.map((step) => [step, "open"]);
  for (let next = open.pop(); next; next = open.pop()) {
    const [step, standing] = next;
    if (seen.has(`${step.id} ${standing}`)) continue;
    seen.add(`${step.id} ${standing}`);
    for (const { outcome, to } of exitsOf(step)) {
      const then = after(step, outcome, standing);
      const end = endOf(to);
      if (end === "granted" && then === "renamed") granted(step);
      const targets = end ? flow.remedies.filter(({ from }) => from.includes(end)).map((remedy) => remedy.step) : [to];
      for (const id of targets) open.push([flow.step(id)!, then]);
    }
  }
}

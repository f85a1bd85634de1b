import { FlowError } from "../errors.ts";
import { broughtFrom } from "./brought.ts";
import { entriesOf } from "./check-graph.ts";
import { type Derived, isDerived, referencesIn } from "./derived.ts";
import type { Flow, FlowSurroundings } from "./flow.ts";
import { caseParts, isAsked, isReference, parseReference, referencesOf, wentThrough } from "./guard.ts";
import { exitsOf } from "./outcomes.ts";
import { actingIn, namesOf } from "./parties.ts";
import { endOf, isOfficerStep, type Step, type StepOf } from "./steps.ts";
import { isWritten } from "./written.ts";

/** What has come together whichever way led to a step: `answers.<field>`, `sources.<id>`, `law`, `outcomes.<step>`, `written.<step>`. */
export type Available = ReadonlySet<string>;

const at = (step: Step): string => `step ${step.id}`;
type StepValue = string | number | { value: unknown } | Derived | undefined;

/** What a step adds for those after it. */
function produces(step: Step, { pages }: FlowSurroundings, outcome: string): string[] {
  const own = [`outcomes.${step.id}`];
  if (outcome === "expired") return own;
  if (step.kind === "fill" || step.kind === "notice")
    return [
      ...own,
      `written.${step.id}`,
      ...(step.pages ?? [...pages.keys()]).flatMap((page) => (pages.get(page) ?? []).map((name) => `answers.${name}`)),
    ];
  if (step.kind === "collect") return [...own, ...step.sources.map((id) => `sources.${id}`)];
  if ((step.kind === "pay" || step.kind === "payout") && outcome === "paid") return [...own, `written.${step.id}`];
  if (
    (step.kind === "write" && outcome === "written") ||
    (step.kind === "act" && outcome === "done") ||
    step.kind === "visit" ||
    step.kind === "draw" ||
    step.kind === "match"
  )
    return [...own, `written.${step.id}`];
  if (step.kind === "assess" || (step.kind === "decide" && step.by === "law")) own.push("law");
  return own;
}

const shownIn = ({ shows = [] }: StepOf<"fill">): string[] =>
  shows.flatMap(({ variables }) => variables.map((name) => `law.${name}`));

/** References of the step itself, which look back; its guards may look at what it produced. */
function usesOf(flow: Flow, step: Step): string[] {
  const values: StepValue[] = actingIn(step).flatMap((party) => namesOf(flow, party));
  if (isOfficerStep(step)) {
    values.push(step.area);
    if (step.agency !== undefined && isReference(step.agency)) values.push(step.agency);
  }
  if (step.kind === "fill") values.push(...Object.values(step.prefill ?? {}).flatMap(broughtFrom), ...shownIn(step));
  if (step.kind === "match") values.push(...step.claims, ...step.within);
  if (step.kind === "pay") values.push(step.amount);
  if (step.kind === "payout") values.push(step.amount, step.account);
  if (step.kind === "entitle") values.push(step.account, step.for, step.from, ...Object.values(step.facts));
  if (step.kind === "write") {
    const fields = [step.values, step.add ?? {}, step.expect ?? {}].flatMap((of) => Object.values(of).flat());
    values.push(step.key, step.entry?.office, ...fields);
    values.push(...(step.entry?.filers ?? []).flatMap(({ as }) => (isReference(as) ? as : [])));
  }
  if (step.kind === "act") values.push(...Object.values(step.values).flat());
  if (step.kind === "committee") values.push(step.rank?.round);
  return values.flatMap((value) => (typeof value === "string" ? [value] : isDerived(value) ? referencesIn(value) : []));
}

/** What is there on every way to a step: the least over all steps before it, worked out until nothing changes. */
export function availableAt(flow: Flow, surroundings: FlowSurroundings): Map<string, Set<string>> {
  const before = new Map<string, Set<string>>();
  const merge = (id: string, given: ReadonlySet<string>): boolean => {
    const known = before.get(id);
    if (!known) {
      before.set(id, new Set(given));
      return true;
    }
    const kept = [...known].filter((name) => given.has(name));
    if (kept.length === known.size) return false;
    before.set(id, new Set(kept));
    return true;
  };
  const open: string[] = [];
  const enter = (id: string, given: ReadonlySet<string>): void => {
    if (merge(id, given)) open.push(id);
  };
  enter(flow.first.id, new Set());
  for (const { id, kind } of flow.steps) if (kind === "notice") enter(id, new Set());
  for (let id = open.shift(); id !== undefined; id = open.shift()) {
    const step = flow.step(id)!;
    for (const { outcome, to } of exitsOf(step)) {
      const after = new Set([...before.get(id)!, ...produces(step, surroundings, outcome)]);
      const end = endOf(to);
      if (!end) enter(to, after);
      else for (const remedy of flow.remedies) if (remedy.from.includes(end)) enter(remedy.step, after);
    }
  }
  return before;
}

/** No step, guard or amount looks at what some way to it has not brought yet. */
export function checkOrder(flow: Flow, surroundings: FlowSurroundings): void {
  const before = availableAt(flow, surroundings);
  const lost = entriesOf(flow).find((id) => !before.has(id));
  if (lost) throw new FlowError("flow.unreachable", `step ${lost}`, "no end leads to it");
  for (const step of flow.steps) {
    const given = before.get(step.id)!;
    for (const reference of usesOf(flow, step)) checkReference(flow, step, reference, given, surroundings);
    for (const { outcome, when } of exitsOf(step)) {
      const after = new Set([...given, ...produces(step, surroundings, outcome), ...wentThrough(when)]);
      for (const reference of referencesOf(when)) checkReference(flow, step, reference, after, surroundings);
    }
  }
}

function checkReference(
  flow: Flow,
  step: Step,
  reference: string,
  given: Available,
  { pages, sources, law }: FlowSurroundings,
): void {
  const { kind, source, name } = parseReference(reference);
  const unknown = (what: string) => new FlowError("flow.unknown-reference", at(step), `${reference}: ${what}`);
  if (kind === "answers" && ![...pages.values()].some((fields) => fields.includes(name)))
    throw unknown("the form has no such field");
  if (kind === "sources" && !isAsked(sources.get(source), name)) throw unknown("no source is asked for it");
  if (kind === "law" && !law.includes(name)) throw unknown("the law does not work it out");
  if (kind === "written" && !isWritten(flow.step(source), name)) throw unknown("no step writes it");
  if (kind === "case" && !caseParts.includes(name)) throw unknown("no case knows it");
  if (kind === "case") return;
  const needed = kind === "law" ? "law" : kind === "sources" || kind === "written" ? `${kind}.${source}` : reference;
  if (!given.has(needed))
    throw new FlowError("flow.too-early", at(step), `${reference} is not there on every way that leads here`);
}

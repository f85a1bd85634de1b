import { type Answers, answersBefore } from "@troad/forms";
import { edgeName, edgesOf } from "../definition/load.ts";
import { outcomesOf } from "../definition/outcomes.ts";
import { type End, isAutomatic, type Step } from "../definition/steps.ts";
import { FlowError } from "../errors.ts";
import { lockedIn, nextPageOf, offeredIn, pagesOf, parsePageOf, reasonsMissing } from "../run/fill.ts";
import { next } from "../run/next.ts";
import { type Collected, factsOf, lawDayOf, recordOf, situationOf, valueAt, writtenValue } from "../service/collect.ts";
import { lawsOf, type Service } from "../service/load.ts";
import type { ServicePath } from "./schema.ts";

/** Works out what a service wants of its law on a day; `missing`: inputs that it did not have. */
export type Calculate = (asked: { law: string; want: readonly string[]; situation: Record<string, unknown>; at: string }) => {
  values: Record<string, unknown>;
  missing: readonly { input: string }[];
};

/** What a path went through: the names of the edges, and all that had come together at its end. */
export type Walked = { edges: readonly string[]; end: End; last: string; collected: Collected; entries: readonly Stated[] };
/** What a path applies for at a register that changes by kinds of entry. */
export type Stated = { step: string; register: string; kind: string; facts: Record<string, unknown> };

type Walking = {
  service: Service;
  path: ServicePath;
  calculate: Calculate | undefined;
  collected: Collected;
  entries: Stated[];
};

/** More steps than any case takes: a path that turns in a circle is told so. */
const mostSteps = 500;
const wrong = (path: ServicePath, why: string) => new FlowError("flow.path", `path ${path.id}`, why);

/** Goes through a service as the path says; throws FlowError where the service does not go along, or ends otherwise than the path says. */
export function walkPath(service: Service, path: ServicePath, calculate?: Calculate): Walked {
  const { flow } = service;
  const { applicant = "A123456789", signer: name = "王大文" } = path.around ?? {};
  const own = { number: "0000-0000-0001", applicant, name, today: path.at };
  const collected: Collected = { answers: {}, sources: {}, outcomes: {}, written: {}, case: own };
  const walking: Walking = { service, path, calculate, collected, entries: [] };
  const edges: string[] = [];
  const choices = [...(path.choices ?? [])];
  const chosen = (at: string): string | undefined => (choices[0]?.step === at ? choices.shift()!.outcome : undefined);
  const begins = path.begins === undefined ? flow.first : flow.step(path.begins);
  if (!begins || (begins !== flow.first && begins.kind !== "notice")) throw wrong(path, `no case begins with ${path.begins}`);
  let step: Step = begins;
  for (let taken = 0; taken < mostSteps; taken++) {
    const outcome = arrive(walking, step, chosen(step.id));
    collected.outcomes = { ...collected.outcomes, [step.id]: outcome };
    const read = (reference: string) => valueAt(reference, collected);
    const target = next(flow, step.id, outcome, read);
    edges.push(edgeName({ from: step.id, outcome, to: "end" in target ? `end:${target.end}` : target.step }));
    if ("step" in target) {
      step = flow.step(target.step)!;
      continue;
    }
    const { end } = target;
    const remedy = chosen(`end:${end}`);
    if (remedy === undefined) return finished(path, choices, { edges, end, last: step.id, collected, entries: walking.entries });
    const found = flow.remedies.find(({ name, from }) => name === remedy && from.includes(end));
    if (!found) throw wrong(path, `nothing called ${remedy} follows ${end}`);
    edges.push(edgeName({ from: `end:${end}`, outcome: remedy, to: found.step }));
    step = flow.step(found.step)!;
  }
  throw wrong(path, `it does not end within ${mostSteps} steps`);
}

/** The path has said of all of it how it would be. */
function finished(path: ServicePath, unused: readonly { step: string; outcome: string }[], walked: Walked): Walked {
  const [left] = unused;
  if (left) throw wrong(path, `it ends ${walked.end} at ${walked.last}, and never came to ${left.step} -${left.outcome}->`);
  if (walked.end !== path.end || walked.last !== path.last)
    throw wrong(path, `it ends ${walked.end} at ${walked.last}, not ${path.end} at ${path.last}`);
  for (const [name, value] of Object.entries(path.expected))
    if (walked.collected.law?.[name] !== value)
      throw wrong(path, `${name} is ${String(walked.collected.law?.[name])}, not ${String(value)}`);
  return walked;
}

/** Does what a step does, and gives the outcome with which the case leaves it. */
function arrive(walking: Walking, step: Step, chosen: string | undefined): string {
  const { path, collected } = walking;
  const isLeft = chosen === "expired";
  if ((step.kind === "fill" && !isLeft) || step.kind === "notice") fillIn(walking, step);
  if (step.kind === "collect") for (const id of step.sources) ask(walking, id);
  if (step.kind === "assess" || (step.kind === "decide" && step.by === "law")) assess(walking);
  const possible = outcomesOf(step);
  if (chosen !== undefined && !possible.includes(chosen)) throw wrong(path, `step ${step.id} has no outcome ${chosen}`);
  if (step.kind === "decide" && step.by === "law") {
    if (chosen !== undefined) throw wrong(path, `nobody chooses at ${step.id}: the law decides`);
    return collected.law?.[walking.service.definition.law?.grantedWhen ?? ""] === true ? "granted" : "refused";
  }
  // who is asked answers, unless the path says that time runs out
  const isUsual = isAutomatic(step) || step.kind === "fill" || possible.length === 1 || isSignedByNobody(walking, step);
  const outcome = chosen ?? (isUsual ? possible[0] : undefined);
  if (outcome === undefined) throw wrong(path, `it chooses nothing at ${step.id}`);
  if (step.kind === "write" && step.entry) {
    const facts = factsOf(step.values, (reference) => valueAt(reference, collected));
    walking.entries.push({ step: step.id, register: step.register, kind: step.entry.kind, facts });
  }
  if (step.kind === "write" && outcome === "written") write(walking, step);
  if (step.kind === "act" && outcome === "done") {
    const given = path.written?.[step.id] ?? {};
    const missing = (step.gives ?? []).find((name) => !Object.hasOwn(given, name));
    if (missing !== undefined) throw wrong(path, `it does not say which ${missing} ${step.id} gives`);
    collected.written = { ...collected.written, [step.id]: given };
  }
  if ((step.kind === "pay" || step.kind === "payout") && outcome === "paid")
    collected.written = { ...collected.written, [step.id]: { paid: 0, entries: [], ...path.written?.[step.id] } };
  if (step.kind === "match")
    collected.written = { ...collected.written, [step.id]: { disputed: [], released: [], lot: 500, ...path.written?.[step.id] } };
  if (step.kind === "draw")
    collected.written = { ...collected.written, [step.id]: { lot: step.of[0], ...path.written?.[step.id] } };
  if (step.kind === "visit") collected.written = { ...collected.written, [step.id]: path.written?.[step.id] ?? {} };
  return outcome;
}

/** Where nobody is named to sign, nothing is waited for. */
const isSignedByNobody = ({ service, collected: { answers } }: Walking, step: Step): boolean =>
  step.kind === "sign" &&
  step.parties.every((party) => {
    const named = service.definition.parties[party];
    return named?.kind === "named" && answers[named.each ?? named.nationalId] === undefined;
  });

/** Answers pages as a person would: in the order of the form, those of this step alone, without what the step brings. */
function fillIn({ service: { form }, path, collected }: Walking, step: Extract<Step, { kind: "fill" | "notice" }>): void {
  const { registered, files = [], districts, signer, offers } = path.around ?? {};
  const around = {
    ...{ today: path.at, signer, files: new Map(files.map((file) => [file.id, file])) },
    ...(districts ? { districts: new Set(districts) } : {}),
    ...(offers ? { offers: ({ name }: { name: string }) => offers[name] } : {}),
    ...(registered ? { registered: (_: string, number: string) => registered[number] ?? null } : {}),
  };
  const offered = offeredIn(form, step, (reference) => valueAt(reference, collected), around);
  const locked = lockedIn(form, step, (reference) => valueAt(reference, collected), around);
  let page: string | null = pagesOf(form, step, collected.answers)[0] ?? null;
  for (; page; page = nextPageOf(form, step, page, collected.answers)) {
    const answers: Answers = answersBefore(form, page, collected.answers);
    const parsed = parsePageOf(form, page, { ...offered, ...path.answers[page] }, { ...around, answers, locked });
    const errors =
      "errors" in parsed
        ? parsed.errors
        : reasonsMissing(form, step, { page, offered, answers: { ...answers, ...parsed.values } });
    if ("errors" in parsed || errors.length > 0)
      throw wrong(path, `page ${page}: ${errors.map(({ field, code }) => `${field} ${code}`).join()}`);
    const own = new Set(form.page(page)!.fields.map(({ name }) => name));
    const kept = Object.entries(collected.answers).filter(([name]) => !own.has(name));
    collected.answers = { ...Object.fromEntries(kept), ...parsed.values };
  }
  if (step.kind === "fill") collected.written = { ...collected.written, [step.id]: { on: path.at } };
}

function ask({ service, path, collected }: Walking, id: string): void {
  if (!Object.hasOwn(path.sources, id)) throw wrong(path, `it does not say what ${id} knows`);
  const source = service.definition.sources.find((one) => one.id === id)!;
  const record = recordOf(source, path.sources[id] ?? null);
  if (!record) throw wrong(path, `${id} has no record, and nothing says what that means`);
  collected.sources = { ...collected.sources, [id]: record };
}

function assess({ service, path, calculate, collected }: Walking): void {
  let values: Record<string, unknown> = {};
  for (const law of lawsOf(service.definition)) {
    const situation = situationOf(law, { ...collected, law: values });
    const worked = calculate?.({ law: law.name, want: law.want, situation, at: lawDayOf(service, collected, path.at) });
    if (!worked) throw wrong(path, "there is no law to work it out by");
    if (worked.missing[0]) throw wrong(path, `the law misses ${worked.missing[0].input}`);
    values = { ...values, ...worked.values };
  }
  collected.law = values;
}

function write({ path, collected }: Walking, step: Extract<Step, { kind: "write" }>): void {
  const read = (from: string) => valueAt(from, collected);
  const of = (from: Parameters<typeof writtenValue>[0] | undefined) =>
    from === undefined ? undefined : writtenValue(from, read);
  const values = Object.entries(step.values).map(([name, from]) => [name, of(from)] as const);
  const given = { key: of(step.key), version: 1, ...Object.fromEntries(values), ...path.written?.[step.id] };
  if (given.key === undefined) throw wrong(path, `it does not say which key ${step.id} was given`);
  collected.written = { ...collected.written, [step.id]: given };
}

/** All edges of a service, and those that these paths went along. */
export function edgesWalked({ flow }: Service, walked: readonly Walked[]): { all: string[]; missing: string[] } {
  const all = [...new Set(edgesOf(flow).map(edgeName))];
  const seen = new Set(walked.flatMap(({ edges }) => edges));
  return { all, missing: all.filter((edge) => !seen.has(edge)) };
}

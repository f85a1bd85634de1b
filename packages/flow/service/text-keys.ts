import type { Field } from "@troad/forms";
import { onlineDegree } from "../definition/online.ts";
import { outcomesOf } from "../definition/outcomes.ts";
import { isOfficerStep } from "../definition/steps.ts";
import type { Service } from "./load.ts";

/** Codes of a law's variable, by its name, or of a register's field, by its reference; what a service says of them is a text each. */
export type CodesOf = (name: string) => readonly string[];

/** Outcomes that every service calls the same. */
const usual = new Set(["granted", "refused", "asked", "complete"]);

/** The texts that a service must have, and those it may have beside them, in every language. */
export function textKeys(service: Service, codesOf: CodesOf): { required: Set<string>; optional: Set<string> } {
  const { definition, flow } = service;
  const required = new Set(["name", "summary", "who", "need", "time"]);
  const optional = new Set(["paper"]);
  for (const page of definition.form.pages) {
    required.add(page.title);
    if (page.intro) required.add(page.intro);
    for (const field of page.fields) {
      fieldKeys(field, required);
      optional.add(`error.${field.name}`);
      if (field.type !== "group") continue;
      required.add(field.entry);
      for (const inner of field.fields) fieldKeys(inner, required);
    }
  }
  for (const { id, byLaw } of definition.sources) {
    required.add(`source.${id}`).add(`purpose.${id}`);
    if (byLaw) required.add(byLaw);
  }
  // why it is not online to its end
  if (onlineDegree(flow, definition.counterOnly ?? false) !== "full") required.add("offline");
  if (definition.law?.outcome) for (const code of codesOf(definition.law.outcome)) required.add(`outcome.${code}`);
  if (definition.duplicates?.same) required.add("once");
  if (definition.documents) required.add(definition.documents.rule);
  if (definition.masked) required.add(definition.masked);
  if (definition.keep) required.add(definition.keep.rule);
  certificateKeys(service, codesOf, required);
  for (const [id, { right }] of Object.entries(definition.letters)) {
    required.add(`letter.${id}.title`).add(`letter.${id}.body`);
    if (right) required.add(right);
  }
  for (const [id, { kind }] of Object.entries(definition.parties)) if (kind === "named") required.add(`party.${id}`);
  for (const step of flow.steps) {
    (isOfficerStep(step) ? required : optional).add(`step.${step.id}`);
    for (const outcome of outcomesOf(step)) {
      const own = (step.kind === "review" || step.kind === "decide") && !usual.has(outcome);
      (own ? required : optional).add(`step.${step.id}.${outcome}`);
    }
    if (step.kind === "fill") for (const { title } of step.shows ?? []) required.add(title);
    if (step.kind === "draw") for (const lot of step.of) required.add(`step.${step.id}.${lot}`);
    if (step.kind === "visit")
      for (const field of step.report) {
        required.add(field.label);
        if (field.hint) required.add(field.hint);
        if ("options" in field) for (const { label } of field.options) required.add(label);
      }
  }
  return { required, optional };
}

function fieldKeys(field: Field, required: Set<string>): void {
  for (const key of [field.label, field.hint]) if (key) required.add(key);
  if (field.type === "signature") required.add(field.statement);
  if (!("options" in field)) return;
  for (const option of field.options) {
    required.add(option.label);
    if ("hint" in option && option.hint) required.add(option.hint);
  }
}

/** What a code on a certificate can be: an option of the form, what was chosen at a step, a code of a register or of the law. */
function codesFrom({ definition: { form }, flow }: Service, from: string, codesOf: CodesOf): readonly string[] {
  const field = form.pages.flatMap((page) => page.fields).find(({ name }) => from === `answers.${name}`);
  if (field) return "options" in field ? field.options.map(({ value }) => value) : [];
  if (from.startsWith("sources.")) return codesOf(from);
  const step = from.startsWith("outcomes.") ? flow.step(from.slice("outcomes.".length)) : undefined;
  // nothing is certified of what was refused
  return step
    ? outcomesOf(step).filter((outcome) => !["refused", "asked"].includes(outcome))
    : codesOf(from.slice("law.".length));
}

function certificateKeys(service: Service, codesOf: CodesOf, required: Set<string>): void {
  for (const [id, { statements }] of Object.entries(service.definition.certificates)) {
    const prefix = certificateTextPrefix(id);
    required.add(`${prefix}.title`).add(`${prefix}.intro`);
    for (const { label, from, as } of statements) {
      required.add(label);
      if (as !== "code") continue;
      for (const code of codesFrom(service, from, codesOf)) if (code !== "none") required.add(`${label}.${code}`);
    }
  }
}

/** Texts of a certificate: those of the one called `certificate` stand without its name. */
export const certificateTextPrefix = (id: string): string => (id === "certificate" ? "certificate" : `certificate.${id}`);

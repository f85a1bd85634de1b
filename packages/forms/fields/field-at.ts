import { answerOf } from "../form/condition.ts";
import type { Field, FieldOf, Page } from "../form/schema.ts";
import { entriesIn, entryInput } from "./group.ts";
import { isRegistered, parseNumber } from "./registered.ts";

/** A field of a page by the name that an error gives it; in a group with the entry in which it stands. */
export type FieldAt = { field: Field; group?: FieldOf<"group">; index?: number };

export function fieldAt(page: Page, name: string): FieldAt | undefined {
  const field = page.fields.find((one) => one.name === name);
  if (field) return { field };
  const match = /^([A-Za-z0-9]+)-(\d{1,2})-([A-Za-z0-9]+)$/.exec(name);
  const group = page.fields.find((one): one is FieldOf<"group"> => one.type === "group" && one.name === match?.[1]);
  const inner = group?.fields.find((one) => one.name === match?.[3]);
  return group && inner ? { field: inner, group, index: Number(match![2]) } : undefined;
}

/** Numbers on a page that was sent for which a register has to be asked, each once. */
export function numbersIn(page: Page, body: Record<string, unknown>): { type: "person" | "business"; number: string }[] {
  const found = new Map<string, { type: "person" | "business"; number: string }>();
  const read = (field: Field, input: string): void => {
    if (!isRegistered(field)) return;
    const number = parseNumber(field.type, answerOf(body, `${input}-number`));
    if ("value" in number && number.value !== undefined)
      found.set(`${field.type} ${number.value}`, { type: field.type, number: number.value });
  };
  for (const field of page.fields) {
    read(field, field.name);
    if (field.type === "group")
      for (let index = 0; index < Math.min(entriesIn(field, body), field.max); index++)
        for (const inner of field.fields) read(inner, entryInput(field.name, index, inner.name));
  }
  return [...found.values()];
}

import { answerOf } from "../form/condition.ts";
import type { EntryField, Field, FieldOf, Page } from "../form/schema.ts";
import { entriesIn, entryInput } from "./group.ts";
import { readText } from "./raw.ts";

type Body = Record<string, unknown>;
/** What was typed after the button, and the ids of documents that the person removed with it. */
export type Edited = { body: Body; removed: string[] };

const textIn = (body: Body, name: string): string => {
  const read = readText(answerOf(body, name));
  return "text" in read ? read.text : "";
};

/** Ids of the documents that an input names. */
export function fileIdsIn(body: Body, input: string): string[] {
  const value = answerOf(body, input);
  const list: unknown[] = Array.isArray(value) ? value.slice(0, 40) : [value];
  return list.filter((one): one is string => typeof one === "string" && one !== "");
}

/**
 * What the buttons inside a page do: `<group>-add` adds an entry, `<group>-remove` takes the one with this index away, `<input>-drop` a document.
 * They are part of the form, so that all that was typed comes along; undefined where none was pressed.
 */
export function editPage(page: Page, body: Body): Edited | undefined {
  for (const field of page.fields) {
    if (field.type === "file") {
      const edited = dropFile(field.name, body);
      if (edited) return edited;
    }
    if (field.type !== "group") continue;
    const count = Math.min(entriesIn(field, body), field.max);
    for (const [input] of fileInputs(field, count)) {
      const edited = dropFile(input, body);
      if (edited) return edited;
    }
    if (textIn(body, `${field.name}-add`) !== "")
      return { body: { ...body, [`${field.name}-count`]: String(Math.min(count + 1, field.max)) }, removed: [] };
    const index = textIn(body, `${field.name}-remove`);
    if (/^\d{1,2}$/.test(index) && Number(index) < count) return removeEntry(field, body, Number(index), count);
  }
  return undefined;
}

function dropFile(input: string, body: Body): Edited | undefined {
  const id = textIn(body, `${input}-drop`);
  if (id === "") return undefined;
  const ids = fileIdsIn(body, input);
  return { body: { ...body, [input]: ids.filter((one) => one !== id) }, removed: ids.filter((one) => one === id) };
}

/** Every input for files on a page, with its field; of a group those of the entries that were sent. */
export function fileInputsOf(page: Page, body: Body): Map<string, FieldOf<"file">> {
  return new Map(
    page.fields.flatMap((field): [string, FieldOf<"file">][] => {
      if (field.type === "file") return [[field.name, field]];
      return field.type === "group" ? fileInputs(field, Math.min(entriesIn(field, body), field.max)) : [];
    }),
  );
}

const isFile = (field: Field | EntryField): field is FieldOf<"file"> => field.type === "file";

const fileInputs = (group: FieldOf<"group">, count: number): [string, FieldOf<"file">][] =>
  Array.from({ length: count }, (_, index) =>
    group.fields.filter(isFile).map((field): [string, FieldOf<"file">] => [entryInput(group.name, index, field.name), field]),
  ).flat();

/** Later entries move up by one. */
function removeEntry(group: FieldOf<"group">, body: Body, index: number, count: number): Edited {
  const removed = fileInputs(group, count)
    .filter(([input]) => input.startsWith(`${group.name}-${index}-`))
    .flatMap(([input]) => fileIdsIn(body, input));
  const moved = Object.entries(body).flatMap(([name, value]): [string, unknown][] => {
    const place = name.startsWith(`${group.name}-`) ? /^(\d{1,2})-(.+)$/.exec(name.slice(group.name.length + 1)) : null;
    if (!place || Number(place[1]) < index) return [[name, value]];
    return Number(place[1]) === index ? [] : [[entryInput(group.name, Number(place[1]) - 1, place[2] ?? ""), value]];
  });
  return { body: { ...Object.fromEntries(moved), [`${group.name}-count`]: String(count - 1) }, removed };
}

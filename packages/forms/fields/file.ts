import { type FieldOf, fileKinds, type StoredFile } from "../form/schema.ts";
import { invalid, type Reading, readText } from "./raw.ts";
import type { Surroundings } from "./surroundings.ts";

/** Twice the most files that a field can have. */
const mostSent = 40;

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

const isStored = (value: unknown): value is StoredFile =>
  isRecord(value) &&
  ["id", "name", "sha256"].every((name) => typeof value[name] === "string") &&
  typeof value.size === "number" &&
  fileKinds.some((kind) => kind === value.type);

/** Files by the ids of documents that were uploaded for this form; what a browser says about them does not count. */
export function parseFiles(raw: unknown, field: FieldOf<"file">, { files, stored }: Surroundings): Reading<StoredFile[]> {
  const max = field.max ?? 1;
  const sent = Array.isArray(raw) ? raw : raw === undefined || raw === null || raw === "" ? [] : [raw];
  if (sent.length > mostSent) return invalid("field.too-many-files", { max });
  const found = new Map<string, StoredFile>();
  for (const one of sent) {
    if (stored && !isStored(one)) return invalid("field.malformed");
    const id = readText(isStored(one) ? one.id : one);
    if ("error" in id) return id;
    if (id.text === "") continue;
    const file = stored && isStored(one) ? one : files?.get(id.text);
    if (!file) return invalid("field.file-unknown");
    if (field.accept && !field.accept.includes(file.type)) return invalid("field.file-kind");
    found.set(file.id, file);
  }
  if (found.size > max) return invalid("field.too-many-files", { max });
  return { value: found.size === 0 ? undefined : [...found.values()] };
}

/** Every document that answers name, also inside groups. */
export function filesIn(answers: Record<string, unknown>): StoredFile[] {
  return Object.values(answers).flatMap((answer) =>
    Array.isArray(answer) ? answer.flatMap((one: unknown) => (isStored(one) ? [one] : isRecord(one) ? filesIn(one) : [])) : [],
  );
}

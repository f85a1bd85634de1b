import { halfWidth, invalid, type Reading, readText } from "./raw.ts";

/** Twice the most options that a field can have: browsers send each once, and perhaps an empty one. */
const MAX_SENT = 200;

type Options = readonly { value: string }[];

/** One of the options. */
export function parseChoice(raw: unknown, options: Options): Reading<string> {
  const read = readText(raw);
  if ("error" in read) return read;
  if (read.text === "") return { value: undefined };
  return options.some(({ value }) => value === read.text) ? { value: read.text } : invalid("field.not-a-choice");
}

/** Several options, without repetition, in the order of the definition. */
export function parseChoices(
  raw: unknown,
  options: Options,
  bounds: { min?: number | undefined; max?: number | undefined },
  required: boolean,
): Reading<string[]> {
  const list = Array.isArray(raw) ? raw : raw === undefined || raw === null || raw === "" ? [] : [raw];
  if (list.length > MAX_SENT) return invalid("field.too-many", { max: bounds.max ?? options.length });
  const chosen = new Set<string>();
  for (const one of list) {
    const read = readText(one);
    if ("error" in read) return read;
    if (read.text === "") continue;
    if (!options.some(({ value }) => value === read.text)) return invalid("field.not-a-choice");
    chosen.add(read.text);
  }
  if (chosen.size === 0) return { value: undefined };
  const min = Math.max(bounds.min ?? 0, required ? 1 : 0);
  if (chosen.size < min) return invalid("field.too-few", { min });
  if (bounds.max !== undefined && chosen.size > bounds.max) return invalid("field.too-many", { max: bounds.max });
  return { value: options.map(({ value }) => value).filter((value) => chosen.has(value)) };
}

/** `yes` or `no`; JSON may say true or false. */
export function parseYesNo(raw: unknown): Reading<boolean> {
  const read = readText(raw);
  if ("error" in read) return read;
  const text = halfWidth(read.text).toLowerCase();
  if (text === "") return { value: undefined };
  if (text === "yes" || text === "true") return { value: true };
  if (text === "no" || text === "false") return { value: false };
  return invalid("field.not-yes-or-no");
}

/** A declaration is made or it is not: there is no answer but yes. */
export function parseDeclaration(raw: unknown): Reading<boolean> {
  const read = parseYesNo(raw);
  return "value" in read && read.value !== true ? { value: undefined } : read;
}

/**
 * One of very many options. The box holds what its suggestion wrote, `0111 Rice`, of which the first word is the value; `pick` is what was chosen
 * from the list of those that fit.
 */
export function parseLongChoice(part: (name: string) => unknown, options: Options): Reading<string> {
  const [box, pick] = [readText(part("")), readText(part("pick"))];
  if ("error" in box) return box;
  if ("error" in pick) return pick;
  const has = (text: string): boolean => options.some(({ value }) => value === text);
  if (pick.text !== "" && has(pick.text)) return { value: pick.text };
  if (box.text === "") return { value: undefined };
  const value = box.text.length > 300 ? "" : (halfWidth(box.text).trim().split(/\s/)[0] ?? "");
  return has(value) ? { value } : invalid("field.not-listed");
}

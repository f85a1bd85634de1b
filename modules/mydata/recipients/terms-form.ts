import type { DataSet } from "@troad/directory";
import { Compile } from "typebox/compile";
import { faultOfTerms, type Terms, termsSchema } from "./terms.ts";

export type FormValues = Readonly<Record<string, unknown>>;
export type FormError = { field: string; text: string };
export const useOptions = ["none", "optional", "needed"] as const;
export const fieldName = {
  purposeEn: (set: string): string => `purposeEn-${set}`,
  purposeZh: (set: string): string => `purposeZh-${set}`,
  use: (set: string, field: string): string => `use-${set}-${field}`,
};
const check = Compile(termsSchema);
const said = (values: FormValues, name: string): string => {
  const value = values[name];
  return typeof value === "string" ? value.trim().slice(0, 500) : "";
};
const whole = (text: string): number => (/^\d{1,5}$/.test(text) ? Number(text) : Number.NaN);

/** Terms as they were filled in, or what is wrong and where; `text` is a key of this module. */
export function readTerms(
  values: FormValues,
  chosen: readonly DataSet[],
  known: readonly DataSet[],
): { terms: Terms } | { errors: FormError[] } {
  const errors: FormError[] = [];
  const wrong = (field: string, text: string): void => void errors.push({ field, text: `mydata.apply.error.${text}` });
  const sets = chosen.map(({ id, fields }) => {
    const purpose = { en: said(values, fieldName.purposeEn(id)), "zh-Hant": said(values, fieldName.purposeZh(id)) };
    if (purpose.en === "" || purpose.en.length > 200) wrong(fieldName.purposeEn(id), "purpose");
    if (purpose["zh-Hant"] === "" || purpose["zh-Hant"].length > 200) wrong(fieldName.purposeZh(id), "purpose");
    const uses = fields.map(({ name }) => ({ name, use: said(values, fieldName.use(id, name)) }));
    const wanted = uses.filter(({ use }) => use === "needed" || use === "optional");
    if (wanted.length === 0) wrong(fieldName.use(id, fields[0]!.name), "fields");
    return { set: id, purpose, fields: wanted.map(({ name, use }) => ({ name, needed: use === "needed" })) };
  });
  const number = (name: string, least: number, most: number): number => {
    const value = whole(said(values, name));
    if (!(value >= least && value <= most)) wrong(name, "number");
    return value;
  };
  const term = said(values, "term");
  if (term !== "once" && term !== "standing") wrong("term", "term");
  const standing =
    term === "standing"
      ? { answers: number("answers", 1, 100), days: number("days", 1, 366), months: number("months", 1, 12) }
      : null;
  const retentionDays = number("retentionDays", 0, 3_650);
  const webhook = said(values, "webhook") || null;
  if (webhook !== null && !(URL.canParse(webhook) && webhook.startsWith("https://"))) wrong("webhook", "webhook");
  if (errors.length > 0) return { errors };
  const terms = { sets, standing, retentionDays, webhook };
  if (!check.Check(terms)) return { errors: [{ field: "term", text: "mydata.apply.error.term" }] };
  const [first] = chosen;
  if (faultOfTerms(terms, known))
    return { errors: [{ field: fieldName.use(first!.id, first!.fields[0]!.name), text: "mydata.apply.error.needed" }] };
  return { terms };
}

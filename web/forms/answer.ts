import { formatDate } from "@troad/design";
import type { Field, FieldOf, Offer } from "@troad/forms";
import type { FastifyRequest } from "fastify";
import { offerText } from "./offered.ts";
import type { Places } from "./places.ts";
import { villageText } from "./villages.ts";

type Money = (amount: number) => string;

/** An answer as it reads in the summary; without `places` an address shows the code of its district. */
export function answerText(
  request: FastifyRequest,
  field: Field,
  value: unknown,
  text: (key: string) => string,
  money: Money,
  places?: Places,
): string {
  if (value === undefined || value === null || value === "") return request.t("web.form.none");
  if (field.type === "yes-no") return request.t(value === true ? "web.form.yes" : "web.form.no");
  if (field.type === "money" && typeof value === "number") return money(value);
  if (field.type === "choice" || field.type === "choices") {
    const chosen = Array.isArray(value) ? value : [value];
    return chosen
      .map((one) => text(field.options.find((option) => option.value === one)?.label ?? String(one)))
      .join(request.t("web.comma"));
  }
  if (field.type === "offered")
    return ([value].flat() as Offer[]).map((one) => offerText(one, request.lang)).join(request.t("web.comma"));
  if (field.type === "date" && typeof value === "string") return formatDate(value, { lang: request.lang });
  if (field.type === "village") return villageText(String(value));
  if (field.type === "declaration") return request.t("web.form.declared");
  if (field.type === "long-choice")
    return `${String(value)} ${text(field.options.find((option) => option.value === value)?.label ?? "")}`.trimEnd();
  if (field.type === "file") return names(value).join(request.t("web.comma"));
  if (field.type === "group") return entriesText(request, field, value, text, money, places);
  if (isRecord(value)) return recordText(request, value, places);
  return Array.isArray(value) ? value.join(",") : String(value);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The names of files. */
const names = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).flatMap((one: unknown) => (isRecord(one) ? [String(one.name)] : []));

/** An address as it is written in the reader's language, or a number with its name. */
function recordText({ t, lang }: FastifyRequest, value: Record<string, unknown>, places: Places | undefined): string {
  const part = (name: string): string => (typeof value[name] === "string" ? value[name] : "");
  if ("number" in value) return t("web.form.number", { name: part("name"), number: part("number") });
  const name = (code: string): string => places?.name(lang, code) ?? code;
  const [county, district] = [name(part("county")), name(part("district"))];
  return lang === "zh-Hant" ? `${county}${district}${part("line")}` : `${part("line")}, ${district}, ${county}`;
}

/** What was said of each entry, in order. */
function entriesText(
  request: FastifyRequest,
  group: FieldOf<"group">,
  value: unknown,
  text: (key: string) => string,
  money: Money,
  places: Places | undefined,
): string {
  const { t } = request;
  const entries: unknown[] = Array.isArray(value) ? value : [];
  return entries
    .map((entry, index) => {
      const own = isRecord(entry) ? entry : {};
      const said = group.fields
        .filter(({ name }) => name in own)
        .map((field) => `${text(field.label)} ${answerText(request, field, own[field.name], text, money, places)}`);
      return `${t("web.form.entry", { entry: text(group.entry), n: index + 1 })}${t("web.colon")}${said.join(t("web.comma"))}`;
    })
    .join(t("web.semicolon"));
}

import { formatDate } from "@troad/design";
import { type Html, html } from "@troad/html";
import { asked } from "@troad/web";
import type { FastifyRequest } from "fastify";
import type { Parts } from "../parts.ts";
import { type Field, keyField, type OfficersRegister } from "../registers.ts";

/** Where values are shown: the register with those that its links may lead to. */
export type Shown = { parts: Parts; request: FastifyRequest; register: OfficersRegister; reach: readonly OfficersRegister[] };
type PlainField = Pick<Field, "name" | "type">;

/** The number of the matter for which an officer looks: goes with every link and reaches the person's list of uses; empty for anything else. */
export function matterOf(request: FastifyRequest): string {
  const given = asked(request, "case", 61);
  return /^[\p{L}\p{N}][\p{L}\p{N} ._:/()-]{0,59}$/u.test(given) ? given : "";
}

export function addressOf(request: FastifyRequest, register: Pick<OfficersRegister, "id">, key: string, before?: number): string {
  const matter = matterOf(request);
  const query = new URLSearchParams({
    ...(before === undefined ? {} : { before: String(before) }),
    ...(matter === "" ? {} : { case: matter }),
  });
  return `/registers/${register.id}/${encodeURIComponent(key)}${query.size > 0 ? `?${query.toString()}` : ""}`;
}

export const fieldName = ({ parts, request, register }: Shown, field: string): string =>
  parts.names.field(request.lang, register.provider, field);

/** A plain value in words: codes by their texts, places by their names. */
export function valueText({ parts, request, register }: Shown, { name, type }: PlainField, value: unknown): string {
  const { t, lang } = request;
  if (value === null || value === undefined || value === "") return "–";
  if (typeof value === "boolean") return t(value ? "web.form.yes" : "web.form.no");
  if (type === "date" && typeof value === "string") return formatDate(value, { lang });
  if (type === "code") return parts.names.value(lang, register.provider, name, value);
  return type === "text" ? withPlace(parts, lang, String(value)) : String(value);
}

/** The code of a county, a township or a village, with the name of where that is. */
function withPlace({ places }: Pick<Parts, "places">, lang: string, text: string): string {
  if (!/^\d{5}(\d{3}){0,2}$/.test(text)) return text;
  const codes = [text.slice(0, 5), text.slice(0, 8)].filter((code, at) => at === 0 || code.length === 8);
  const names = codes.map((code) => places.name(lang, code));
  return names.some((name, at) => name === codes[at]) ? text : `${names.join(" ")} (${text})`;
}

/** The register whose record a value names, if this officer may look into it. */
function namedBy({ register, reach }: Shown, field: string, value: unknown): OfficersRegister | undefined {
  if (typeof value !== "string" || value === "") return undefined;
  const target = register.refersTo?.[field];
  if (target !== undefined) return reach.find(({ id }) => id === target);
  const { subjectKey, lookUp = [] } = register;
  const isPerson =
    (lookUp.includes(field) || field === "nationalId" || (typeof subjectKey !== "string" && subjectKey.person === field)) &&
    /^[A-Z]\w\d{8}$/.test(value);
  return isPerson ? reach.find((one) => one.subjectKey === "nationalId") : undefined;
}

/** A value, as a link where it is the key of another record. */
export function valueHtml(shown: Shown, field: PlainField, value: unknown): Html {
  const text = valueText(shown, field, value);
  const target = field.name === keyField(shown.register) ? undefined : namedBy(shown, field.name, value);
  return target ? html`<a class="tr-link" href="${addressOf(shown.request, target, String(value))}">${text}</a>` : html`${text}`;
}

type Row = Record<string, unknown>;
export const rowsOf = (value: unknown): Row[] =>
  Array.isArray(value) ? value.filter((one): one is Row => typeof one === "object" && one !== null) : [];

/** A row of a list in one line. */
export const rowText = (shown: Shown, of: readonly PlainField[], row: Row): string =>
  of.map((field) => valueText(shown, field, row[field.name])).join(" ");

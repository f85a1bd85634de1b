import { button } from "@troad/design";
import { html } from "@troad/html";
import type { CodedError } from "@troad/kernel";
import { posted, uiOf, type View } from "@troad/web";
import type { FastifyRequest } from "fastify";
import type { DataSet } from "../catalogue.ts";
import { categories, type DataRecord, frequencies, licences, opennesses } from "../domain/record.ts";
import type { InterfaceParts } from "../interfaces/parts.ts";
import { errorText, inLang, summary } from "./parts.ts";

type Form = { name: string; record: DataRecord; known?: boolean };
const none: DataRecord = {
  title: { "zh-Hant": "", en: "" },
  description: { "zh-Hant": "", en: "" },
  category: "government",
  frequency: "monthly",
  licence: "OGDL-Taiwan-1.0",
  keywords: [],
  contact: "",
  openness: "open",
  article: null,
  reason: null,
};
export const formOf = (set: DataSet | undefined): Form =>
  set ? { name: set.name, record: set.record, known: true } : { name: "", record: none };

/** What was typed, as a record; the catalogue says what does not fit. */
export function recordIn(request: FastifyRequest): DataRecord {
  const text = (name: string, most = 200): string => posted(request, name, most);
  return {
    title: { "zh-Hant": text("title"), en: text("title-en") },
    description: { "zh-Hant": text("description", 4_000), en: text("description-en", 6_000) },
    category: text("category") as DataRecord["category"],
    frequency: text("frequency") as DataRecord["frequency"],
    licence: text("licence") as DataRecord["licence"],
    keywords: text("keywords", 800)
      .split(/[,，、\n]/)
      .map((word) => word.trim())
      .filter(Boolean),
    contact: text("contact"),
    openness: text("openness") as DataRecord["openness"],
    article: text("article") || null,
    reason: text("reason", 1_000) || null,
    ...linksOf(text("links", 8_000)),
    ...(text("standard") ? { standard: text("standard") } : {}),
  };
}

/** A line is a title and an address. */
function linksOf(typed: string): Pick<DataRecord, "links"> {
  const lines = typed.split("\n").map((line) => line.trim());
  const links = lines.filter(Boolean).map((line) => {
    const [url = "", ...words] = line.split(/\s+/).toReversed();
    return { title: words.toReversed().join(" ") || url, url };
  });
  return links.length > 0 ? { links } : {};
}

/** Which field a refusal is about. */
const fieldOf = ({ code, params }: CodedError): string =>
  code === "opendata.article-missing"
    ? "article"
    : code === "opendata.name-taken"
      ? "name"
      : code === "opendata.downgrade-needs-head"
        ? "openness"
        : String(params.field ?? "name");

export function setForm(
  { standards }: Pick<InterfaceParts, "standards">,
  request: FastifyRequest,
  { name, record, known }: Form,
  error?: CodedError,
): View {
  const { t, lang } = request;
  const ui = uiOf(request);
  const wrong = error && { field: fieldOf(error), text: errorText(request, error) };
  const errorAt = (field: string) => (wrong?.field === field ? { errorMessage: { text: wrong.text } } : {});
  const input = (field: string, value: string, key = field) =>
    ui.input({ id: field, name: field, label: { text: t(`opendata.set.${key}`) }, value, ...errorAt(field) });
  const area = (field: string, value: string, key = field) =>
    ui.textarea({ id: field, name: field, label: { text: t(`opendata.set.${key}`) }, value, ...errorAt(field) });
  const select = (field: string, values: readonly string[], value: string) =>
    ui.select({
      id: field,
      name: field,
      label: { text: t(`opendata.set.${field}`) },
      value,
      items: values.map((one) => ({ value: one, text: t(`opendata.${field}.${one}`) })),
      ...errorAt(field),
    });
  const standard = ui.select({
    ...{ id: "standard", name: "standard", label: { text: t("opendata.set.standard") }, value: record.standard ?? "" },
    items: [
      { value: "", text: t("opendata.standards.no") },
      ...[...standards.values()].map((one) => ({ value: one.id, text: inLang(one.name, lang) })),
    ],
    ...errorAt("standard"),
  });
  const title = t(known ? "opendata.office.edit" : "opendata.office.new");
  const fields = html`${known ? false : input("name", name)}${input("title", record.title["zh-Hant"])}${input("title-en", record.title.en)}
    ${area("description", record.description["zh-Hant"])}${area("description-en", record.description.en)}
    ${select("category", categories, record.category)}${select("frequency", frequencies, record.frequency)}
    ${select("licence", licences, record.licence)}${standard}
    ${area("links", (record.links ?? []).map((one) => `${one.title} ${one.url}`).join("\n"))}
    ${input("keywords", record.keywords.join("、"))}${input("contact", record.contact)}${select("openness", opennesses, record.openness)}
    ${input("article", record.article ?? "")}${area("reason", record.reason ?? "")}`;
  const address = known ? `/data-office/sets/${name}/edit` : "/data-office/new";
  const content = html`${wrong && summary(request, wrong.text, `#${wrong.field}`)}<h1>${title}</h1>
    <form method="post" action="${address}" novalidate>${fields}${button({ text: t("opendata.office.save") })}</form>`;
  return { title, content, path: [{ href: "/data-office", text: t("opendata.office.title") }] };
}

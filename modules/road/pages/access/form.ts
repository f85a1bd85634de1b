import { button, insetText } from "@troad/design";
import { type Html, html } from "@troad/html";
import { type Names, uiOf } from "@troad/web";
import type { FastifyRequest } from "fastify";
import type { ApplicationView, Terms } from "../../api.ts";

export type Body = Record<string, unknown>;
export const textIn = (body: Body, name: string): string => (typeof body[name] === "string" ? body[name].trim() : "");
export const listIn = (body: Body, name: string): string[] => {
  const value = body[name];
  return (Array.isArray(value) ? value : value === undefined ? [] : [value]).map(String);
};

/** The terms from a submitted form; the registry says what is wrong with them. */
export const termsIn = (body: Body): Terms => ({
  purpose: textIn(body, "purpose"),
  legalBasis: textIn(body, "legalBasis"),
  fields: listIn(body, "fields"),
  endpoints: listIn(body, "endpoints").flatMap((one) => {
    const [method, path] = one.split(" ");
    return method && path ? [{ method, path }] : [];
  }),
  volume: Number(textIn(body, "volume").replace(/\D/g, "") || "0"),
  validUntil: textIn(body, "validUntil") || null,
  consentRequired: listIn(body, "consent").includes("yes"),
});

/** The decision of the provider's officer: less than was requested, or nothing. */
export function decideForms({ names }: { names: Names }, request: FastifyRequest, found: ApplicationView): Html {
  const { t, lang } = request;
  const ui = uiOf(request);
  const fields = found.asked.fields.map((name) => ({
    value: name,
    text: names.field(lang, found.provider, name),
    checked: (found.endorsed?.terms.fields ?? found.asked.fields).includes(name),
  }));
  const until = (found.endorsed?.terms ?? found.asked).validUntil ?? "";
  const label = (key: string) => ({ text: t(`road.access.${key}`), classes: "tr-label--m" });
  const hint = { text: t("road.access.date-hint") };
  const second = found.endorsed && insetText({ text: t("road.access.second-officer") });
  const legend = { text: t("road.access.fields"), classes: "tr-fieldset__legend--m" };
  return html`<h2>${t("road.access.approve")}</h2>${second}<form method="post" action="/access/${found.id}/approve" novalidate>
    ${ui.checkboxes({ name: "fields", idPrefix: "fields", fieldset: { legend }, items: fields })}
    ${ui.input({ id: "validUntil", name: "validUntil", label: label("valid-until"), hint, value: until, classes: "tr-input--width-10" })}
    ${ui.textarea({ id: "note", name: "note", label: label("note") })}${button({ text: t("road.access.approve") })}</form>
    <h2>${t("road.access.refuse")}</h2>${reasonForm(request, `/access/${found.id}/refuse`, "refuse")}`;
}

/** A form with a single field, the reason. */
export function reasonForm(request: FastifyRequest, action: string, key: "refuse" | "revoke"): Html {
  const { t } = request;
  const label = { text: t("road.access.reason"), classes: "tr-label--m" };
  const reason = uiOf(request).textarea({ id: `reason-${key}`, name: "reason", label });
  const send = button({ text: t(`road.access.${key}`), classes: "tr-button--warning" });
  return html`<form method="post" action="${action}" novalidate>${reason}${send}</form>`;
}

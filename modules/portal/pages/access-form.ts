import { button } from "@troad/design";
import { type Html, html } from "@troad/html";
import type { ApplicationView, CatalogueEntry, Terms } from "@troad/road/api";
import type { FastifyRequest } from "fastify";
import { type Portal, uiOf } from "../portal.ts";

type Endpoints = (Terms["endpoints"][number] & { summary: string })[];
type Body = Record<string, unknown>;
const textIn = (body: Body, name: string): string => (typeof body[name] === "string" ? body[name].trim() : "");
export const listIn = (body: Body, name: string): string[] => {
  const value = body[name];
  return (Array.isArray(value) ? value : value === undefined ? [] : [value]).map(String);
};

/** The terms of a form that was handed in; what is wrong with them is said by the registry. */
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

/** What an applicant fills in. */
export function applyForm(
  portal: Portal,
  request: FastifyRequest,
  service: CatalogueEntry,
  subsystems: string[],
  endpoints: Endpoints,
): Html {
  const { t, lang } = request;
  const ui = uiOf(request);
  const label = (key: string) => ({ text: t(`portal.access.${key}`), classes: "tr-label--m" });
  const legend = (key: string) => ({ legend: { text: t(`portal.access.${key}`), classes: "tr-fieldset__legend--m" } });
  return html`<form method="post" action="/access/apply" novalidate><input type="hidden" name="provider" value="${service.provider}">
    ${ui.radios({ name: "subsystem", idPrefix: "subsystem", fieldset: legend("subsystem"), items: subsystems.map((code, index) => ({ value: code, text: code, checked: index === 0 })) })}
    ${ui.textarea({ id: "purpose", name: "purpose", label: label("purpose") })}
    ${ui.textarea({ id: "legalBasis", name: "legalBasis", label: label("legal-basis") })}
    ${ui.checkboxes({ name: "fields", idPrefix: "fields", fieldset: legend("fields"), items: service.fields.map(({ name }) => ({ value: name, text: portal.names.field(lang, service.provider, name) })) })}
    ${endpoints.length > 0 && ui.checkboxes({ name: "endpoints", idPrefix: "endpoints", fieldset: legend("endpoints"), hint: { text: t("portal.access.endpoints-hint") }, items: endpoints.map(({ method, path, summary }) => ({ value: `${method} ${path}`, text: `${method} ${path}`, hint: { text: summary } })) })}
    ${ui.input({ id: "volume", name: "volume", label: label("volume"), inputmode: "numeric", classes: "tr-input--width-10" })}
    ${ui.input({ id: "validUntil", name: "validUntil", label: label("valid-until"), hint: { text: t("portal.access.date-hint") }, classes: "tr-input--width-10" })}
    ${ui.checkboxes({ name: "consent", idPrefix: "consent", fieldset: legend("consent"), items: [{ value: "yes", text: t("portal.access.consent-needed") }] })}
    ${button({ text: t("portal.access.hand-in") })}</form>`;
}

/** What the provider's officer decides: less than was asked for, or nothing. */
export function decideForms(portal: Portal, request: FastifyRequest, found: ApplicationView): Html {
  const { t, lang } = request;
  const ui = uiOf(request);
  const fields = found.asked.fields.map((name) => ({
    value: name,
    text: portal.names.field(lang, found.provider, name),
    checked: true,
  }));
  const label = (key: string) => ({ text: t(`portal.access.${key}`), classes: "tr-label--m" });
  return html`<h2>${t("portal.access.approve")}</h2><form method="post" action="/access/${found.id}/approve" novalidate>
    ${ui.checkboxes({ name: "fields", idPrefix: "fields", fieldset: { legend: { text: t("portal.access.fields"), classes: "tr-fieldset__legend--m" } }, items: fields })}
    ${ui.input({ id: "validUntil", name: "validUntil", label: label("valid-until"), hint: { text: t("portal.access.date-hint") }, value: found.asked.validUntil ?? "", classes: "tr-input--width-10" })}
    ${ui.textarea({ id: "note", name: "note", label: label("note") })}${button({ text: t("portal.access.approve") })}</form>
    <h2>${t("portal.access.refuse")}</h2>${reasonForm(request, `/access/${found.id}/refuse`, "refuse")}`;
}

/** A form of one reason. */
export function reasonForm(request: FastifyRequest, action: string, key: "refuse" | "revoke"): Html {
  const { t } = request;
  const label = { text: t("portal.access.reason"), classes: "tr-label--m" };
  return html`<form method="post" action="${action}" novalidate>${uiOf(request).textarea({ id: `reason-${key}`, name: "reason", label })}${button({ text: t(`portal.access.${key}`), classes: "tr-button--warning" })}</form>`;
}

import { button, insetText, summaryList, table } from "@troad/design";
import { type Html, html } from "@troad/html";
import type { FastifyRequest } from "fastify";
import { officeForm, type Typed } from "./form-view.ts";
import { dayText } from "./parts.ts";

/** A button that does one thing, without questions. */
export const deed = ({ t }: FastifyRequest, action: string, text: string, hidden: Record<string, string> = {}): Html =>
  html`<form method="post" action="${action}">${Object.entries(hidden).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  )}${button({ text: t(text), classes: "tr-button--secondary" })}</form>`;

/** A form that asks for the reason of an act. */
export const reasoned = (
  request: FastifyRequest,
  action: string,
  submit: string,
  typed: Typed & { hidden?: Record<string, string> } = {},
): ReturnType<typeof officeForm> =>
  officeForm(request, {
    ...{ ...typed, key: "invoice.office", action, submit, prefix: action.split("/").at(-1)! },
    fields: [{ name: "reason", kind: "area", hint: true }],
  });

/** Something that is shown once: a token, a key. */
export const shownOnce = ({ t }: FastifyRequest, key: string, rows: readonly (readonly [string, string])[]): Html =>
  html`${insetText({ text: t(`${key}-once`) })}${summaryList({
    rows: rows.map(([name, value]) => ({ key: { text: t(`${key}-${name}`) }, value: { html: html`<code>${value}</code>` } })),
  })}`;

type Past = { suspended: boolean; reason: string; at: string };
/** When and why something was suspended and let act again. */
export function pastOf(request: FastifyRequest, past: readonly Past[]): Html | false {
  const { t } = request;
  if (past.length === 0) return false;
  return table({
    caption: t("invoice.office.past"),
    head: ["invoice.office.day", "invoice.office.act", "invoice.office.reason"].map((key) => ({ text: t(key) })),
    rows: past.map(({ suspended, reason, at }) => [
      { text: dayText(request, at) },
      { text: t(suspended ? "invoice.office.suspended" : "invoice.office.resumed") },
      { text: reason },
    ]),
  });
}

import { button, hero, insetText } from "@troad/design";
import { attributes, html } from "@troad/html";
import { uiOf } from "@troad/web";
import type { FastifyRequest } from "fastify";
import type { Eid } from "../eid.ts";
import { shell } from "./shell.ts";

/**
 * The phone's own page. Its key is in the browser, so a script signs and shows what waits; without one the page says so. Someone who proved who
 * they are just now can make this browser their phone.
 */
export function phonePage(eid: Eid, request: FastifyRequest, mayAdd: boolean): string {
  const { t } = request;
  const words = ["asks", "purpose", "which", "none", "approved-here", "denied-here", "nothing", "failed"];
  const data = Object.fromEntries(words.map((word) => [`data-${word}`, t(`eid.phone.${word}`)]));
  const name = uiOf(request).input({
    name: "name",
    label: { text: t("eid.phone.name") },
    classes: "tr-input--width-20",
    attributes: { maxlength: 60 },
  });
  const add = mayAdd
    ? html`<form data-add hidden novalidate>${name}${button({ text: t("eid.phone.add") })}</form>`
    : html`<p data-add hidden><a class="tr-link" href="/eid/sign-in">${t("eid.phone.sign-in-first")}</a></p>`;
  const block = html`<div${attributes({ "data-phone": true, ...data })}>
    ${insetText({ text: t("eid.phone.needs-script"), attributes: { "data-off": true } })}
    ${add}<div data-requests aria-live="polite"></div>
    <p role="alert" class="tr-error-message" hidden></p></div>`;
  const content = html`${hero({ title: { text: t("eid.phone.page") }, lead: { text: t("eid.phone.page-lead") } })}${block}`;
  return shell(eid.site, request, { title: t("eid.phone.page"), content, scripts: [eid.assets.phone] });
}

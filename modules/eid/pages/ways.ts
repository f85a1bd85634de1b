import { button, details, hero, insetText, section } from "@troad/design";
import { type Html, html } from "@troad/html";
import type { CodedError } from "@troad/kernel";
import { uiOf } from "@troad/web";
import type { FastifyRequest } from "fastify";
import type { Eid } from "../eid.ts";
import { shell } from "./shell.ts";

/** Ways beside card and passkey, of those that are strong enough for this request (levels of domain/methods.ts). */
export function otherWays(request: FastifyRequest, base: string, wanted: number): Html {
  const { t } = request;
  const ui = uiOf(request);
  const number = (id: string): Html =>
    ui.input({
      id,
      name: "nationalId",
      label: { text: t("eid.ways.national-id") },
      classes: "tr-input--width-10",
      autocomplete: "off",
      attributes: { maxlength: 10 },
    });
  const phone = html`<p>${t("eid.phone.lead")}</p>
    <form method="post" action="${base}/phone" novalidate>${number("phone-number")}
    ${button({ text: t("eid.phone.use"), classes: "tr-button--secondary" })}</form>`;
  const channels = ui.radios({
    name: "channel",
    value: "message",
    fieldset: { legend: { text: t("eid.code.channel"), classes: "tr-fieldset__legend--s" } },
    items: [
      { value: "message", text: t("eid.code.message") },
      { value: "mail", text: t("eid.code.mail") },
    ],
  });
  const code = html`<p>${t("eid.code.lead")}</p>
    <form method="post" action="${base}/code" novalidate>${number("code-number")}${channels}
    ${button({ text: t("eid.code.send"), classes: "tr-button--secondary" })}</form>`;
  const documents = html`<p>${t("eid.documents.lead")}</p>
    <form method="post" action="${base}/documents">${button({ text: t("eid.documents.use"), classes: "tr-button--secondary" })}</form>`;
  return section({
    title: { text: t("eid.ways.title") },
    content: html`${wanted <= 3 && details({ summaryText: t("eid.phone.title"), html: phone })}
      ${wanted <= 2 && details({ summaryText: t("eid.documents.title"), html: documents })}
      ${wanted <= 1 && details({ summaryText: t("eid.code.title"), html: code })}
      ${wanted > 3 && html`<p>${t("eid.ways.card-only")}</p>`}`,
  });
}

type CodeState = { uid: string; challengeId: string; channel: "mail" | "message"; error?: CodedError };

export function codePage(eid: Eid, request: FastifyRequest, { uid, challengeId, channel, error }: CodeState): string {
  const { t } = request;
  const ui = uiOf(request);
  const message = error && t(`error.${error.code}`);
  const input = ui.input({
    name: "code",
    label: { text: t("eid.code.label") },
    hint: { text: t("eid.code.hint") },
    classes: "tr-input--width-5",
    inputmode: "numeric",
    autocomplete: "one-time-code",
    attributes: { maxlength: 6 },
    ...(message ? { errorMessage: { text: message } } : {}),
  });
  const content = html`${message && ui.errorSummary({ errorList: [{ text: message, href: "#code" }] })}
    ${hero({ title: { text: t("eid.code.sent") }, lead: { text: t(`eid.code.sent-${channel}`) } })}
    <form method="post" action="/eid/interaction/${uid}/code/check" novalidate>
      <input type="hidden" name="challengeId" value="${challengeId}"><input type="hidden" name="channel" value="${channel}">
      ${input}${button({ text: t("eid.code.check"), preventDoubleClick: true })}</form>
    <p><a class="tr-link" href="/eid/interaction/${uid}">${t("eid.ways.other")}</a></p>`;
  return shell(eid.site, request, { title: t("eid.code.sent"), content, isError: message !== undefined });
}

type Waiting = { uid: string; id: string; number: string; state?: "pending" | "denied" };

/** The number to choose on the phone. The page asks again by itself, and without script by its button. */
export function phoneWaitPage(eid: Eid, request: FastifyRequest, { uid, id, number, state = "pending" }: Waiting): string {
  const { t } = request;
  const address = `/eid/interaction/${uid}/phone`;
  const waits = html`${insetText({ html: html`<p>${t("eid.phone.choose")}</p><p class="tr-number" data-number>${number}</p>` })}
    <form method="get" action="${address}" data-again="3000"><input type="hidden" name="request" value="${id}">
    ${button({ text: t("eid.phone.approved") })}</form>`;
  const content = html`${hero({ title: { text: t("eid.phone.wait") }, lead: { text: t("eid.phone.wait-lead") } })}
    ${state === "denied" ? insetText({ text: t("eid.phone.denied") }) : waits}
    <p><a class="tr-link" href="/eid/interaction/${uid}">${t("eid.ways.other")}</a></p>`;
  return shell(eid.site, request, { title: t("eid.phone.wait"), content, scripts: [eid.assets.phone] });
}

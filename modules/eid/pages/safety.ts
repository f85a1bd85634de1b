import { button, formatDateTime, hero, insetText, panel, section, summaryList } from "@troad/design";
import { type Html, html } from "@troad/html";
import type { CodedError } from "@troad/kernel";
import { uiOf } from "@troad/web";
import type { FastifyRequest } from "fastify";
import type { Eid } from "../eid.ts";
import { shell } from "./shell.ts";
import { passkeyBlock } from "./sign-in.ts";

/** A person's phones, each with its removal while the proof is fresh. */
export async function phoneList(eid: Eid, request: FastifyRequest, subject: string, isFresh: boolean): Promise<Html> {
  const { t, lang } = request;
  const views = (await eid.phones.of(subject)).map((phone) => {
    const list = summaryList({
      card: { title: { text: phone.name, headingLevel: 3 } },
      rows: [
        { key: { text: t("eid.passkey.added") }, value: { text: formatDateTime(phone.createdAt, { lang }) } },
        {
          key: { text: t("eid.passkey.used") },
          value: { text: phone.lastUsedAt ? formatDateTime(phone.lastUsedAt, { lang }) : t("eid.passkey.never") },
        },
      ],
    });
    const remove = button({ text: t("eid.phone.remove", { name: phone.name }), classes: "tr-button--warning" });
    const form = html`<form method="post" action="/eid/account/phones/remove"><input type="hidden" name="id" value="${phone.id}">${remove}</form>`;
    return html`${list}${isFresh && form}`;
  });
  return html`<p>${t("eid.account.phones-lead")}</p>${views}<p><a class="tr-link" href="/eid/phone">${t("eid.phone.open")}</a></p>`;
}

/** Locking, and a recovery that someone asked for. */
export async function safetySection(eid: Eid, request: FastifyRequest, subject: string): Promise<Html> {
  const { t, lang } = request;
  const waiting = await eid.locks.recoveryOf(subject);
  const stop = button({ text: t("eid.recover.cancel"), classes: "tr-button--warning" });
  const cancel = html`<form method="post" action="/eid/account/recovery/cancel">${stop}</form>`;
  return section({
    title: { text: t("eid.lock.title") },
    content: html`${
      waiting &&
      html`${insetText({ text: t("eid.recover.waiting", { at: formatDateTime(waiting.ready_at, { lang }) }) })}${cancel}`
    }
      <p>${t("eid.lock.lead")}</p>
      <form method="post" action="/eid/account/lock">${button({ text: t("eid.lock.do"), classes: "tr-button--warning" })}</form>`,
  });
}

export function lockedPage(eid: Eid, request: FastifyRequest): string {
  const { t } = request;
  const content = html`${panel({ titleText: t("eid.locked.title"), text: t("eid.locked.body") })}
    <p><a class="tr-link" href="/eid/recover">${t("eid.recover.link")}</a></p>
    <p><a class="tr-link" href="/eid/enrol">${t("eid.enrol.link")}</a></p>`;
  return shell(eid.site, request, { title: t("eid.locked.title"), content });
}

/** Getting an identity back by a second device, in a day; cancelled by any other of the person's devices. */
export function recoverPage(eid: Eid, request: FastifyRequest): string {
  const { t } = request;
  const query = request.query as Record<string, string | undefined>;
  const told = ["asked", "done", "cancelled"].find((word) => query[word] !== undefined);
  const act = (name: "ask" | "cancel", answer: string): Html =>
    passkeyBlock(request, {
      ...{ ceremony: "get", options: "/eid/passkey/options", answer },
      ...{ label: t(`eid.recover.${name}-do`), lead: t(`eid.recover.${name}-lead`) },
    });
  const content = html`${hero({ title: { text: t("eid.recover.title") }, lead: { text: t("eid.recover.lead") } })}
    ${told && insetText({ text: t(`eid.recover.${told}`) })}
    ${section({ title: { text: t("eid.recover.device") }, content: act("ask", "/eid/recover") })}
    ${section({ title: { text: t("eid.recover.not-me") }, content: act("cancel", "/eid/recover/cancel") })}
    ${section({
      title: { text: t("eid.recover.office") },
      content: html`<p>${t("eid.recover.office-lead")}</p><p><a class="tr-link" href="/eid/enrol">${t("eid.enrol.link")}</a></p>`,
    })}`;
  return shell(eid.site, request, { title: t("eid.recover.title"), content, scripts: [eid.assets.passkey] });
}

/** A code of the office opens the person's page once, to add a first passkey. */
export function enrolPage(eid: Eid, request: FastifyRequest, error?: CodedError): string {
  const { t } = request;
  const ui = uiOf(request);
  const message = error && t(`error.${error.code}`);
  const field = (name: string, label: string, most: number, more: object = {}): Html =>
    ui.input({
      ...{ name, label: { text: t(label) }, classes: "tr-input--width-10", autocomplete: "off" },
      ...{ attributes: { maxlength: most }, ...more },
    });
  const content = html`${message && ui.errorSummary({ errorList: [{ text: message, href: "#code" }] })}
    ${hero({ title: { text: t("eid.enrol.title") }, lead: { text: t("eid.enrol.lead") } })}
    <form method="post" action="/eid/enrol" novalidate>
      ${field("nationalId", "eid.ways.national-id", 10)}
      ${field("code", "eid.enrol.code", 10, message ? { errorMessage: { text: message } } : {})}
      ${button({ text: t("eid.enrol.go"), preventDoubleClick: true })}</form>`;
  return shell(eid.site, request, { title: t("eid.enrol.title"), content, isError: message !== undefined });
}

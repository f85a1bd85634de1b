import { button, details } from "@troad/design";
import { type Html, html } from "@troad/html";
import { uiOf } from "@troad/web";
import type { FastifyRequest } from "fastify";
import { base } from "./parts.ts";

const days = [1, 7, 30] as const;
const secondary = "tr-button--secondary";

/** A button of a script: what it does stands in `data-act`. */
const press = ({ t }: FastifyRequest, act: string, text: string, classes = secondary): Html =>
  button({ type: "button", text: t(`vault.${text}`), classes, attributes: { "data-act": act } });

/** The files, and what goes in and out. */
export function contentsPart(request: FastifyRequest): Html {
  const { t } = request;
  const ui = uiOf(request);
  const file = ui.fileUpload({
    ...{ id: "files", name: "files", multiple: true },
    label: { text: t("vault.files.add") },
    hint: { text: t("vault.files.add-hint") },
  });
  return html`<section><h2>${t("vault.files.title")}</h2><p data-used></p>${file}
    <p><a class="tr-link" href="/my-data/download">${t("vault.files.my-data")}</a> ${t("vault.files.my-data-why")}</p>
    <ul class="tr-lines" data-list="files"></ul><p data-empty="files"></p>${press(request, "more", "files.more")}
    <div class="tr-button-group">${press(request, "export", "export.do")}${press(request, "lock", "lock.do")}</div></section>`;
}

/** Links: one is made for the file that was chosen above. */
export function linksPart(request: FastifyRequest): Html {
  const { t } = request;
  const ui = uiOf(request);
  const termItems = days.map((day) => ({ value: day, text: t("vault.share.days", { days: day }) }));
  const term = ui.select({ ...{ id: "days", name: "days", value: 7 }, label: { text: t("vault.share.term") }, items: termItems });
  const most = ui.select({
    ...{ id: "most", name: "most", value: "1" },
    label: { text: t("vault.share.most") },
    items: [
      { value: "1", text: t("vault.share.once") },
      { value: "5", text: t("vault.share.times", { times: 5 }) },
      { value: "", text: t("vault.share.any") },
    ],
  });
  const link = ui.input({
    ...{ id: "link", name: "link" },
    label: { text: t("vault.share.link") },
    hint: { text: t("vault.share.link-hint") },
    attributes: { readonly: true },
  });
  return html`<section><h2>${t("vault.share.title")}</h2>
    <form data-form="share" hidden novalidate><h3 tabindex="-1">${t("vault.share.of")} <span data-share-name></span></h3>${term}${most}
    ${button({ text: t("vault.share.do") })}</form>
    <div data-made hidden>${link}${press(request, "copy", "share.copy")}</div>
    <ul class="tr-lines" data-list="links"></ul><p data-empty="links"></p></section>`;
}

/** What opens the vault, and its end. */
export function keysPart(request: FastifyRequest): Html {
  const { t } = request;
  const sure = html`<p>${t("vault.erase.what")}</p>${press(request, "erase", "erase.sure", "tr-button--warning")}`;
  return html`<section><h2>${t("vault.keys.title")}</h2><p>${t("vault.keys.lead")}</p><ul class="tr-lines" data-list="keys"></ul>
    <div class="tr-button-group">${press(request, "add-passkey", "keys.add")}${press(request, "new-recovery", "keys.recovery")}</div>
    <p class="tr-hint">${t("vault.keys.removed")}</p></section>
    <section><h2>${t("vault.erase.title")}</h2>${details({ summaryText: t("vault.erase.do"), html: sure })}</section>`;
}

/** Rows that the script fills in: names are known only in the browser. */
export function rowTemplates(request: FastifyRequest): Html {
  const { t } = request;
  const act = (name: string, text: string): Html =>
    button({ type: "button", text: t(`vault.${text}`), classes: secondary, attributes: { "data-row-act": name } });
  const row = (name: string, acts: Html): Html =>
    html`<template data-row="${name}"><li class="tr-lines__item"><p><strong data-title></strong><br><span data-about></span></p>
    <div class="tr-button-group">${acts}</div></li></template>`;
  return html`<div data-base="${base}" hidden>${row("files", html`${act("get", "files.get")}${act("share", "files.share")}${act("delete", "files.delete")}`)}
    ${row("links", act("end", "share.end"))}${row("keys", act("remove", "keys.remove"))}</div>`;
}

import { emptyState, tag, time } from "@troad/design";
import { type Html, html } from "@troad/html";
import { askedPage, older, pageQuery, pageSize } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { CertificateView, OwnCertificate } from "../api.ts";
import { type Asking, type CasePages, certificateText } from "./parts.ts";

type Parts = Pick<CasePages, "site" | "names" | "services"> & Asking<"certificatesOf">;

/** "My documents": the certificates of a person, each checked as of now. */
export function documentPages(app: FastifyInstance, parts: Parts): void {
  const { site, cases } = parts;
  app.get(
    "/me/documents",
    { schema: { hide: true, querystring: pageQuery } },
    site.signedIn(["citizen"], async (request, { subject }) => {
      const { t } = request;
      const title = t("cases.documents.title");
      const found = await cases.certificatesOf(subject, askedPage(request, "uuid"));
      const lines = found.slice(0, pageSize).map((one) => lineOf(parts, request, one));
      const list =
        lines.length === 0
          ? emptyState({ title: t("cases.documents.empty"), body: { text: t("cases.documents.empty-why") } })
          : html`<ul class="tr-lines">${lines}</ul>`;
      const me = site.href("portal", "/me");
      return {
        title,
        content: html`<h1>${title}</h1><p class="tr-lead">${t("cases.documents.lead")}</p>
          ${list}${older(request, found, ({ caseId }) => caseId)}`,
        path: me ? [{ href: me, text: t("portal.me.title") }] : [],
      };
    }),
  );
}

function lineOf({ names, services }: Parts, request: FastifyRequest, one: OwnCertificate): Html {
  const { lang } = request;
  const until = untilOf(request, one);
  const title = certificateText(services, lang, one, "title");
  return html`<li class="tr-lines__item"><a class="tr-lines__link" href="/cases/${one.caseId}/certificate">${title}</a>
    ${validityTag(request, one)}<p class="tr-lines__lead">${names.agency(lang, one.agency)}</p><p class="tr-lines__meta">${until}</p></li>`;
}

/** Valid, run out, or not to be relied on for another reason. */
export function validityTag({ t }: FastifyRequest, { valid, checks }: CertificateView): Html {
  const ranOut = checks.every(({ ok, step }) => ok || step === "validity");
  const state = valid ? "valid" : ranOut ? "ended" : "failed";
  const colour = { valid: "green", ended: "grey", failed: "red" }[state];
  return tag({ text: t(`cases.documents.${state}`), classes: `tr-tag--${colour}` });
}

/** Until when a certificate is valid; nothing where it has no end. */
export const untilOf = ({ t, lang }: FastifyRequest, { validUntil }: CertificateView): Html | undefined =>
  validUntil === null ? undefined : html`${t("cases.verify.until")} ${time(validUntil, { lang, show: "date" })}`;

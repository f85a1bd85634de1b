import { button, insetText, scrollable } from "@troad/design";
import { html } from "@troad/html";
import { isUuid, type ModuleContext, seeOther } from "@troad/kernel";
import {
  askedPage,
  hidden,
  older,
  posted,
  qrCode,
  type ServiceNames,
  type Session,
  type Site,
  uiOf,
  type View,
} from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { WalletApp } from "../domain/content.ts";
import { fail } from "../errors.ts";
import type { Issued, OwnIssue } from "../issuer/issued.ts";
import type { Offer, Offers } from "../issuer/offers.ts";
import type { Source, Sources } from "../issuer/sources.ts";
import { dayOf, errorBox, grid, hiddenField, places, textOf } from "./parts.ts";

type Certificates = {
  certificatesOf(
    subject: string,
    page: { limit: number },
  ): Promise<{ code: string; caseId: string; service: string; certificate: string; valid: boolean }[]>;
};
type Parts = {
  ctx: Pick<ModuleContext, "texts">;
  site: Site;
  apps: readonly WalletApp[];
  sources: Sources;
  offers: Offers;
  issued: Issued;
  cases: Certificates;
  names: ServiceNames;
};
const mostCertificates = 50;

/** A person's own wallets: what can be put into one, what was, and how to end it. Where it is shown is told to nobody, and so stands nowhere. */
export function ownPages(app: FastifyInstance, parts: Parts): void {
  const { ctx, site, sources, offers } = parts;
  const nameOf = (request: FastifyRequest, { kind, source }: { kind: string; source: string }, held: Held): string => {
    const found = held.find(({ code }) => code === source);
    return kind === "certificate" && found
      ? parts.names.text(request.lang, found.service, "name")
      : request.t(`wallet.kind.${kind}`);
  };
  const appName = (lang: string, id: string): string => {
    const one = parts.apps.find((each) => each.id === id);
    return one ? ctx.texts.pick(one.text, lang, "name") : id;
  };
  const heldBy = (subject: string): Promise<Held> => parts.cases.certificatesOf(subject, { limit: mostCertificates });
  const show = async (request: FastifyRequest, { subject }: Session, error?: string): Promise<View> => {
    const { t, lang } = request;
    const held = await heldBy(subject);
    const card = await sources.card(subject).catch(() => undefined);
    const { before, limit } = askedPage(request, "number");
    const issued = await parts.issued.of(subject, before === undefined ? null : Number(before), limit);
    const choices = parts.apps.map(({ id }) => ({ value: id, text: appName(lang, id) }));
    const put = (source: string, caseId: string, name: string) => html`<form method="post" novalidate>
      ${[hiddenField("source", source), hiddenField("case", caseId)]}
      ${
        choices.length > 1
          ? uiOf(request).radios({
              ...{
                name: "app",
                idPrefix: `app-${source}`,
                items: choices,
                value: choices[0]!.value,
                classes: "tr-radios--inline",
              },
              fieldset: { legend: { text: t("wallet.own.which") } },
            })
          : hiddenField("app", choices[0]?.value ?? "")
      }
      ${button({ text: t("wallet.own.put", { name }), name: "act", value: "offer", classes: "tr-button--secondary" })}</form>`;
    const valid = held.filter((one) => one.valid);
    const rows = issued.slice(0, limit - 1).map((one) => rowOf(request, one, nameOf(request, one, held), appName(lang, one.app)));
    const columns = ["what", "where", "fetched", "until", "state", "end"].map((column) => t(`wallet.own.${column}`));
    const title = t("wallet.own.title");
    return {
      title,
      ...(error === undefined ? {} : { isError: true }),
      content: html`${errorBox(request, error)}<h1>${title}</h1><p class="tr-lead">${t("wallet.own.lead")}</p>
        <h2>${t("wallet.kind.eid")}</h2>
        ${card ? html`<p>${t("wallet.own.eid")}</p>${put("", "", t("wallet.kind.eid"))}` : html`<p>${t("error.wallet.no-card")}</p>`}
        <h2>${t("wallet.own.certificates")}</h2>
        ${
          valid.length > 0
            ? valid.map(({ code, caseId }) => put(code, caseId, nameOf(request, { kind: "certificate", source: code }, held)))
            : html`<p>${t("wallet.own.no-certificates")}</p>`
        }
        <h2>${t("wallet.own.issued")}</h2>
        ${rows.length > 0 ? scrollable(t("wallet.own.issued"), grid(columns, rows)) : html`<p>${t("wallet.own.nothing")}</p>`}
        ${older(request, issued, ({ seq }) => String(seq))}
        ${insetText({ text: t("wallet.own.told") })}`,
    };
  };
  app.get(
    places.own,
    hidden,
    site.signedIn(["citizen"], (request, session) => show(request, session)),
  );
  app.post(
    places.own,
    hidden,
    site.signedIn(["citizen"], async (request, session, reply) => {
      try {
        if (posted(request, "act") === "end") {
          const id = posted(request, "issue", 40);
          if (!isUuid(id)) throw fail("wallet.source-unknown");
          await parts.issued.end(session.subject, id);
          return seeOther(reply, places.own);
        }
        const [code, caseId] = [posted(request, "source", 60), posted(request, "case", 60)];
        const source: Source =
          code === "" ? await sources.card(session.subject) : await sources.certificate(session.subject, caseId, code);
        const offer = await offers.make(session.subject, source, posted(request, "app", 60));
        const name = nameOf(request, source, await heldBy(session.subject));
        return await offerView(request, offer, { name, app: appName(request.lang, posted(request, "app", 60)) });
      } catch (error) {
        return { ...(await show(request, session, textOf(request, error))), status: 422 };
      }
    }),
  );
}
type Held = Awaited<ReturnType<Certificates["certificatesOf"]>>;

function rowOf(request: FastifyRequest, one: OwnIssue, name: string, app: string) {
  const { t } = request;
  const state = one.ended_at === null ? one.state : "ended";
  return [
    t("wallet.own.copies", { name, count: one.copies }),
    app,
    dayOf(request, one.at),
    dayOf(request, one.expires_at),
    t(`wallet.state.${state}`),
    state === "ended" || state === "revoked"
      ? ""
      : html`<form method="post" novalidate>${hiddenField("issue", one.id)}${button({
          ...{ text: t("wallet.own.end-it"), name: "act", value: "end", classes: "tr-button--warning" },
          attributes: { "aria-label": t("wallet.own.end-this", { name, day: dayOf(request, one.at) }) },
        })}</form>`,
  ];
}

/** Shown once: the code stands on this page and nowhere else. On a telephone the link is enough. */
async function offerView(
  request: FastifyRequest,
  { offer, code }: Offer,
  { name, app }: { name: string; app: string },
): Promise<View> {
  const { t } = request;
  const title = t("wallet.offer.title", { name });
  const query = encodeURIComponent(offer);
  return {
    title,
    path: [{ href: places.own, text: t("wallet.own.title") }],
    content: html`<h1>${title}</h1><p class="tr-lead">${t("wallet.offer.lead", { app })}</p>
      <ol class="tr-list tr-list--number"><li>${t("wallet.offer.open", { app })}</li><li>${t("wallet.offer.scan")}</li>
      <li>${t("wallet.offer.type")}</li></ol>
      <p class="tr-lead">${t("wallet.offer.code")} <strong translate="no">${code}</strong></p>
      <p>${t("wallet.offer.minutes")}</p>
      <p><a class="tr-button" href="openid-credential-offer://?credential_offer=${query}">${t("wallet.offer.here", { app })}</a></p>
      <figure>${await qrCode(`openid-credential-offer://?credential_offer=${query}`, { level: "L", width: 280 })}
      <figcaption>${t("wallet.offer.qr")}</figcaption></figure>
      <p>${t("wallet.offer.secret")}</p>`,
  };
}

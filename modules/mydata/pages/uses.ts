import { button, cardGrid, emptyState, time, timeline } from "@troad/design";
import { html } from "@troad/html";
import { type Clock, seeOther } from "@troad/kernel";
import { askedPage, hidden, older, pageQuery, pageSize, reasonOf } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Consent, DataUse } from "../api.ts";
import { looker } from "../domain/looker.ts";
import type { MyDataPages } from "./parts.ts";

type Parts = Pick<MyDataPages, "site" | "names" | "purposeOf" | "nationalId" | "recipientName"> & {
  clock: Clock;
  mydata: Pick<MyDataPages["mydata"], "usesOf" | "consentsOf" | "withdraw">;
};

/** "Who used my data": every exchange about the citizen, and the consents that are in force. */
export function usePages(app: FastifyInstance, parts: Parts): void {
  const { site, mydata, nationalId } = parts;
  app.get(
    "/my-data",
    { schema: { hide: true, querystring: pageQuery } },
    site.signedIn(["citizen"], async (request, { subject }) => {
      const uses = await mydata.usesOf(subject, askedPage(request, "instant-and-id"), await nationalId(request));
      const isFirst = (request.query as { before?: string }).before === undefined;
      const consents = isFirst ? await mydata.consentsOf(subject, { limit: 5 }) : [];
      const now = parts.clock.now().getTime();
      const inForce = consents.filter((one) => !one.withdrawnAt && !one.usedUp && Date.parse(one.expiresAt) > now);
      return listPage(parts, request, uses, inForce);
    }),
  );
  app.post(
    "/my-data/consents/:id/withdraw",
    hidden,
    site.signedIn(
      ["citizen"],
      async (request, { subject }, reply) => {
        await mydata.withdraw(subject, (request.params as { id: string }).id);
        return seeOther(reply, "/my-data/consents");
      },
      { returnTo: () => "/my-data/consents" },
    ),
  );
}

function listPage(parts: Parts, request: FastifyRequest, uses: readonly DataUse[], consents: readonly Consent[]) {
  const { t } = request;
  const title = t("mydata.uses.title");
  const officers = parts.site.href("cases", "/my-data/officers");
  const cards = cardGrid(consents.map((consent) => consentCard(parts, request, consent)));
  const entries = uses.slice(0, pageSize).map((use) => useEntry(parts, request, use));
  const list =
    entries.length === 0
      ? emptyState({ title: t("mydata.uses.empty"), body: { text: t("mydata.uses.empty-why") } })
      : timeline(entries, { label: title, headingLevel: 2 });
  const content = html`<h1>${title}</h1><p class="tr-lead">${t("mydata.uses.lead")}</p>
    <p><a class="tr-link" href="/my-data/download">${t("mydata.download.title")}</a></p>
    <p><a class="tr-link" href="/my-data/counter">${t("mydata.counter.title")}</a></p>
    <p><a class="tr-link" href="/my-data/questions">${t("mydata.question.mine")}</a></p>
    <p><a class="tr-link" href="/my-data/consents">${t("mydata.consents.title")}</a></p>
    <p><a class="tr-link" href="/my-data/recipients">${t("mydata.recipients.title")}</a></p>
    <p><a class="tr-link" href="/my-data/notices">${t("mydata.notices.title")}</a></p>
    ${officers && html`<p><a class="tr-link" href="${officers}">${t("mydata.uses.officers")}</a></p>`}
    ${consents.length > 0 && html`<h2>${t("mydata.consents.open")}</h2>${cards}`}
    ${list}
    ${older(request, uses, (use) => use.cursor)}`;
  const me = parts.site.href("portal", "/me");
  return { title, content, path: me ? [{ href: me, text: t("portal.me.title") }] : [] };
}

export function consentCard(
  { names, recipientName }: Pick<Parts, "names" | "recipientName">,
  request: FastifyRequest,
  consent: Consent,
) {
  const { t, lang } = request;
  const sets = consent.requests.map((one) => names.dataSet(lang, one.provider)).join(t("web.comma"));
  const allowed = t("mydata.consents.one", { consumer: names.agency(lang, consent.consumer), sets });
  const withdraw = button({ text: t("mydata.consents.withdraw"), classes: "tr-button--secondary" });
  const shownTo =
    consent.recipient && html`<p>${t("mydata.uses.for", { recipient: recipientName(lang, consent.recipient) })}</p>`;
  return html`<div class="tr-card"><p>${allowed}</p>${shownTo}
    <p class="tr-hint">${t("mydata.consents.until")} ${time(consent.expiresAt, { lang })}</p>
    ${receiptLinks(request, consent)}
    <form method="post" action="/my-data/consents/${consent.id}/withdraw">${withdraw}</form></div>`;
}

/** The receipt of a consent, to read and sealed. */
export function receiptLinks({ t }: FastifyRequest, { id }: Pick<Consent, "id">) {
  const address = `/my-data/consents/${id}/receipt`;
  return html`<p><a class="tr-link" href="${address}.jsonld">${t("mydata.receipt.plain")}</a>
    <a class="tr-link" href="${address}.jwt">${t("mydata.receipt.sealed")}</a></p>`;
}

const tones = { answered: "ok", refused: "failed", failed: "failed", unknown: "waiting" } as const;

function useEntry(
  { names, purposeOf, recipientName }: Pick<Parts, "names" | "purposeOf" | "recipientName">,
  request: FastifyRequest,
  use: DataUse,
) {
  const { t, lang } = request;
  // what the person agreed to with that recipient, not what its kind of access is called
  const purpose =
    (use.recipient?.startsWith("client:")
      ? use.purpose
      : use.recipient === looker
        ? t("mydata.looker-purpose")
        : purposeOf(lang, use.agreement)) ??
    use.purpose ??
    t("mydata.uses.no-purpose");
  const by = names.agency(lang, use.consumer);
  const [set, provider] = [names.dataSet(lang, use.provider), names.agency(lang, use.provider)];
  const title = t(`mydata.uses.${use.outcome}`, { consumer: by, set, provider });
  const why = `${t("mydata.proof.why")}${t("web.colon")}${purpose}`;
  const shownTo = use.recipient && html`<br>${t("mydata.uses.for", { recipient: recipientName(lang, use.recipient) })}`;
  return {
    at: time(use.at, { lang }),
    by,
    title: { html: html`<a class="tr-link" href="/my-data/${encodeURIComponent(use.address)}">${title}</a>` },
    status: givenText(request, use, names.fields(lang, use.provider, use.fields)),
    body: { html: html`<p class="tr-hint">${why}<br>${basisOf(request, use)}${shownTo}</p>` },
    tone: tones[use.outcome],
  };
}

/** The data that was given, or a statement that none was. */
function givenText(request: FastifyRequest, use: DataUse, fields: string): string {
  const { t } = request;
  if (use.outcome === "answered") return t(use.found ? "mydata.uses.given" : "mydata.uses.not-found", { fields });
  const key = use.outcome === "unknown" ? "mydata.uses.maybe" : "mydata.uses.nothing";
  return t(key, { reason: reasonOf(request, use.code) });
}

/** Why the data was given: the person's consent, or the article that allowed it. */
function basisOf({ t }: FastifyRequest, { consent, legalBasis, issue }: DataUse): string {
  if (legalBasis === null) return t(consent ? "mydata.uses.by-consent" : "mydata.proof.no-consent");
  const matter = issue ? t("mydata.uses.case", { number: issue }) : t("mydata.uses.no-case");
  return `${t("mydata.uses.by-law")}${t("web.colon")}${legalBasis || t("mydata.uses.no-article")} ${matter}`;
}

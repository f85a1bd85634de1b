import { emptyState, tag, time } from "@troad/design";
import { type Html, html } from "@troad/html";
import type { Clock } from "@troad/kernel";
import { askedPage, older, pageQuery, pageSize } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Consent } from "../api.ts";
import { minePath, newestGiven } from "../requests/mine-page.ts";
import type { MyDataPages } from "./parts.ts";
import { consentCard, receiptLinks } from "./uses.ts";

type Parts = Parameters<typeof newestGiven>[0] &
  Pick<MyDataPages, "names"> & {
    clock: Clock;
    mydata: Pick<MyDataPages["mydata"], "consentsOf">;
  };

const groups = ["active", "used", "ended"] as const;
type Standing = (typeof groups)[number];

/** "My consents": those in force, those used, and those that ended unused. */
export function consentPages(app: FastifyInstance, parts: Parts): void {
  const { site, mydata, clock } = parts;
  app.get(
    "/my-data/consents",
    { schema: { hide: true, querystring: pageQuery } },
    site.signedIn(["citizen"], async (request, { subject }) => {
      const { t } = request;
      const title = t("mydata.consents.title");
      const found = await mydata.consentsOf(subject, askedPage(request, "uuid"));
      const isFirst = (request.query as { before?: string }).before === undefined;
      const given = isFirst ? await newestGiven(parts, request, subject) : undefined;
      const shown = Map.groupBy(found.slice(0, pageSize), (one) => standingOf(one, clock.now()));
      const list =
        found.length === 0
          ? emptyState({ title: t("mydata.consents.empty"), body: { text: t("mydata.uses.empty-why") } })
          : groups.map((group) => groupOf(parts, request, group, shown.get(group) ?? []));
      return {
        title,
        content: html`<h1>${title}</h1><p class="tr-lead">${t("mydata.consents.lead")}</p>
          <p><a class="tr-link" href="${minePath}">${t("mydata.given.all")}</a></p>${given}${list}${older(request, found, ({ id }) => id)}`,
        path: [{ href: "/my-data", text: t("mydata.uses.title") }],
      };
    }),
  );
}

export function standingOf({ withdrawnAt, usedUp, expiresAt }: Consent, now: Date): Standing {
  if (usedUp) return "used";
  return withdrawnAt !== null || Date.parse(expiresAt) <= now.getTime() ? "ended" : "active";
}

function groupOf(parts: Parts, request: FastifyRequest, group: Standing, consents: readonly Consent[]): Html | undefined {
  if (consents.length === 0) return undefined;
  const cards = consents.map((one) =>
    group === "active" ? consentCard(parts, request, one) : pastLine(parts, request, one, group),
  );
  return html`<h2>${request.t(`mydata.consents.${group}`)}</h2><ul class="tr-lines">${cards.map((card) => html`<li class="tr-lines__item">${card}</li>`)}</ul>`;
}

function pastLine({ names }: Parts, request: FastifyRequest, consent: Consent, group: Standing): Html {
  const { t, lang } = request;
  const sets = consent.requests.map(({ provider }) => names.dataSet(lang, provider)).join(t("web.comma"));
  const text = t("mydata.consents.was", { consumer: names.agency(lang, consent.consumer), sets });
  const state = group === "used" ? "used" : consent.withdrawnAt ? "withdrawn" : "ran-out";
  return html`<p>${text} ${tag({ text: t(`mydata.consents.state.${state}`), classes: "tr-tag--grey" })}</p>
    <p class="tr-lines__meta">${t("mydata.consents.given")} ${time(consent.grantedAt, { lang })}</p>${receiptLinks(request, consent)}`;
}

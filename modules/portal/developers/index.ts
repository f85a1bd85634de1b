import { button, emptyState, scrollable, section } from "@troad/design";
import { html } from "@troad/html";
import { kernelFailure, seeOther } from "@troad/kernel";
import { hidden, uiOf, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { applyPages, clientFacts, stateTag } from "./apply.ts";
import { example } from "./example.ts";
import { type DeveloperPages, textIn } from "./parts.ts";

/** Those who admit gateways also review the services that use the eID. */
export const reviewers = ["road-operator"];

/** For developers: how a service signs people in, how it applies, and for officers the review. */
export function developerPages(app: FastifyInstance, parts: DeveloperPages): void {
  const { site } = parts;
  app.get(
    "/developers",
    hidden,
    site.open(async (request) => {
      const { t } = request;
      const title = t("portal.developers.title");
      const issuer = `${parts.ctx.origin("eid")}/eid/oidc`;
      const code = html`<pre class="tr-code"><code>${example}</code></pre>`;
      const points = ["profiles", "subjects", "strength", "agree", "logout", "phone", "mandates"].map(
        (name) => html`<h3>${t(`portal.developers.${name}`)}</h3><p>${t(`portal.developers.${name}-text`)}</p>`,
      );
      const content = html`<h1>${title}</h1><p class="tr-lead">${t("portal.developers.lead")}</p>
        <p>${button({ text: t("portal.clients.title"), href: "/developers/clients" })}</p>
        ${section({
          title: { text: t("portal.developers.example") },
          content: html`<p>${t("portal.developers.issuer")} <code>${issuer}</code></p>${scrollable(t("portal.developers.example"), code)}`,
        })}
        ${section({ title: { text: t("portal.developers.know") }, content: points })}`;
      return { title, content, path: [] };
    }),
  );
  applyPages(app, parts);
  reviewPages(app, parts);
}

function reviewPages(app: FastifyInstance, { work, eid }: DeveloperPages): void {
  const one = async (request: FastifyRequest) => {
    const record = await eid.client((request.params as { client: string }).client.slice(0, 100));
    if (!record) throw kernelFailure("request.not-found");
    return record;
  };
  app.get(
    "/work/clients",
    hidden,
    work.signedIn(reviewers, async (request): Promise<View> => {
      const { t, lang } = request;
      const title = t("portal.clients.review");
      const lines = (await eid.clients({ waiting: true, limit: 100 })).map(
        ({ client, registration: { name, organisation } }) =>
          html`<li class="tr-lines__item"><a class="tr-lines__link" href="/work/clients/${client}">${textIn(name, lang)}</a>
            <p class="tr-lines__meta">${textIn(organisation.name, lang)}</p></li>`,
      );
      const list =
        lines.length === 0 ? emptyState({ title: t("portal.clients.none-waiting") }) : html`<ul class="tr-lines">${lines}</ul>`;
      return { title, content: html`<h1>${title}</h1>${list}`, path: [] };
    }),
  );
  const page = (request: FastifyRequest, record: Awaited<ReturnType<typeof one>>, missing = false): View => {
    const { t, lang } = request;
    const ui = uiOf(request);
    const title = textIn(record.registration.name, lang);
    const message = missing ? t("portal.clients.reason-missing") : undefined;
    const reason = ui.input({
      ...{ name: "reason", label: { text: t("portal.clients.reason") }, attributes: { maxlength: 500 } },
      ...(message ? { errorMessage: { text: message } } : {}),
    });
    const decide = (decision: string, classes = "") =>
      button({ text: t(`portal.clients.${decision}`), name: "decision", value: decision, classes });
    const open =
      record.state === "submitted"
        ? html`${decide("approved")}${decide("refused", "tr-button--warning")}`
        : decide("closed", "tr-button--warning");
    const form = html`<form method="post" action="/work/clients/${record.client}" novalidate>
      <input type="hidden" name="version" value="${record.version}">${reason}<div class="tr-button-group">${open}</div></form>`;
    const content = html`${message && ui.errorSummary({ errorList: [{ text: message, href: "#reason" }] })}<h1>${title}</h1>
      <p>${stateTag(request, record)}</p>${clientFacts(request, record)}${record.state !== "closed" && record.state !== "refused" && form}`;
    const path = [{ href: "/work/clients", text: t("portal.clients.review") }];
    return { title, content, path, ...(missing ? { status: 422, isError: true } : {}) };
  };
  app.get(
    "/work/clients/:client",
    hidden,
    work.signedIn(reviewers, async (request) => page(request, await one(request))),
  );
  app.post(
    "/work/clients/:client",
    hidden,
    work.signedIn(
      reviewers,
      async (request, { subject }, reply) => {
        const record = await one(request);
        const body = (request.body ?? {}) as { decision?: string; reason?: string; version?: string };
        const reason = String(body.reason ?? "")
          .trim()
          .slice(0, 500);
        if (reason === "") return page(request, record, true);
        const decision = (["approved", "refused", "closed"] as const).find((word) => word === body.decision) ?? "refused";
        await eid.decideClient({ client: record.client, version: Number(body.version), decision, by: subject, reason });
        return seeOther(reply, "/work/clients");
      },
      { returnTo: () => "/work/clients" },
    ),
  );
}

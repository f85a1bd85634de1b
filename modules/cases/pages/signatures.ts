import { button, details, emptyState, time } from "@troad/design";
import { html } from "@troad/html";
import { CodedError, kernelFailure, seeOther } from "@troad/kernel";
import { askedPage, hidden, older, pageQuery, pageSize, type ServiceItem, type Session, uiOf } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { CaseSummary, PartyCase } from "../api.ts";
import { answers, sourceList } from "./check.ts";
import { stepLink } from "./fill/link.ts";
import { type Asking, type CasePages, idIn, referenceOf } from "./parts.ts";
import { citizenOf } from "./party-acts.ts";
import { askForCard } from "./proof.ts";

type Parts = Pick<CasePages, "site" | "names" | "services" | "banks" | "places" | "nationalId"> &
  Asking<"toSign" | "viewAsParty" | "acts" | "act">;

/** Applications of others that name the reader as a party: each signs, or refuses, for themselves. */
export function signaturePages(app: FastifyInstance, parts: Parts): void {
  const { site, cases, services, names } = parts;
  const own = async (request: FastifyRequest): Promise<string> => {
    const nationalId = await parts.nationalId(request);
    if (!nationalId) throw kernelFailure("request.invalid", { reason: "national_id" });
    return nationalId;
  };
  const lineOf = ({ t, lang }: FastifyRequest, one: CaseSummary) => {
    const from = t("cases.signatures.from", { name: one.applicant });
    const meta = html`${from}${t("web.dot")}${referenceOf(one.id)}${t("web.dot")}${time(one.updatedAt, { lang })}`;
    const name = services.text(lang, one.named, "name");
    return html`<li class="tr-lines__item"><a class="tr-lines__link" href="/signatures/${one.id}">${name}</a>
      <p class="tr-lines__meta">${meta}</p></li>`;
  };
  app.get(
    "/signatures",
    { schema: { hide: true, querystring: pageQuery } },
    site.signedIn(["citizen"], async (request) => {
      const { t } = request;
      const title = t("cases.signatures.title");
      const found = await cases.toSign(await own(request), askedPage(request, "uuid"));
      const lines = found.slice(0, pageSize).map((one) => lineOf(request, one));
      const list =
        lines.length === 0 ? emptyState({ title: t("cases.signatures.empty") }) : html`<ul class="tr-lines">${lines}</ul>`;
      const me = site.href("portal", "/me");
      const content = html`<h1>${title}</h1><p class="tr-lead">${t("cases.signatures.lead")}</p>${list}${older(request, found, (one) => one.id)}`;
      return { title, content, path: me ? [{ href: me, text: t("portal.me.title") }] : [] };
    }),
  );
  app.get(
    "/signatures/:id",
    hidden,
    site.signedIn(["citizen"], async (request, session) => page(request, session)),
  );
  app.post(
    "/signatures/:id",
    hidden,
    site.signedIn(
      ["citizen"],
      async (request, session, reply) => {
        const id = idIn(request);
        const person = citizenOf(session, await own(request));
        const { act, reason, step, visit } = (request.body ?? {}) as Record<string, unknown>;
        const allowed = await cases.acts({ id, person });
        const party = allowed.acts.flatMap((one) => (one.act === "sign" ? [one.party] : []))[0] ?? "";
        const place = { step: String(step ?? ""), visit: Number.parseInt(String(visit ?? ""), 10) || 0 };
        const why = typeof reason === "string" ? reason.slice(0, 4_000) : "";
        if (act !== "sign" && act !== "decline") return seeOther(reply, `/signatures/${id}`);
        try {
          await cases.act({ id, person, place, act: act === "sign" ? { act, party } : { act, party, reason: why } });
        } catch (error) {
          // signed twice, or from an old page: the page says how it stands now
          if (!(error instanceof CodedError) || error.code !== "case.act-not-allowed") throw error;
        }
        return seeOther(reply, `/signatures/${id}`);
      },
      { returnTo: (request) => `/signatures/${idIn(request)}` },
    ),
  );

  /** What may be asked about the reader with their signature, and no other. */
  function agreedData(request: FastifyRequest, service: ServiceItem, { asks, agency }: PartyCase) {
    const { t, lang } = request;
    const own = service.sources.filter(({ id }) => asks.includes(id));
    if (own.length === 0) return undefined;
    const lead = t("cases.signatures.data-lead", { agency: names.agency(lang, agency) });
    return html`<h2>${t("cases.signatures.data")}</h2><p>${lead}</p>${sourceList(parts, request, service, own)}`;
  }

  async function page(request: FastifyRequest, session: Session) {
    const { t, lang } = request;
    const nationalId = await own(request);
    const found = await cases.viewAsParty({ id: idIn(request), nationalId });
    const { acts, place } = await cases.acts({ id: found.id, person: citizenOf(session, nationalId) });
    const service = services.find(found.named);
    const title = services.text(lang, found.named, "name");
    const ui = uiOf(request);
    const hiddenFields = (act: string) =>
      html`<input type="hidden" name="act" value="${act}"><input type="hidden" name="step" value="${place.step}">
      <input type="hidden" name="visit" value="${place.visit}">`;
    const decline = details({
      summaryText: t("cases.act.decline"),
      html: html`<form method="post" action="/signatures/${found.id}" novalidate>${hiddenFields("decline")}
        ${ui.textarea({ id: "reason", name: "reason", rows: 3, label: { text: t("cases.act.decline-reason") } })}
        ${button({ text: t("cases.act.decline"), classes: "tr-button--warning" })}</form>`,
    });
    const card = askForCard(parts, request, { service, session, returnTo: `/signatures/${found.id}` });
    const sign = html`<form method="post" action="/signatures/${found.id}" novalidate>${hiddenFields("sign")}
      ${button({ text: t("cases.act.sign") })}</form>`;
    const mayAct = acts.some(({ act }) => act === "sign");
    const forms = mayAct
      ? html`<p>${t("cases.signatures.means", { name: session.name })}</p>
        ${card ?? sign}${decline}`
      : (stepLink(parts, request, { ...found, due: found.due }, acts) ??
        html`<p role="status">${t("cases.signatures.done")}</p>`);
    const given = service && answers(parts, request, { service, form: { ...found, open: null, offers: {} } });
    return {
      title,
      content: html`<h1>${title}</h1>
        <p class="tr-lead">${t("cases.signatures.asks", { name: found.applicant, agency: names.agency(lang, found.agency) })}</p>
        <h2>${t("cases.signatures.answers")}</h2>${given}${mayAct && service && agreedData(request, service, found)}${forms}`,
      path: [{ href: "/signatures", text: t("cases.signatures.title") }],
    };
  }
}

import { button, panel, summaryList } from "@troad/design";
import { type Html, html } from "@troad/html";
import { reasonOf, uiOf } from "@troad/web";
import type { FastifyRequest } from "fastify";
import type { CaseView, Decision } from "../api.ts";
import type { CasePages } from "./parts.ts";

export type Reader = "citizen" | "officer";
type Parts = Pick<CasePages, "names" | "services">;

/** What has become of a case so far. */
export function outcomeOf(parts: Parts, request: FastifyRequest, found: CaseView, reader: Reader): Html | undefined {
  const { t } = request;
  if (found.state === "collecting" || found.state === "deciding") return underWay(request, found, reader);
  if (found.state === "withdrawn") return html`<p>${t("cases.case.withdrawn")}</p>`;
  if (found.stopped) return stopped(parts, request, found, found.stopped, reader);
  return found.decision ? decided(parts, request, found, found.decision, reader) : undefined;
}

function underWay({ t }: FastifyRequest, { id, state }: CaseView, reader: Reader): Html {
  const again = html`<p><a class="tr-link" href="/cases/${id}">${t("cases.case.look-again")}</a></p>`;
  const text = t(state === "deciding" ? "cases.case.deciding" : "cases.case.working");
  return html`<p role="status">${text}</p>${reader === "citizen" && again}`;
}

type Stop = NonNullable<CaseView["stopped"]>;

function stopped({ names }: Parts, request: FastifyRequest, found: CaseView, stop: Stop, reader: Reader): Html {
  const { t, lang } = request;
  const source = found.sources.find(({ id }) => id === stop.source);
  const agency = source ? names.agency(lang, source.provider) : "";
  const text = t("cases.case.stopped", { agency, reason: reasonOf(request, stop.code) });
  return html`${uiOf(request).warningText({ text })}${reader === "citizen" && goOn(request, found)}`;
}

/** The applicant tries again, or gives up. */
function goOn({ t }: FastifyRequest, { id }: CaseView): Html {
  const resume = button({ text: t("cases.case.resume") });
  const withdraw = button({ text: t("cases.case.withdraw"), classes: "tr-button--secondary" });
  return html`<p>${t("cases.case.resume-why")}</p><div class="tr-button-group">
    <form method="post" action="/cases/${id}/resume">${resume}</form>
    <form method="post" action="/cases/${id}/withdraw">${withdraw}</form></div>`;
}

function decided({ services }: Parts, request: FastifyRequest, found: CaseView, decision: Decision, reader: Reader): Html {
  const { t, lang } = request;
  const code = services.outcomeOf(found.service, decision.values);
  const title = panel({
    titleText: t(decision.granted ? "cases.case.granted" : "cases.case.refused"),
    headingLevel: 2,
    text: code ? services.text(lang, found.service, `outcome.${code}`) : "",
  });
  const figures = services
    .figuresOf(lang, found.service, decision.values)
    .map(({ key, value }) => ({ key: { text: key }, value: { text: value } }));
  return html`${title}
    ${decision.granted && summaryList({ rows: figures })}
    ${found.certificate && certificateLink(request, found.id, found.certificate.code, reader)}
    ${!decision.granted && reader === "citizen" && html`<p>${t("cases.case.appeal")}</p>`}`;
}

/** The applicant sees the certificate, an officer what everybody can check of it. */
const certificateLink = ({ t }: FastifyRequest, id: string, code: string, reader: Reader): Html =>
  reader === "citizen"
    ? html`<p><a class="tr-button" href="/cases/${id}/certificate">${t("cases.case.certificate")}</a></p>`
    : html`<p><a class="tr-link" href="/verify/${code}">${t("cases.case.verify")}</a></p>`;

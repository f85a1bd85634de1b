import { button, formatDateTime, summaryList, tag, time } from "@troad/design";
import { type Html, html } from "@troad/html";
import { CodedError, kernelFailure, seeOther } from "@troad/kernel";
import { agencyOf, hidden, posted, type Session, uiOf, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { CertificateAct, OfficerCertificate } from "../../api.ts";
import { type Asking, type CasePages, certificateText, idIn } from "../parts.ts";
import { officerOf } from "./acts.ts";

type Parts = Pick<CasePages, "site" | "services"> & Asking<"viewAsOfficer" | "certificatesOfCase" | "changeCertificate">;
const role = "case-officer";
const acts: readonly string[] = ["suspend", "resume", "revoke"] satisfies CertificateAct[];
const colours = { valid: "green", suspended: "yellow", revoked: "red", ended: "grey" } as const;
type Problem = { key: "reason" | "act"; code: string; typed: string; act: string };

/** The certificates of a case: officers suspend, resume and revoke them, each with a reason that the holder reads. */
export function officerCertificatePages(app: FastifyInstance, parts: Parts): void {
  const { site, cases } = parts;
  const draw = async (request: FastifyRequest, session: Session, problem?: Problem): Promise<View> => {
    const { t, lang } = request;
    const id = idIn(request);
    const asked = { id, agency: agencyOf(session, role), person: officerOf(session) };
    const found = await cases.viewAsOfficer(asked);
    const certificates = await cases.certificatesOfCase(asked);
    if (certificates.length === 0) throw kernelFailure("request.not-found");
    const title = t("cases.standing.title");
    const summary =
      problem &&
      uiOf(request).errorSummary({
        titleText: t("web.form.problem"),
        errorList: [{ text: t(problem.code), href: `#${problem.key}` }],
      });
    const name = (one: OfficerCertificate): string =>
      certificateText(parts.services, lang, { ...one, named: found.named }, "title");
    return {
      title,
      content: html`${summary}<h1>${title}</h1><p class="tr-lead">${t("cases.standing.lead")}</p>
        ${certificates.map((one) => html`<section><h2>${name(one)}</h2>${aboutOf(request, one)}${actForm(request, id, one, problem)}</section>`)}`,
      path: [
        { href: "/desk", text: t("cases.desk.title") },
        { href: `/desk/${id}`, text: `${found.applicant}${t("web.colon")}${parts.services.text(lang, found.named, "name")}` },
      ],
      ...(problem ? { status: 422, isError: true } : {}),
    };
  };
  app.get(
    "/desk/:id/certificates",
    hidden,
    site.signedIn([role], (request, session) => draw(request, session)),
  );
  app.post(
    "/desk/:id/certificates/:code",
    hidden,
    site.signedIn(
      [role],
      async (request, session, reply) => {
        const { id, code } = request.params as { id: string; code: string };
        const [act, reason] = [posted(request, "act", 20), posted(request, "reason", 1_000)];
        const problem = (key: Problem["key"], text: string) => draw(request, session, { key, code: text, typed: reason, act });
        if (!isAct(act)) return problem("act", "cases.standing.act-missing");
        if (reason === "") return problem("reason", "cases.standing.reason-missing");
        try {
          await cases.changeCertificate({ id, agency: agencyOf(session, role), person: officerOf(session), code, act, reason });
        } catch (error) {
          if (!(error instanceof CodedError) || error.code !== "case.certificate-standing") throw error;
          return problem("act", `error.${error.code}`);
        }
        return seeOther(reply, `/desk/${id}/certificates`);
      },
      { returnTo: (request) => `/desk/${idIn(request)}/certificates` },
    ),
  );
}

const isAct = (act: string): act is CertificateAct => acts.includes(act);

function aboutOf({ t, lang }: FastifyRequest, one: OfficerCertificate): Html {
  const row = (key: string, value: { text: string } | { html: Html }) => ({ key: { text: t(key) }, value });
  const { standing, validUntil } = one;
  return summaryList({
    rows: [
      row("cases.standing.state", {
        html: tag({ text: t(`cases.standing.state.${one.state}`), classes: `tr-tag--${colours[one.state]}` }),
      }),
      row("cases.certificate.number", { html: html`<a class="tr-link" href="/verify/${one.code}"><code>${one.code}</code></a>` }),
      row("cases.verify.issued", { html: time(one.issuedAt, { lang }) }),
      ...(validUntil === null ? [] : [row("cases.verify.until", { html: time(validUntil, { lang }) })]),
      ...(standing
        ? [
            row(`cases.standing.${standing.state}`, {
              text: `${formatDateTime(standing.at, { lang })}${t("web.colon")}${standing.reason}`,
            }),
          ]
        : []),
    ],
  });
}

function actForm(request: FastifyRequest, id: string, one: OfficerCertificate, problem: Problem | undefined): Html | false {
  const { t } = request;
  const ui = uiOf(request);
  if (one.allowed.length === 0) return false;
  const errorOf = (key: Problem["key"]) => (problem?.key === key ? { errorMessage: { text: t(problem.code) } } : {});
  const choice = ui.radios({
    ...{ name: "act", idPrefix: "act", fieldset: { legend: { text: t("cases.standing.act") } } },
    ...errorOf("act"),
    items: one.allowed.map((value) => ({
      ...{ value, text: t(`cases.standing.do.${value}`), hint: { text: t(`cases.standing.do.${value}-hint`) } },
      checked: problem?.act === value,
    })),
  });
  const reason = ui.textarea({
    ...{ id: "reason", name: "reason", rows: 4, value: problem?.typed ?? "" },
    ...{ label: { text: t("cases.standing.reason") }, hint: { text: t("cases.standing.reason-hint") } },
    ...errorOf("reason"),
  });
  return html`<form method="post" action="/desk/${id}/certificates/${one.code}" novalidate>${choice}${reason}
    ${button({ text: t("cases.standing.confirm") })}</form>`;
}

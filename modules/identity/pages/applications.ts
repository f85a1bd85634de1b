import { button, emptyState, formatDateTime, summaryList } from "@troad/design";
import { type Html, html } from "@troad/html";
import { kernelFailure, seeOther } from "@troad/kernel";
import type { CertificateApplication, PkiApi } from "@troad/pki/api";
import { hidden, type Site, uiOf, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";

export const applicationsPath = "/work/certificates";
/** Those who admit members also decide who gets certificates in their names. */
export const applicationRoles = ["road-operator"];
const shown = 50;

type Parts = { work: Site; pki: Pick<PkiApi, "applications" | "application" | "decideApplication"> };
type Form = { decision?: unknown; reason?: unknown };

/** Applications for certificates: an officer compares them with what the organisation said, and has them issued or refuses them. */
export function applicationPages(app: FastifyInstance, { work, pki }: Parts): void {
  const one = async (request: FastifyRequest): Promise<CertificateApplication> => {
    const found = await pki.application((request.params as { id: string }).id.slice(0, 60));
    if (!found) throw kernelFailure("request.not-found");
    return found;
  };
  app.get(
    applicationsPath,
    { schema: { hide: true } },
    work.signedIn(applicationRoles, async (request) => {
      const { after } = request.query as { after?: unknown };
      const query = typeof after === "string" ? { after: after.slice(0, 60) } : {};
      return listPage(request, await pki.applications({ ...query, limit: shown + 1 }));
    }),
  );
  app.get(
    `${applicationsPath}/:id`,
    hidden,
    work.signedIn(applicationRoles, async (request) => onePage(request, await one(request), undefined)),
  );
  app.post(
    `${applicationsPath}/:id`,
    hidden,
    work.signedIn(
      applicationRoles,
      async (request, { subject }, reply) => {
        const application = await one(request);
        const { decision, reason: given } = (request.body ?? {}) as Form;
        const reason = typeof given === "string" ? given.trim().slice(0, 500) : "";
        if (reason === "") return onePage(request, application, "identity.applications.reason-missing");
        if (decision !== "approve" && decision !== "refuse")
          return onePage(request, application, "identity.applications.decision-missing");
        await pki.decideApplication({ id: application.id, approve: decision === "approve", reason, by: subject });
        return seeOther(reply, `${applicationsPath}/${application.id}`);
      },
      { returnTo: (request) => `${applicationsPath}/${(request.params as { id: string }).id}` },
    ),
  );
}

function listPage(request: FastifyRequest, waiting: CertificateApplication[]): View {
  const { t, lang } = request;
  const title = t("identity.applications.title");
  const lines = waiting.slice(0, shown).map(
    ({ id, organization, profile, at }) =>
      html`<li class="tr-lines__item"><a class="tr-lines__link" href="${applicationsPath}/${id}">${organization}</a>
        <p class="tr-lines__meta">${[t(`identity.applications.profile.${profile}`), formatDateTime(at, { lang })].join(t("web.dot"))}</p></li>`,
  );
  const last = waiting.length > shown ? waiting[shown - 1] : undefined;
  const list =
    lines.length === 0 ? emptyState({ title: t("identity.applications.none") }) : html`<ul class="tr-lines">${lines}</ul>`;
  const content = html`<h1>${title}</h1><p class="tr-lead">${t("identity.applications.lead")}</p>${list}
    ${last && html`<p><a class="tr-link" href="${applicationsPath}?after=${last.id}">${t("identity.applications.next")}</a></p>`}`;
  return { title, content, path: [] };
}

function onePage(request: FastifyRequest, application: CertificateApplication, error: string | undefined): View {
  const { t } = request;
  const ui = uiOf(request);
  const message = error && t(error);
  const content = html`${message && ui.errorSummary({ errorList: [{ text: message, href: "#reason" }] })}
    <h1>${application.organization}</h1>${facts(request, application)}
    ${application.state === "pending" && decisionForm(request, application, message)}`;
  const path = [{ href: applicationsPath, text: t("identity.applications.title") }];
  return { title: application.organization, content, path, ...(message ? { status: 422, isError: true } : {}) };
}

function facts({ t, lang }: FastifyRequest, application: CertificateApplication): Html {
  const { member, profile, key, hosts, contact, publicKey, at, state, reason } = application;
  const row = (name: string, text: string) => ({ key: { text: t(`identity.applications.${name}`) }, value: { text } });
  return summaryList({
    rows: [
      row("state", t(`identity.applications.state.${state}`)),
      ...(reason === null ? [] : [row("reason", reason)]),
      row("member", member),
      row("profile", t(`identity.applications.profile.${profile}`)),
      row("key", t(`identity.applications.key.${key}`)),
      ...(hosts.length > 0 ? [row("hosts", hosts.join(", "))] : []),
      row("contact", contact),
      row("digest", publicKey),
      row("at", formatDateTime(at, { lang })),
    ],
  });
}

function decisionForm(request: FastifyRequest, { id }: CertificateApplication, message: string | undefined): Html {
  const { t } = request;
  const reason = uiOf(request).input({
    ...{
      name: "reason",
      label: { text: t("identity.applications.reason") },
      hint: { text: t("identity.applications.reason-hint") },
    },
    attributes: { maxlength: 500 },
    ...(message ? { errorMessage: { text: message } } : {}),
  });
  const decide = (decision: string, classes: string) =>
    button({ text: t(`identity.applications.${decision}`), name: "decision", value: decision, classes });
  return html`<p>${t("identity.applications.compare")}</p>
    <form method="post" action="${applicationsPath}/${id}" novalidate>${reason}
    <div class="tr-button-group">${decide("approve", "")}${decide("refuse", "tr-button--warning")}</div></form>`;
}

import { button } from "@troad/design";
import { type Html, html } from "@troad/html";
import { CodedError, type ModuleContext, seeOther } from "@troad/kernel";
import { agencyOf, asked, hidden, type Names, ownForm, posted, type Session, supervisingRole, uiOf, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { CaseKeepers, SecretOffice } from "../api.ts";
import { officerOf } from "../pages/officer/acts.ts";
import { type Asking, type CasePages, idIn } from "../pages/parts.ts";

export const secretAddress = "/desk/secret-cases";
const role = "case-officer";
type Parts = Pick<CasePages, "site"> &
  Asking<"nameKeeper" | "secretOffices" | "replaceKeeper"> & {
    ctx: Pick<ModuleContext, "texts" | "clock">;
    names: Pick<Names, "agency">;
  };
type Shown = { values: Record<string, unknown>; errors: readonly { field: string; code: string }[] };

/** On the page of a secret case: how many officers know of it, and the form that names another one. */
export function keepersView(request: FastifyRequest, id: string, { most, count, candidates }: CaseKeepers): Html {
  const { t } = request;
  const items = candidates.map(({ subject, name }) => ({ value: subject, text: name }));
  const form =
    count < most &&
    (items.length === 0
      ? html`<p>${t("cases.secret.nobody")}</p>`
      : html`<form method="post" action="/desk/${id}/keepers" novalidate>${uiOf(request).radios({
          ...{ name: "to", idPrefix: "to", fieldset: { legend: { text: t("cases.secret.who") } }, items },
        })}${button({ text: t("cases.secret.name"), classes: "tr-button--secondary" })}</form>`);
  return html`<section id="keepers"><h2>${t("cases.secret.title")}</h2><p>${t("cases.secret.kept", { count, most })}</p>${form}</section>`;
}

/** Secret cases: an officer lets a colleague in, and a supervisor replaces an officer who is gone, without a look at any case. */
export function secretPages(app: FastifyInstance, parts: Parts): void {
  const { site, cases } = parts;
  app.post(
    "/desk/:id/keepers",
    hidden,
    site.signedIn(
      [role],
      async (request, session, reply) => {
        const id = idIn(request);
        const to = posted(request, "to", 100);
        await cases.nameKeeper({ id, agency: agencyOf(session, role), person: officerOf(session), to });
        return seeOther(reply, `/desk/${id}#keepers`);
      },
      { returnTo: (request) => `/desk/${idIn(request)}` },
    ),
  );
  app.get(
    secretAddress,
    hidden,
    site.signedIn([supervisingRole], (request, session) => replacePage(parts, request, session, { values: {}, errors: [] })),
  );
  app.post(
    secretAddress,
    hidden,
    site.signedIn(
      [supervisingRole],
      async (request, session, reply) => {
        const offices = await cases.secretOffices(officerOf(session));
        const parsed = ownForm(parts.ctx, fieldsFor(offices)).parse(request.body);
        const values = (request.body ?? {}) as Record<string, unknown>;
        if ("errors" in parsed) return replacePage(parts, request, session, { values, errors: parsed.errors });
        const [gone, to, reason] = ["gone", "to", "reason"].map((one) => String(parsed.values[one])) as [string, string, string];
        const office = offices.find((one) => one.gone.some(({ subject }) => subject === gone));
        try {
          const { agency, role: of } = office ?? { agency: "", role: "" };
          await cases.replaceKeeper({ person: officerOf(session), agency, role: of, gone, to, reason });
        } catch (error) {
          if (!(error instanceof CodedError) || error.code !== "case.keeper-unfit") throw error;
          return replacePage(parts, request, session, { values, errors: [{ field: "to", code: error.code }] });
        }
        return seeOther(reply, `${secretAddress}?done=yes`);
      },
      { returnTo: () => secretAddress },
    ),
  );
}

const optionsOf = (officers: readonly { subject: string }[]) =>
  [...new Set(officers.map(({ subject }) => subject))].map((value) => ({ value, label: value }));

const fieldsFor = (offices: readonly SecretOffice[]) => [
  {
    ...{ type: "choice" as const, name: "gone", label: "cases.secret.gone" },
    options: optionsOf(offices.flatMap(({ gone }) => gone)),
  },
  {
    ...{ type: "choice" as const, name: "to", label: "cases.secret.to", hint: "cases.secret.to-hint" },
    options: optionsOf(offices.flatMap(({ held }) => held)),
  },
  {
    type: "text" as const,
    name: "reason",
    label: "cases.secret.reason",
    hint: "cases.secret.reason-hint",
    minLength: 4,
    maxLength: 500,
  },
];

const failed = ({ errors }: Pick<Shown, "errors">): object => (errors.length > 0 ? { status: 422, isError: true } : {});

async function replacePage(parts: Parts, request: FastifyRequest, session: Session, shown: Shown): Promise<View> {
  const { t } = request;
  const offices = await parts.cases.secretOffices(officerOf(session));
  const named = new Map(offices.flatMap(({ gone, held }) => [...gone, ...held].map(({ subject, name }) => [subject, name])));
  const title = t("cases.secret.replace");
  const lead = html`<h1>${title}</h1><p class="tr-lead">${t("cases.secret.lead")}</p>`;
  const isDone = asked(request, "done", 5) === "yes";
  const notice =
    isDone && html`<div class="tr-notice" role="status"><h2 class="tr-notice__title">${t("cases.secret.done")}</h2></div>`;
  if (offices.every(({ gone }) => gone.length === 0))
    return { title, content: html`${lead}${notice}<p>${t("cases.secret.nobody-gone")}</p>`, ...failed(shown) };
  const form = ownForm(parts.ctx, fieldsFor(offices)).html(request, { ...shown, named });
  return {
    title,
    content: html`${form.summary}${lead}${notice}<form method="post" action="${secretAddress}" novalidate>${form.fields}
      ${button({ text: t("cases.secret.replace-do") })}</form>`,
    ...failed(shown),
  };
}

import { button, formatDate } from "@troad/design";
import type { Act } from "@troad/flow";
import { type Html, html } from "@troad/html";
import { CodedError, kernelFailure, seeOther } from "@troad/kernel";
import { hidden, type Session, uiOf, type View } from "@troad/web";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { StepForm } from "../../api.ts";
import type { ActingPerson } from "../../domain/act.ts";
import { answers } from "../check.ts";
import { type Asking, applicants, type CasePages, idIn } from "../parts.ts";
import { citizenOf } from "../party-acts.ts";
import { askForCard } from "../proof.ts";
import { answeringPages, type Draw } from "./answering.ts";
import type { Answering } from "./form.ts";

type Parts = Pick<CasePages, "site" | "names" | "services" | "banks" | "places" | "kept" | "documents" | "nationalId"> &
  Asking<"stepForm" | "stepAnswer" | "acts" | "act" | "view">;
type Step = Answering & { form: StepForm };

/** What a party answers in a case under way, page by page; who may not, or not any more, is told what is possible instead. */
export function stepFormPages(app: FastifyInstance, parts: Parts): void {
  const { site, cases } = parts;
  const personOf = async (request: FastifyRequest, session: Session): Promise<ActingPerson> =>
    citizenOf(session, (await parts.nationalId(request)) ?? undefined);
  const load = async (id: string, person: ActingPerson): Promise<Step> => {
    const form = await cases.stepForm({ id, person });
    const service = parts.services.find(form.named);
    if (!service) throw kernelFailure("request.not-found");
    return { form, service, base: `/cases/${id}/fill`, check: `/cases/${id}/fill-check` };
  };
  /** A page of the step, or after it has moved on the page that says so. */
  const stepPage = (
    draw: (request: FastifyRequest, step: Step, reply: FastifyReply, session: Session) => ReturnType<Draw>,
    returnTo = (request: FastifyRequest, _reply: FastifyReply): string => `/cases/${idIn(request)}/fill`,
  ) =>
    site.signedIn(
      applicants,
      async (request, session, reply) => {
        try {
          return await draw(request, await load(idIn(request), await personOf(request, session)), reply, session);
        } catch (error) {
          if (!(error instanceof CodedError) || error.code !== "case.act-not-allowed") throw error;
          return movedOn(parts, request, session, await personOf(request, session));
        }
      },
      { returnTo },
    );
  answeringPages(app, parts, {
    prefix: "/cases/:id/fill",
    guard: stepPage,
    answer: async (request, session, { form: { id } }, { page, values }) => {
      const { step = "", visit = "" } = request.query as { step?: string; visit?: string };
      const place = { step, visit: Number.parseInt(visit, 10) || 0 };
      return cases.stepAnswer({ id, person: await personOf(request, session), place, page, values });
    },
  });
  app.get(
    "/cases/:id/fill-check",
    hidden,
    stepPage((request, step, reply, session) =>
      step.form.open ? seeOther(reply, step.base) : checkPage(parts, request, step, session),
    ),
  );
  app.post(
    "/cases/:id/fill-check",
    hidden,
    stepPage(async (request, { form }, reply, session) => {
      const { step, visit } = (request.body ?? {}) as Record<string, unknown>;
      const place = { step: String(step ?? ""), visit: Number.parseInt(String(visit ?? ""), 10) || 0 };
      await cases.act({ id: form.id, person: await personOf(request, session), place, act: { act: "submit" } });
      return seeOther(reply, form.isApplicant ? `/cases/${form.id}` : `/signatures/${form.id}`);
    }),
  );
}

/** All answers of the step, and the button that makes them part of the case. */
function checkPage(parts: Parts, request: FastifyRequest, step: Step, session: Session): View {
  const { t, lang } = request;
  const { form, service, base } = step;
  const title = t("cases.check.title");
  const last = form.pages.at(-1);
  const place = html`<input type="hidden" name="step" value="${form.place.step}"><input type="hidden" name="visit" value="${form.place.visit}">`;
  const due = form.due && html`<p>${t("cases.act.until", { day: formatDate(form.due, { lang }) })}</p>`;
  const content = html`${uiOf(request).backLink({ href: last ? `${base}/${last.id}` : `/cases/${form.id}` })}
    <p class="tr-hint">${parts.services.text(lang, service.id, "name")}</p><h1>${title}</h1>
    ${answers(parts, request, step, base)}${due}<p>${t("cases.fill.then")}</p>
    ${
      askForCard(parts, request, { service, session, returnTo: `/cases/${form.id}/fill-check` }) ??
      html`<form method="post" action="/cases/${form.id}/fill-check" novalidate>${place}${button({ text: t("cases.check.hand-in") })}</form>`
    }`;
  return { title, content };
}

/** Sent from an old page, too late, or by a party that has nothing to answer: how it stands, and what is possible now. */
async function movedOn({ cases }: Parts, request: FastifyRequest, session: Session, person: ActingPerson): Promise<View> {
  const { t } = request;
  const id = idIn(request);
  const isOwn = await cases.view({ id, subject: session.subject }).then(
    () => true,
    () => false,
  );
  const { acts } = await cases.acts({ id, person });
  const title = t("cases.fill.moved");
  const content = html`<h1>${title}</h1><p>${t("cases.fill.moved-why")}</p>${possible(request, acts)}
    <p><a class="tr-link" href="${isOwn ? `/cases/${id}` : `/signatures/${id}`}">${t("cases.fill.to-case")}</a></p>`;
  return { title, content, status: 409 };
}

function possible({ t }: FastifyRequest, acts: readonly Act[]): Html | undefined {
  const names = [...new Set(acts.map(({ act }) => act))].filter((act) => act !== "submit");
  if (names.length === 0) return undefined;
  const items = names.map((act) => html`<li>${t(`cases.act.${act}`)}</li>`);
  return html`<p>${t("cases.fill.possible")}</p><ul class="tr-list tr-list--bullet">${items}</ul>`;
}

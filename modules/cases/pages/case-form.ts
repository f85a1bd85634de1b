import { kernelFailure, seeOther } from "@troad/kernel";
import { type Answer, hidden, type ServiceItem, type Session } from "@troad/web";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { CaseForm } from "../api.ts";
import { checkPage } from "./check.ts";
import { type Asking, type CasePages, idIn } from "./parts.ts";
import { questionPage } from "./question.ts";

type Parts = Pick<CasePages, "site" | "names" | "services"> & Asking<"form" | "answer" | "submit">;
type Loaded = { form: CaseForm; service: ServiceItem };
type Draw = (request: FastifyRequest, loaded: Loaded, reply: FastifyReply, session: Session) => Answer | Promise<Answer>;

const pageIn = (request: FastifyRequest): string => (request.params as { page: string }).page;

/** Filling in: one thing a page, then what will be asked of whom, then check and submit. What is asked and what is open, cases says. */
export function caseFormPages(app: FastifyInstance, parts: Parts): void {
  const { site, cases } = parts;
  const load = async (id: string, subject: string): Promise<Loaded> => {
    const form = await cases.form({ id, subject });
    const service = parts.services.services.find((one) => one.id === form.service);
    if (!service) throw kernelFailure("request.not-found");
    return { form, service };
  };
  /** A page of a case that is still a draft; another case is shown as it stands. */
  const draftPage = (draw: Draw) =>
    site.signedIn(["citizen"], async (request, session, reply) => {
      const loaded = await load(idIn(request), session.subject);
      return loaded.form.state === "draft" ? draw(request, loaded, reply, session) : seeOther(reply, `/cases/${loaded.form.id}`);
    });
  /** A page to which the answers lead; where they do not, or not any more, the reader goes on where something is open. */
  const formPage = (draw: Draw) =>
    draftPage((request, loaded, reply, session) =>
      loaded.form.pages.some(({ id }) => id === pageIn(request))
        ? draw(request, loaded, reply, session)
        : seeOther(reply, `/cases/${loaded.form.id}/form`),
    );

  /** Goes on where the citizen stopped: the first page that is not answered, or the check of all. */
  app.get(
    "/cases/:id/form",
    hidden,
    draftPage((_request, { form }, reply) =>
      seeOther(reply, form.open ? `/cases/${form.id}/form/${form.open}` : `/cases/${form.id}/check`),
    ),
  );
  app.get(
    "/cases/:id/form/:page",
    hidden,
    formPage((request, { form, service }) =>
      questionPage(parts, request, { service, form, page: pageIn(request), values: form.answers, errors: [] }),
    ),
  );
  app.post(
    "/cases/:id/form/:page",
    hidden,
    formPage(async (request, { form, service }, reply, { subject }) => {
      const page = pageIn(request);
      const values = (request.body ?? {}) as Record<string, unknown>;
      const { errors, next } = await cases.answer({ id: form.id, subject, page, values });
      if (errors.length > 0) return questionPage(parts, request, { service, form, page, values, errors });
      return seeOther(reply, next ? `/cases/${form.id}/form/${next}` : `/cases/${form.id}/check`);
    }),
  );
  app.get(
    "/cases/:id/check",
    hidden,
    draftPage((request, { form, service }, reply) =>
      form.open ? seeOther(reply, `/cases/${form.id}/form/${form.open}`) : checkPage(parts, request, { form, service }, false),
    ),
  );
  app.post(
    "/cases/:id/check",
    hidden,
    site.signedIn(["citizen"], async (request, { subject }, reply) => {
      const id = idIn(request);
      const loaded = await load(id, subject);
      if ((request.body as { agree?: unknown } | null)?.agree !== "yes") return checkPage(parts, request, loaded, true);
      // a second click of the same button is the same submission
      await cases.submit({ id, subject });
      return seeOther(reply, `/cases/${id}`);
    }),
  );
}

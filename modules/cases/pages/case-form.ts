import { editPage, type Page, type StoredFile } from "@troad/forms";
import { isUuid, kernelFailure, seeOther } from "@troad/kernel";
import { type Answer, hidden, type KeptAnswers, type ServiceItem, type Session } from "@troad/web";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import Type from "typebox";
import type { CaseForm, FieldError, Standing } from "../api.ts";
import { checkPage } from "./check.ts";
import { declinedPage } from "./declined.ts";
import { readSent } from "./files/sent.ts";
import { type Asking, type CasePages, idIn } from "./parts.ts";
import { questionPage } from "./question.ts";

type Parts = Pick<CasePages, "site" | "names" | "services" | "banks" | "places" | "kept" | "documents"> &
  Asking<"form" | "answer" | "submit" | "view">;
type Loaded = { form: CaseForm; service: ServiceItem };
/** On a form's address: show what was typed and kept. */
const keptQuery = Type.Object({
  kept: Type.Optional(Type.String({ maxLength: 5 })),
  standing: Type.Optional(Type.String({ maxLength: 60 })),
});
type Asked = { kept?: string; standing?: string };
type Draw = (request: FastifyRequest, loaded: Loaded, reply: FastifyReply, session: Session) => Answer | Promise<Answer>;

const pageIn = (request: FastifyRequest): string => (request.params as { page: string }).page;

/** Filling in: one thing a page, then what will be asked of whom, then check and submit. What is asked and what is open, cases says. */
export function caseFormPages(app: FastifyInstance, parts: Parts): void {
  const { site, cases, kept } = parts;
  const load = async (id: string, subject: string): Promise<Loaded> => {
    const form = await cases.form({ id, subject });
    const service = parts.services.find(form.named);
    if (!service) throw kernelFailure("request.not-found");
    return { form, service };
  };
  const formAddress = (request: FastifyRequest): string => `/cases/${idIn(request)}/form/${pageIn(request)}`;
  const keep = (request: FastifyRequest, reply: FastifyReply, typed: Omit<KeptAnswers, "page">): boolean =>
    kept.keep(reply, `/cases/${idIn(request)}`, { page: pageIn(request), ...typed });
  const filesOf = async (form: CaseForm, page: string): Promise<StoredFile[]> =>
    asksForFiles(form.pages.find(({ id }) => id === page)) ? parts.documents.list({ folder: form.id }) : [];
  /** The case that stands in the way, when the address names one of the person's own. */
  const standingIn = async (request: FastifyRequest, subject: string): Promise<Standing | undefined> => {
    const { standing } = request.query as Asked;
    const found = standing ? await cases.view({ id: standing, subject }).catch(() => undefined) : undefined;
    return found && { id: found.id, granted: found.decision?.granted ?? false };
  };
  /** A page of a case that is still a draft; another case is shown as it stands. Anyone who is signed out in between comes back to it. */
  const draftPage = (draw: Draw, returnTo?: Returning) =>
    site.signedIn(
      ["citizen"],
      async (request, session, reply) => {
        const loaded = await load(idIn(request), session.subject);
        return loaded.form.state === "draft"
          ? draw(request, loaded, reply, session)
          : seeOther(reply, `/cases/${loaded.form.id}`);
      },
      returnTo ? { returnTo } : {},
    );
  /** A page to which the answers lead; where they do not, or not any more, the reader goes on where something is open. */
  const formPage = (draw: Draw, returnTo?: Returning) =>
    draftPage(
      (request, loaded, reply, session) =>
        loaded.form.pages.some(({ id }) => id === pageIn(request))
          ? draw(request, loaded, reply, session)
          : seeOther(reply, `/cases/${loaded.form.id}/form`),
      returnTo,
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
    { schema: { hide: true, querystring: keptQuery } },
    formPage(async (request, { form, service }, _reply, { subject }) => {
      const page = pageIn(request);
      const typed = (request.query as Asked).kept ? kept.of(request, page) : undefined;
      const { values = form.answers, errors = [], signedOut = false } = typed ?? {};
      const standing = await standingIn(request, subject);
      const files = await filesOf(form, page);
      return questionPage(parts, request, { service, form, page, values, errors, signedOut, standing, files });
    }),
  );
  app.post(
    "/cases/:id/form/:page",
    hidden,
    formPage(
      async (request, { form, service }, reply, { subject }) => {
        const page = pageIn(request);
        const definition = form.pages.find(({ id }) => id === page)!;
        const where = { folder: form.id, uploader: subject, page: definition };
        const sent = await readSent(request, parts.documents, where);
        /** A page of its own, so that Back and reload work; where the answers are too long for that, the page at once. */
        const again = async (values: KeptAnswers["values"], errors: KeptAnswers["errors"]) => {
          if (keep(request, reply, { values, errors, signedOut: false }))
            return seeOther(reply, `${formAddress(request)}?kept=1`);
          const files = await filesOf(form, page);
          return { ...questionPage(parts, request, { service, form, page, values, errors, files }), status: 422 };
        };
        const edited = editPage(definition, sent.values);
        for (const id of edited?.removed ?? []) if (isUuid(id)) await parts.documents.remove({ folder: form.id, id });
        if (edited) return again(edited.body as KeptAnswers["values"], sent.errors);
        if (sent.errors.length > 0) return again(sent.values, sent.errors);
        const { errors, next, standing } = await cases.answer({ id: form.id, subject, page, values: sent.values });
        if (standing) return seeOther(reply, `${formAddress(request)}?standing=${standing.id}`);
        if (errors.length > 0) return again({ ...sent.values, ...confirmedIn(errors) }, errors);
        kept.forget(reply, `/cases/${form.id}`);
        return seeOther(reply, next ? `/cases/${form.id}/form/${next}` : `/cases/${form.id}/check`);
      },
      (request, reply) => {
        keep(request, reply, { values: (request.body ?? {}) as KeptAnswers["values"], errors: [], signedOut: true });
        return `${formAddress(request)}?kept=1`;
      },
    ),
  );
  const checkAddress = (request: FastifyRequest): string => `/cases/${idIn(request)}/check`;
  app.get(
    "/cases/:id/check",
    { schema: { hide: true, querystring: Type.Object({ missing: Type.Optional(Type.String({ maxLength: 5 })) }) } },
    draftPage((request, { form, service }, reply) =>
      form.open
        ? seeOther(reply, `/cases/${form.id}/form`)
        : checkPage(parts, request, { form, service }, (request.query as { missing?: string }).missing !== undefined),
    ),
  );
  app.get(
    "/cases/:id/declined",
    hidden,
    draftPage((request, { form, service }) => declinedPage(parts, request, { form, service })),
  );
  app.post(
    "/cases/:id/check",
    hidden,
    site.signedIn(
      ["citizen"],
      async (request, { subject }, reply) => {
        const id = idIn(request);
        const { agree } = (request.body ?? {}) as { agree?: unknown };
        await load(id, subject);
        if (agree === "no") return seeOther(reply, `/cases/${id}/declined`);
        if (agree !== "yes") return seeOther(reply, `${checkAddress(request)}?missing=1`);
        // a second click of the same button is the same submission
        const standing = await cases.submit({ id, subject });
        return seeOther(
          reply,
          standing ? `/cases/${id}/form/${await firstPage(id, subject)}?standing=${standing.id}` : `/cases/${id}`,
        );
      },
      { returnTo: checkAddress },
    ),
  );
  const firstPage = async (id: string, subject: string): Promise<string> => (await load(id, subject)).form.pages[0]!.id;
}

/** The numbers whose names are shown now: sent again, they are confirmed. */
const confirmedIn = (errors: readonly FieldError[]): Record<string, string> =>
  Object.fromEntries(
    errors.flatMap(({ field, code, params }) =>
      code === "field.not-confirmed" ? [[`${field}-confirmed`, String(params?.number ?? "")]] : [],
    ),
  );

const asksForFiles = (page: Page | undefined): boolean =>
  page?.fields.some(
    (field) => field.type === "file" || (field.type === "group" && field.fields.some(({ type }) => type === "file")),
  ) ?? false;

type Returning = (request: FastifyRequest, reply: FastifyReply) => string;

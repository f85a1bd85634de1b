import { editPage, type Page, type StoredFile } from "@troad/forms";
import { isUuid, seeOther } from "@troad/kernel";
import { type Answer, hidden, type KeptAnswers, readSent, type Session } from "@troad/web";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import Type from "typebox";
import type { CaseForm, CasesApi, FieldError } from "../../api.ts";
import { type Asking, type CasePages, idIn } from "../parts.ts";
import { questionPage, type ShownStanding } from "../question.ts";
import type { Answering } from "./form.ts";

export type Draw = (
  request: FastifyRequest,
  loaded: Answering,
  reply: FastifyReply,
  session: Session,
) => Answer | Promise<Answer>;
export type Returning = (request: FastifyRequest, reply: FastifyReply) => string;
type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;

type Parts = Pick<CasePages, "site" | "names" | "services" | "banks" | "places" | "kept" | "documents"> & Asking<"view">;
type Asks = {
  prefix: string;
  /** Draws for the person who may answer now; anyone who is signed out in between comes back to the page. */
  guard(draw: Draw, returnTo?: Returning): Handler;
  answer(
    request: FastifyRequest,
    session: Session,
    loaded: Answering,
    sent: { page: string; values: KeptAnswers["values"] },
  ): ReturnType<CasesApi["answer"]>;
};

/** On a form's address: show what was typed and kept. */
const keptQuery = Type.Object({
  ...{ kept: Type.Optional(Type.String({ maxLength: 5 })), standing: Type.Optional(Type.String({ maxLength: 60 })) },
  /** The step and the visit that a page was drawn for. */
  ...{ step: Type.Optional(Type.String({ maxLength: 60 })), visit: Type.Optional(Type.String({ maxLength: 6 })) },
});
type Asked = { kept?: string; standing?: string };

export const pageIn = (request: FastifyRequest): string => (request.params as { page: string }).page;

/** The pages of a form: where it goes on, one thing a page, and what was sent for it. What is asked and what is open, cases says. */
export function answeringPages(app: FastifyInstance, parts: Parts, { prefix, guard, answer }: Asks): void {
  const { cases, kept, documents } = parts;
  const address = (request: FastifyRequest): string => `${prefix.replace(":id", idIn(request))}/${pageIn(request)}`;
  const keep = (request: FastifyRequest, reply: FastifyReply, typed: Omit<KeptAnswers, "page">): boolean =>
    kept.keep(reply, `/cases/${idIn(request)}`, { page: pageIn(request), ...typed });
  const filesOf = async (form: CaseForm, page: string): Promise<StoredFile[]> =>
    asksForFiles(form.pages.find(({ id }) => id === page)) ? documents.list({ folder: form.id }) : [];
  /** The case that stands in the way, when the address names one of the person's own. */
  const standingIn = async (request: FastifyRequest, subject: string): Promise<ShownStanding | undefined> => {
    const { standing } = request.query as Asked;
    if (!standing) return undefined;
    const found = await cases.view({ id: standing, subject }).catch(() => undefined);
    return found ? { id: found.id, granted: found.decision?.granted ?? false } : { id: standing, granted: false, isOthers: true };
  };
  /** A page to which the answers lead; where they do not, or not any more, the reader goes on where something is open. */
  const formPage = (draw: Draw, returnTo?: Returning) =>
    guard(
      (request, loaded, reply, session) =>
        loaded.form.pages.some(({ id }) => id === pageIn(request))
          ? draw(request, loaded, reply, session)
          : seeOther(reply, loaded.base),
      returnTo,
    );

  /** Goes on where the person stopped: the first page that is not answered, or the check of all. */
  app.get(
    prefix,
    hidden,
    guard((_request, { form, base, check }, reply) => seeOther(reply, form.open ? `${base}/${form.open}` : check)),
  );
  app.get(
    `${prefix}/:page`,
    { schema: { hide: true, querystring: keptQuery } },
    formPage(async (request, loaded, _reply, { subject }) => {
      const page = pageIn(request);
      const { form } = loaded;
      const typed = (request.query as Asked).kept ? kept.of(request, page) : undefined;
      const { values = form.answers, errors = [], signedOut = false } = typed ?? {};
      const standing = await standingIn(request, subject);
      return questionPage(parts, request, {
        ...loaded,
        page,
        values,
        errors,
        signedOut,
        standing,
        files: await filesOf(form, page),
      });
    }),
  );
  app.post(
    `${prefix}/:page`,
    { schema: { hide: true, querystring: keptQuery } },
    formPage(
      async (request, loaded, reply, session) => {
        const page = pageIn(request);
        const { form } = loaded;
        const definition = form.pages.find(({ id }) => id === page)!;
        // what the case names already is removed by nobody, even before a rule keeps it
        const named: readonly string[] = form.documents ?? [];
        const where = { folder: form.id, uploader: session.subject, page: definition, named };
        const sent = await readSent(request, documents, where);
        /** A page of its own, so that Back and reload work; where the answers are too long for that, the page at once. */
        const again = async (values: KeptAnswers["values"], errors: KeptAnswers["errors"]) => {
          if (keep(request, reply, { values, errors, signedOut: false })) return seeOther(reply, `${address(request)}?kept=1`);
          const files = await filesOf(form, page);
          return { ...questionPage(parts, request, { ...loaded, page, values, errors, files }), status: 422 };
        };
        const edited = editPage(definition, sent.values);
        for (const id of edited?.removed ?? [])
          if (isUuid(id) && !named.includes(id)) await documents.remove({ folder: form.id, id });
        if (edited) return again(edited.body as KeptAnswers["values"], sent.errors);
        if (sent.errors.length > 0) return again(sent.values, sent.errors);
        const { errors, next, standing } = await answer(request, session, loaded, { page, values: sent.values });
        if (standing) return seeOther(reply, `${address(request)}?standing=${standing.id}`);
        if (errors.length > 0) return again({ ...sent.values, ...confirmedIn(errors) }, errors);
        kept.forget(reply, `/cases/${form.id}`);
        return seeOther(reply, next ? `${loaded.base}/${next}` : loaded.check);
      },
      (request, reply) => {
        keep(request, reply, { values: (request.body ?? {}) as KeptAnswers["values"], errors: [], signedOut: true });
        return `${address(request)}?kept=1`;
      },
    ),
  );
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

import { kernelFailure, seeOther } from "@troad/kernel";
import { hidden } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import Type from "typebox";
import { checkPage, needsConsent } from "./check.ts";
import { declinedPage } from "./declined.ts";
import { answeringPages, type Draw, type Returning } from "./fill/answering.ts";
import type { Answering } from "./fill/form.ts";
import { type Asking, applicants, type CasePages, idIn } from "./parts.ts";

type Parts = Pick<CasePages, "site" | "names" | "services" | "banks" | "places" | "kept" | "documents"> &
  Asking<"form" | "answer" | "submit" | "view">;

/** Filling in: one thing a page, then what will be asked of whom, then check and submit. */
export function caseFormPages(app: FastifyInstance, parts: Parts): void {
  const { site, cases } = parts;
  const load = async (id: string, subject: string): Promise<Answering> => {
    const form = await cases.form({ id, subject });
    const service = parts.services.find(form.named);
    if (!service) throw kernelFailure("request.not-found");
    return { form, service, base: `/cases/${id}/form`, check: `/cases/${id}/check` };
  };
  /** A page of a case that is still a draft; another case is shown as it stands. Anyone who is signed out in between comes back to it. */
  const draftPage = (draw: Draw, returnTo?: Returning) =>
    site.signedIn(
      applicants,
      async (request, session, reply) => {
        const loaded = await load(idIn(request), session.subject);
        return loaded.form.state === "draft"
          ? draw(request, loaded, reply, session)
          : seeOther(reply, `/cases/${loaded.form.id}`);
      },
      returnTo ? { returnTo } : {},
    );
  answeringPages(app, parts, {
    prefix: "/cases/:id/form",
    guard: draftPage,
    answer: (_request, { subject }, { form: { id } }, { page, values }) => cases.answer({ id, subject, page, values }),
  });
  const checkAddress = (request: FastifyRequest): string => `/cases/${idIn(request)}/check`;
  app.get(
    "/cases/:id/check",
    { schema: { hide: true, querystring: Type.Object({ missing: Type.Optional(Type.String({ maxLength: 5 })) }) } },
    draftPage((request, loaded, reply, session) =>
      loaded.form.open
        ? seeOther(reply, loaded.base)
        : checkPage(parts, request, loaded, {
            missing: (request.query as { missing?: string }).missing !== undefined,
            session,
          }),
    ),
  );
  app.get(
    "/cases/:id/declined",
    hidden,
    draftPage((request, loaded) => declinedPage(parts, request, loaded)),
  );
  app.post(
    "/cases/:id/check",
    hidden,
    site.signedIn(
      applicants,
      async (request, { subject, proof }, reply) => {
        const id = idIn(request);
        const { agree } = (request.body ?? {}) as { agree?: unknown };
        const { service } = await load(id, subject);
        if (agree === "no") return seeOther(reply, `/cases/${id}/declined`);
        if (agree !== "yes" && needsConsent(service)) return seeOther(reply, `${checkAddress(request)}?missing=1`);
        // a second click of the same button is the same submission
        const standing = await cases.submit({ id, subject, proof });
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

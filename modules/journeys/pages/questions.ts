import { editPage } from "@troad/forms";
import { isUuid, kernelFailure, seeOther } from "@troad/kernel";
import { type KeptAnswers, readSent } from "@troad/web";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import Type from "typebox";
import type { JourneyPage } from "../api.ts";
import type { Guard } from "./guard.ts";
import { addressOf, idIn, type JourneyPages, openAddress, pageAddress } from "./parts.ts";
import { hasFiles, questionPage } from "./question.ts";

type Parts = Pick<
  JourneyPages,
  "ctx" | "events" | "services" | "banks" | "places" | "kept" | "documents" | "api" | "site" | "journeys"
>;
const keptQuery = Type.Object({ kept: Type.Optional(Type.String({ maxLength: 5 })) });

/** The pages of questions about the situation and of the services: what was sent, what is wrong with it, and where it goes on. */
export function questionPages(app: FastifyInstance, parts: Parts, guard: Guard): void {
  const { api, kept, documents } = parts;
  const askedIn = (request: FastifyRequest): Pick<JourneyPage, "service" | "page"> => {
    const { service = null, page } = request.params as { service?: string; page: string };
    return { service, page };
  };
  const keyOf = ({ service, page }: Pick<JourneyPage, "service" | "page">): string => `${service ?? ""} ${page}`;
  const filesOf = ({ service, definition }: JourneyPage, asked: { id: string; subject: string }) =>
    service !== null && hasFiles(definition) ? api.files({ ...asked, service }) : Promise.resolve([]);
  const keep = (request: FastifyRequest, reply: FastifyReply, typed: Omit<KeptAnswers, "page">): boolean =>
    kept.keep(reply, addressOf(idIn(request)), { page: keyOf(askedIn(request)), ...typed });

  for (const address of ["/journeys/:id/about/:page", "/journeys/:id/questions/:service/:page"]) {
    app.get(
      address,
      { schema: { hide: true, querystring: keptQuery } },
      guard(async (request, { view, session }, reply) => {
        const wanted = askedIn(request);
        const asked = view.pages.find((one) => keyOf(one) === keyOf(wanted));
        if (!asked) return seeOther(reply, openAddress(view));
        const typed = (request.query as { kept?: string }).kept ? kept.of(request, keyOf(wanted)) : undefined;
        const { values = asked.values, errors = [], signedOut = false } = typed ?? {};
        const files = await filesOf(asked, { id: view.id, subject: session.subject });
        return questionPage(parts, request, { view, asked, values, errors, files, signedOut });
      }),
    );
    app.post(
      address,
      { schema: { hide: true, querystring: keptQuery } },
      guard(
        async (request, { view, session: { subject } }, reply) => {
          const asked = view.pages.find((one) => keyOf(one) === keyOf(askedIn(request)));
          if (!asked) return seeOther(reply, openAddress(view));
          const { definition, service, page } = asked;
          const folder = view.parts.find((part) => part.service === service)?.case;
          if (hasFiles(definition) && folder === undefined) throw kernelFailure("request.not-found");
          const sent = await readSent(request, documents, { folder: folder ?? "", uploader: subject, page: definition });
          const again = async (values: KeptAnswers["values"], errors: KeptAnswers["errors"]) => {
            if (keep(request, reply, { values, errors, signedOut: false }))
              return seeOther(reply, `${pageAddress(view.id, asked)}?kept=1`);
            const files = await filesOf(asked, { id: view.id, subject });
            return { ...questionPage(parts, request, { view, asked, values, errors, files, signedOut: false }), status: 422 };
          };
          const edited = editPage(definition, sent.values);
          for (const id of edited?.removed ?? []) if (isUuid(id) && folder) await documents.remove({ folder, id });
          if (edited) return again(edited.body as KeptAnswers["values"], sent.errors);
          if (sent.errors.length > 0) return again(sent.values, sent.errors);
          const { errors } = await api.answer({ id: view.id, subject, service, page, values: sent.values });
          if (errors.length > 0) return again(sent.values, errors);
          kept.forget(reply, addressOf(view.id));
          return seeOther(reply, openAddress(await api.view({ id: view.id, subject })));
        },
        (request, reply) => {
          keep(request, reply, { values: (request.body ?? {}) as KeptAnswers["values"], errors: [], signedOut: true });
          return `${pageAddress(idIn(request), askedIn(request))}?kept=1`;
        },
      ),
    );
  }
}

import type { Clock } from "@troad/kernel";
import { seeOther, taipeiDate } from "@troad/kernel";
import { hidden } from "@troad/web";
import type { FastifyInstance } from "fastify";
import Type from "typebox";
import type { Asking, RoadPages } from "../parts.ts";
import { applyPage } from "./apply.ts";
import { type Body, termsIn, textIn } from "./form.ts";
import { actingFor, officers } from "./officers.ts";

type Parts = Pick<RoadPages, "site" | "names" | "operations"> & Asking<"service" | "members" | "apply"> & { clock: Clock };

const query = Type.Object({ provider: Type.String({ maxLength: 200 }) });

/** Applying for access to a data service: one question per page, the answers in the address until it is submitted. */
export function applyPages(app: FastifyInstance, parts: Parts): void {
  const { site, names, road, clock } = parts;
  app.get(
    "/access/apply",
    { schema: { hide: true, querystring: query } },
    site.signedIn(officers, async (request, session, reply) => {
      const service = await road.service((request.query as { provider: string }).provider);
      if (!service) return seeOther(reply, "/catalogue");
      const member = names.member(actingFor(session));
      const subsystems = (await road.members()).find((one) => one.member === member)?.subsystems ?? [];
      const endpoints = await parts.operations(service.provider, request.lang);
      return applyPage(names, request, { service, subsystems, endpoints, today: taipeiDate(clock.now()) });
    }),
  );
  app.post(
    "/access/apply",
    hidden,
    site.signedIn(officers, async (request, session, reply) => {
      const body = (request.body ?? {}) as Body;
      const { id } = await road.apply({
        agency: actingFor(session),
        actor: session.subject,
        subsystem: textIn(body, "subsystem"),
        provider: textIn(body, "provider"),
        terms: termsIn(body),
      });
      return seeOther(reply, `/access/${id}`);
    }),
  );
}

import type { ModuleContext } from "@troad/kernel";
import { namesOf, portalSite, serviceNamesOf, workSite } from "@troad/web";
import type { FastifyInstance } from "fastify";
import type { AppointmentsApi } from "../api.ts";
import type { Counter } from "../domain/counters.ts";
import { counterPages } from "./counters.ts";
import { minePages } from "./mine.ts";
import { officePages } from "./office.ts";
import { office } from "./parts.ts";

/** The pages of appointments: for everybody, for the person, and for officers at their counter. */
export function appointmentPages(
  app: FastifyInstance,
  ctx: ModuleContext,
  own: { appointments: AppointmentsApi; counters: ReadonlyMap<string, Counter> },
): void {
  const parts = { ctx, ...own, site: portalSite(ctx), names: namesOf(ctx), services: serviceNamesOf(ctx) };
  parts.site.register(app);
  counterPages(app, parts);
  minePages(app, parts);
  const work = workSite(ctx, [office]);
  work.register(app);
  officePages(app, { ...parts, site: work });
}

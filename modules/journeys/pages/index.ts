import multipart from "@fastify/multipart";
import type { CasesApi } from "@troad/cases/api";
import type { DocumentsApi } from "@troad/documents/api";
import type { ModuleContext } from "@troad/kernel";
import { banksOf, keptAnswers, namesOf, nationalIdOf, placesOf, portalSite, serviceNamesOf } from "@troad/web";
import type { FastifyInstance } from "fastify";
import Type from "typebox";
import type { JourneysApi } from "../api.ts";
import type { Journey } from "../domain/journey.ts";
import { beginPages } from "./begin.ts";
import { checkPages } from "./check.ts";
import { choicePages } from "./choice.ts";
import { draftGuard } from "./guard.ts";
import { overviewPages } from "./overview.ts";
import { questionPages } from "./questions.ts";

type Own = {
  api: JourneysApi;
  journeys: ReadonlyMap<string, Journey>;
  cases: Pick<CasesApi, "view">;
  documents: DocumentsApi;
};

/** The pages of life events, in the portal's part of the site. */
export function journeyPages(app: FastifyInstance, ctx: ModuleContext, own: Own): void {
  const events = new Map(ctx.content.read("life-events", "life-event.json", Type.Object({})).map(({ id, text }) => [id, text]));
  const parts = {
    ...own,
    ...{ ctx, events, site: portalSite(ctx), names: namesOf(ctx), services: serviceNamesOf(ctx) },
    ...{ banks: banksOf(ctx), places: placesOf(ctx), kept: keptAnswers(ctx), nationalId: nationalIdOf(ctx) },
  };
  parts.site.register(app);
  const guard = draftGuard(parts);
  beginPages(app, parts);
  // only these pages take files
  app.register(async (forms) => {
    await forms.register(multipart, { throwFileSizeLimit: false });
    questionPages(forms, parts, guard);
  });
  choicePages(app, parts, guard);
  checkPages(app, parts, guard);
  overviewPages(app, parts, guard);
}

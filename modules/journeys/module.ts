import { casesApi } from "@troad/cases/api";
import { caseEnded } from "@troad/cases/events";
import { documentsApi } from "@troad/documents/api";
import { defineModule, offerApi } from "@troad/kernel";
import { notifyApi } from "@troad/notify/api";
import { districtCodes, sitePages } from "@troad/web";
import { journeysApi } from "./api.ts";
import { readJourneys } from "./domain/read.ts";
import { openDrafts } from "./engine/drafts.ts";
import { endUntouched } from "./engine/ending.ts";
import { discardDocuments, fileParts } from "./jobs/file.ts";
import { endedCases } from "./jobs/go-on.ts";
import { tellPerson } from "./jobs/tell.ts";
import { ownSection } from "./me.ts";
import { journeyPages } from "./pages/index.ts";

const endEveryMs = 3_600_000;

/** Life events: several services applied for as one, each of them an ordinary case. */
export default defineModule({
  name: "journeys",
  root: import.meta.url,
  needs: ["cases", "documents", "notify", "portal"],
  subscribesTo: [caseEnded.name],
  me: true,
  pages: sitePages({ paths: ["/journeys", "/life-events/:event/apply"] }),
  create: (ctx) => {
    const documents = ctx.use(documentsApi);
    const cases = ctx.use(casesApi);
    const parts = { ctx, cases, documents, journeys: readJourneys(ctx.content), districts: districtCodes(ctx.content) };
    const api = openDrafts(parts);
    return {
      api: offerApi(journeysApi, api),
      me: ({ subject }) => ownSection(api, subject),
      routes: (app) => journeyPages(app, ctx, { ...parts, api }),
      jobs: [
        fileParts(parts),
        discardDocuments(parts),
        tellPerson({ ctx, notify: ctx.use(notifyApi), portal: ctx.origin("portal") }),
      ],
      subscribes: endedCases(parts),
      schedules: () => [
        {
          ...{ name: "journeys.untouched", everyMs: endEveryMs, atStart: true, onceIn: ctx.db },
          run: () => endUntouched(parts),
        },
      ],
    };
  },
});

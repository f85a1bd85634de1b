import path from "node:path";
import multipart from "@fastify/multipart";
import { invoiceApi } from "@troad/invoice/api";
import { defineModule, env, handleJob, installationSecret, offerApi, setting } from "@troad/kernel";
import { mydataApi } from "@troad/mydata/api";
import { notifyApi } from "@troad/notify/api";
import { peopleApi } from "@troad/people/api";
import { openQueryEngine } from "@troad/query";
import { roadApi } from "@troad/road/api";
import { agencyNames, districtCodes, portalSite, sitePages, workSite } from "@troad/web";
import Type from "typebox";
import { opendataApi } from "./api.ts";
import { openCatalogue } from "./catalogue.ts";
import { openDeliveries } from "./deliveries.ts";
import { openDirectory } from "./described.ts";
import { deliveryServiceOf } from "./domain/service.ts";
import { readStandards } from "./domain/standards.ts";
import { openFiles } from "./files.ts";
import { openGallery } from "./gallery.ts";
import { ckanRoutes } from "./interfaces/ckan.ts";
import { dataGovRoutes } from "./interfaces/data-gov.ts";
import { feedRoutes } from "./interfaces/feeds.ts";
import { fileRoutes } from "./interfaces/files.ts";
import { type Resumable, resumableRoutes } from "./interfaces/resumable.ts";
import { tellJob } from "./jobs.ts";
import { openKeys } from "./keys.ts";
import { type Connect, openLinks } from "./links.ts";
import { openOwnData } from "./own/own-data.ts";
import { deliveryPages } from "./pages/deliveries.ts";
import { galleryPages } from "./pages/gallery.ts";
import { officePages } from "./pages/office.ts";
import { officeAnswerPages } from "./pages/office-answers.ts";
import { officeSetPages } from "./pages/office-set.ts";
import { openPages } from "./pages/open.ts";
import { headRole, officerRole, type PageParts } from "./pages/parts.ts";
import { requestPages } from "./pages/requests.ts";
import { resourcePage } from "./pages/resource.ts";
import { setPage } from "./pages/set.ts";
import { setPages } from "./pages/sets.ts";
import { standardPages } from "./pages/standards.ts";
import { topicPages } from "./pages/topics.ts";
import { openParticipation } from "./participation.ts";
import { openPublishing } from "./publishing.ts";
import { openStatisticFiles } from "./statistics/files.ts";
import { openMonths } from "./statistics/months.ts";
import { openPeriods } from "./statistics/periods.ts";
import { protecting } from "./statistics/protecting.ts";
import { openTables } from "./tables.ts";

const hourMs = 3_600_000;

/** Open data: what agencies publish, checked when it arrives, and what becomes of it. `everyMs`: how often its schedules run, for tests. */
export const opendataModule = ({
  dueMs = hourMs,
  ownMs = 24 * hourMs,
  connect = {},
  linkWaits = [10 * 60_000, hourMs, 6 * hourMs],
}: {
  dueMs?: number;
  ownMs?: number;
  connect?: Connect;
  linkWaits?: number[];
} = {}) =>
  defineModule({
    name: "opendata",
    root: import.meta.url,
    needs: ["invoice", "mydata", "notify", "people", "portal", "road"],
    serves: ["/api"],
    env: {
      OPENDATA_MAX_MB: setting("Largest file that is accepted as open data, in MiB.", env.integer(1, 4_096, 512)),
      OPENDATA_GIB_PRICE: setting(
        "What a GiB of storage costs a month, in New Taiwan dollars, for the page of costs.",
        env.integer(0, 10_000, 1),
      ),
      OPENDATA_LINK_HOSTS: setting(
        "Hosts, separated by commas, whose addresses in data sets are asked whether they still answer; `*.` allows names below one.",
        env.text("*.gov.tw"),
      ),
      OPENDATA_QUERY_MS: setting("Longest time of a query over open data, in milliseconds.", env.integer(100, 120_000, 10_000)),
      OPENDATA_QUERY_MEMORY: setting("Most memory of a query over open data, as DuckDB writes it.", env.text("512MB")),
    },
    pages: sitePages({
      paths: ["/data", "/data-office"],
      nav: [
        { area: "work", href: "/data-office", text: "opendata.office.title", order: 57, roles: [officerRole] },
        { area: "work", href: "/data-office/downgrades", text: "opendata.downgrade.queue", order: 58, roles: [headRole] },
      ],
      footer: [{ group: "government", href: "/data", text: "opendata.title", order: 18 }],
      queues: [
        { href: "/data-office/requests", text: "opendata.office.queue", order: 48, roles: [officerRole], count: "requests" },
        { href: "/data-office/downgrades", text: "opendata.downgrade.queue", order: 49, roles: [headRole], count: "downgrades" },
      ],
    }),
    create: (ctx) => {
      const { OPENDATA_MAX_MB, OPENDATA_QUERY_MEMORY, OPENDATA_QUERY_MS } = ctx.env;
      const engine = openQueryEngine({ timeMs: OPENDATA_QUERY_MS, memory: OPENDATA_QUERY_MEMORY });
      // a large file that is made into Parquet holds up no query
      const converting = openQueryEngine({ memory: OPENDATA_QUERY_MEMORY });
      const files = openFiles(path.join(ctx.folder, "files"), converting, OPENDATA_MAX_MB * 1024 * 1024);
      const standards = readStandards(ctx.content);
      const catalogue = openCatalogue({ ...ctx, standards });
      const publishing = openPublishing({
        ...ctx,
        catalogue,
        files,
        townships: districtCodes(ctx.content),
        standards,
        notify: ctx.use(notifyApi),
      });
      const participation = openParticipation(ctx);
      const deliveries = openDeliveries({ ...ctx, catalogue });
      const hosts = ctx.env.OPENDATA_LINK_HOSTS.split(",").filter(Boolean);
      const links = openLinks({ ...ctx, hosts, connect, waits: linkWaits });
      const keys = openKeys(ctx, ctx.use(peopleApi));
      let resumable: Resumable | undefined;
      const stopping = new AbortController();
      const inChinese = ctx.texts.translator("zh-Hant");
      const statisticFiles = openStatisticFiles({ catalogue, publishing, t: inChinese });
      const periods = openPeriods({ ctx, files: statisticFiles, invoices: ctx.use(invoiceApi) });
      const months = openMonths({
        ...{ ctx, files: statisticFiles, invoices: ctx.use(invoiceApi), askAgainMs: dueMs },
        protect: (month, sections, former) => protecting(month, sections, former, stopping),
      });
      const gallery = openGallery({ ...ctx, catalogue, keys });
      const own = openOwnData({ ctx, catalogue, publishing, road: ctx.use(roadApi), mydata: ctx.use(mydataApi) });
      const agencyName = agencyNames(ctx);
      const agencies = ctx.content.read("agencies", "agency.json", Type.Object({})).map(({ id }) => id);
      const directory = openDirectory({
        ...{ ...ctx, agencies, secret: installationSecret(ctx.folder, "publishers") },
        named: (kind, id) => (kind === "group" ? inChinese(`opendata.category.${id}`) : agencyName("zh-Hant", id)),
      });
      return {
        api: offerApi(opendataApi, deliveries.registrar),
        jobs: [handleJob(tellJob, ({ payload }) => publishing.tell(payload)), links.job],
        queues: {
          requests: async (roles) =>
            count(await participation.requests({ agencies: agenciesIn(roles, officerRole), open: true, limit: 100 })),
          downgrades: async (roles) =>
            count(await catalogue.downgrades({ agencies: agenciesIn(roles, headRole), open: true, limit: 100 })),
        },
        schedules: () => [
          { name: "opendata.due", everyMs: dueMs, onceIn: ctx.db, run: publishing.publishDue },
          // a new installation has its first statistics after a minute; what is there is asked for again by the hour
          { name: "opendata.statistics", everyMs: Math.min(dueMs, 60_000), onceIn: ctx.db, run: months.refresh },
          { name: "opendata.prizes", everyMs: Math.min(dueMs, 60_000), onceIn: ctx.db, run: periods.refresh },
          { name: "opendata.links", everyMs: dueMs, onceIn: ctx.db, run: links.enqueueDue },
          { name: "opendata.uploads", everyMs: dueMs, run: async () => void (await resumable?.erase()) },
          { name: "opendata.own", everyMs: ownMs, onceIn: ctx.db, run: own.refresh },
        ],
        routes: (app) => {
          const site = portalSite(ctx);
          site.register(app);
          const office = workSite(ctx, ["/data-office"]);
          office.register(app);
          const tables = openTables(engine, files);
          const shared = {
            catalogue,
            publishing,
            tables,
            files,
            keys,
            agencies,
            standards,
            agencyName,
            directory,
            origin: ctx.origin("opendata"),
          };
          const parts: PageParts = {
            ...{
              ...shared,
              site,
              office,
              participation,
              deliveries,
              links,
              gallery,
              gibPrice: ctx.env.OPENDATA_GIB_PRICE,
              ids: ctx.ids,
              ctx,
            },
            deliveryService: deliveryServiceOf(ctx.content),
          };
          for (const register of [ckanRoutes, dataGovRoutes, feedRoutes, fileRoutes]) register(app, shared);
          for (const register of [
            setPages,
            openPages,
            requestPages,
            galleryPages,
            topicPages,
            deliveryPages,
            standardPages,
            setPage,
            resourcePage,
            officePages,
            officeAnswerPages,
          ])
            register(app, parts);
          const uploads = { folder: path.join(ctx.folder, "uploads"), maxBytes: OPENDATA_MAX_MB * 1024 * 1024 };
          resumable = resumableRoutes(app, { ...shared, ...uploads });
          app.register(async (forms) => {
            await forms.register(multipart, { throwFileSizeLimit: false });
            officeSetPages(forms, parts);
          });
        },
        // on a day's first schedule nothing would be there yet
        start: async () => {
          own.refresh().catch((error: unknown) => ctx.log.warn({ err: error }, "the platform's own data come later"));
        },
        stop: async () => {
          stopping.abort();
          engine.close();
          converting.close();
          links.close();
        },
      };
    },
  });

export default opendataModule();

type Held = readonly { role: string; agency: string | null }[];
const agenciesIn = (roles: Held, role: string): string[] =>
  roles.flatMap((one) => (one.role === role && one.agency !== null ? [one.agency] : []));
const count = (waiting: readonly { at: string }[]) => ({ count: waiting.length, oldest: waiting.at(-1)?.at ?? null });

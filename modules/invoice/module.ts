import multipart from "@fastify/multipart";
import { benefitsApi } from "@troad/benefits/api";
import { eidApi } from "@troad/eid/api";
import { termOf } from "@troad/invoice-formats";
import { defineModule, type LocalServer, offerApi, taipeiDate } from "@troad/kernel";
import { mydataApi } from "@troad/mydata/api";
import { payApi } from "@troad/pay/api";
import { batchChanged } from "@troad/pay/events";
import { peopleApi } from "@troad/people/api";
import { registersApi } from "@troad/registers/api";
import { sitePages } from "@troad/web";
import { webhooksApi } from "@troad/webhooks/api";
import { openFamily } from "./account/family.ts";
import { openWishes } from "./account/wishes.ts";
import { invoiceApi } from "./api.ts";
import { invoiceApiOf } from "./api-of.ts";
import { openBooksAccess, readBooksMandates } from "./books/access.ts";
import { openInbound } from "./books/inbound.ts";
import { booksPages } from "./books/index.ts";
import { booksPath } from "./books/parts.ts";
import { openBooksRecords } from "./books/records.ts";
import { openHolders } from "./carriers/holders.ts";
import { openHoldings } from "./carriers/holdings.ts";
import { openOwnInvoices } from "./carriers/own-service.ts";
import { openCarrierService } from "./carriers/service.ts";
import { prepareCitizens } from "./demo/citizens.ts";
import { prepareMarket } from "./demo/prepare-market.ts";
import { prepareShop } from "./demo/shop.ts";
import { openDonations } from "./donations/donate.ts";
import { openDoneeAccounts } from "./donations/donee-accounts.ts";
import { readLoveCodes } from "./donations/love-codes.ts";
import { Admission } from "./intake/admission.ts";
import type { Ended } from "./intake/ended.ts";
import { intakeRoutes } from "./intake/intake-routes.ts";
import { lateMessages } from "./intake/late-store.ts";
import { Receiving } from "./intake/receiving.ts";
import { openIntake } from "./intake/take.ts";
import { openWaitingMessages } from "./intake/waiting.ts";
import { unreadableInvoices } from "./invoices/invoices-store.ts";
import { openInvoiceLookup } from "./invoices/lookup.ts";
import { invoiceListings } from "./listings.ts";
import { nationalRoutes } from "./national/national-routes.ts";
import { openCallers } from "./national/request.ts";
import { sweepSignatures } from "./national/sweep.ts";
import { openAssignments } from "./numbers/assign.ts";
import { openNumberCheck } from "./numbers/check.ts";
import { openOperatorSocket } from "./numbers/operator-socket.ts";
import { officePages } from "./office/index.ts";
import { openDrawing } from "./office/operator/drawing.ts";
import { openLooks } from "./office/operator/looks.ts";
import { openLoveCodes } from "./office/operator/love-code-acts.ts";
import { openPrizeRuns } from "./office/operator/prize-runs.ts";
import { openRegistrations } from "./office/operator/registrations.ts";
import { bothRoles, officePath } from "./office/parts.ts";
import { periodsJob, periodsOn } from "./periods/periods-job.ts";
import { printPages } from "./print/print-page.ts";
import { openPrints } from "./print/prints.ts";
import { readAwardRules } from "./prizes/award-rules.ts";
import { openPrizeCases, prizeCaseDecisions } from "./prizes/cases.ts";
import { publishedCloudNumbers } from "./prizes/cloud-numbers-store.ts";
import { donatedPrizes } from "./prizes/donated-prizes-store.ts";
import { openWinningLists } from "./prizes/lists.ts";
import { madeUpDraws } from "./prizes/made-up-draws.ts";
import { matchJob } from "./prizes/match-job.ts";
import { notifyJob } from "./prizes/notify-winners-job.ts";
import { invoiceSection } from "./prizes/own-section.ts";
import { payDonatedJob } from "./prizes/pay-donated-job.ts";
import { openPrizeService } from "./prizes/service.ts";
import { programPages } from "./programs/page.ts";
import { openPrograms } from "./programs/programs.ts";
import { openOwnReading } from "./programs/reading.ts";
import { openResults } from "./programs/results.ts";
import { programRoutes } from "./programs/routes.ts";
import { openTelling } from "./programs/tell.ts";
import { openWrites } from "./programs/writes.ts";
import { proofKey } from "./proof/seal-key.ts";
import { openProofSigner } from "./proof/signed-code.ts";
import { openPeriodService } from "./returns/period-service.ts";
import { readBusinessNumbers } from "./senders/business-numbers.ts";
import { downloadRoutes } from "./senders/download-routes.ts";
import { invoiceSettings, streamSettings } from "./settings.ts";
import { openShopAccess } from "./shop/access.ts";
import { openShopActs } from "./shop/acts.ts";
import { shopPages, shopSite } from "./shop/index.ts";
import { openShopMessages } from "./shop/messages.ts";
import { shopPath } from "./shop/parts.ts";
import { openShopRecords } from "./shop/records.ts";
import { openShopSending } from "./shop/sending.ts";
import { openUploads } from "./shop/uploads.ts";
import { invoicePages } from "./site/index.ts";
import { monthStatistics } from "./statistics/month.ts";
import { prizeStatistics } from "./statistics/prizes.ts";
import { sellerRoutes } from "./statistics/sellers-routes.ts";
import { openShares } from "./statistics/share.ts";
import { openStreaming } from "./stream/index.ts";
import { endSales, foldSales } from "./sums/sales-store.ts";

/** Cloud invoices: intake, the national interface, carriers, prizes. */
export default defineModule({
  name: "invoice",
  root: import.meta.url,
  needs: ["notify", "portal", "road", "eid", "registers", "people", "pay", "benefits", "mydata", "webhooks"],
  serves: ["/BIZAPIVAN", "/PB2CAPIVAN", "/ods-main"],
  subscribesTo: [batchChanged.name],
  me: true,
  env: invoiceSettings,
  pages: sitePages({
    paths: ["/invoice", officePath, shopPath, booksPath],
    listings: invoiceListings,
    nav: [
      { area: "work" as const, href: officePath, text: "invoice.office.title", order: 52, roles: bothRoles },
      ...["mine", "spending", "winnings", "numbers", "carriers", "check"].map((page, order) => ({
        section: "invoice",
        href: `/invoice/${page}`,
        text: page === "numbers" ? "invoice.numbers.short" : `invoice.${page}.title`,
        order,
      })),
    ],
  }),
  create: (ctx) => {
    const rules = readAwardRules(ctx.content);
    const isBan = readBusinessNumbers(ctx.content);
    const codes = openLoveCodes(ctx, readLoveCodes(ctx.content), isBan);
    const { loveCodes } = codes;
    const numbers = openNumberCheck(ctx, ctx.env.INVOICE_UNASSIGNED);
    const assign = openAssignments(ctx, isBan, numbers.forget);
    const admission = new Admission();
    const reads = ctx.db.lane("generic");
    const carrierService = openCarrierService(ctx, reads);
    const known = [...rules.draws, ...rules.madeUp];
    const madeUp = [...rules.madeUp, ...madeUpDraws(known, termOf(taipeiDate(ctx.clock.now())))];
    const lists = openWinningLists(ctx, rules, madeUp);
    const prizesEnded = openPrizeCases(lists);
    const ended: Ended = async (tx, actions, at) => {
      await endSales(tx, actions, at);
      await prizesEnded(tx, actions, at);
    };
    const waiting = openWaitingMessages(ctx, ended);
    const intake = openIntake(ctx, numbers.check, ended, waiting);
    const streaming = openStreaming({ ctx, settings: streamSettings(ctx.env), intake, isBan });
    const prizes = openPrizeService(ctx, rules, lists, loveCodes);
    const lookup = openInvoiceLookup(ctx.db, streaming.barrier);
    const donations = openDonations(ctx, loveCodes);
    const holders = openHolders(ctx, carrierService);
    const holdings = openHoldings(ctx, carrierService, holders, rules);
    const parts = {
      ctx,
      reads,
      callers: openCallers(ctx),
      carrierService,
      lists,
      loveCodes,
      lookup,
      donations,
      carrierTypes: rules.carrierTypes,
      amounts: rules.amounts,
      isBan,
    };
    const registrations = openRegistrations(ctx, carrierService, isBan);
    const draws = openDrawing(ctx, prizes);
    const doneeAccounts = openDoneeAccounts(ctx, loveCodes);
    const benefits = ctx.use(benefitsApi);
    const runs = openPrizeRuns({ ctx, pay: ctx.use(payApi), benefits, find: lookup.find, doneeAccount: doneeAccounts.of });
    const wishes = openWishes(ctx, holdings);
    const account = { wishes, benefits, family: openFamily({ ctx, people: ctx.use(peopleApi), holdings }) };
    const shares = openShares(ctx.db);
    const looks = openLooks(ctx, lookup.find);
    const cases = prizeCaseDecisions(ctx);
    const sending = openShopSending({ ctx, intake, isBan });
    const messages = openShopMessages({ ctx, find: lookup.find });
    const uploads = openUploads({ ctx, sending });
    const shop = {
      access: openShopAccess({ ctx, people: ctx.use(peopleApi) }),
      acts: openShopActs({ ctx, sending, messages }),
      records: openShopRecords(ctx, streaming.barrier),
      sealKey: (ban: string) => proofKey(ctx.folder, ban),
    };
    const books = {
      access: openBooksAccess(ctx.use(peopleApi), readBooksMandates(ctx.content)),
      inbound: openInbound({ ctx, intake, isBan }),
      records: openBooksRecords(ctx),
    };
    const programs = openPrograms({ ctx, eid: ctx.use(eidApi) });
    const webhooks = ctx.use(webhooksApi);
    const telling = openTelling({ ctx, webhooks, one: programs.one });
    const periods = openPeriodService(ctx);
    const own = openOwnInvoices({ ctx, holdings, eid: ctx.use(eidApi), registers: ctx.use(registersApi) });
    let server: LocalServer | undefined;
    return {
      api: offerApi(
        invoiceApi,
        invoiceApiOf({
          carriers: carrierService,
          prizes,
          lists,
          assign,
          cases,
          find: lookup.find,
          cloudNumbers: (no, after, limit) => publishedCloudNumbers(ctx.db, no, after, limit),
          donated: (query) => donatedPrizes(ctx.db, query),
          late: (query) => lateMessages(ctx.db, query),
          month: (month) => monthStatistics(ctx.db, month, taipeiDate(ctx.clock.now())),
          won: (term) => prizeStatistics(ctx.db, { lists, amounts: rules.amounts }, term),
          unreadable: async (query) => (await unreadableInvoices(ctx.db, query)).map(({ number }) => number),
        }),
      ),
      jobs: [
        matchJob(ctx, rules, lists, streaming.settled),
        notifyJob(ctx),
        periodsJob(ctx),
        payDonatedJob(ctx, prizes),
        ...runs.jobs,
        ...uploads.jobs,
        ...telling.jobs,
      ],
      subscribes: runs.subscribes,
      routes: async (app) => {
        await app.register(async (scope) =>
          intakeRoutes(scope, { ctx, streaming, admission, receiving: new Receiving(), isBan }),
        );
        await app.register(async (scope) =>
          programRoutes(scope, {
            ...{ programs, admission, records: shop.records },
            own: openOwnReading({ ctx, holdings, mydata: ctx.use(mydataApi) }),
            writes: openWrites({ ctx, acts: shop.acts, messages, sending }),
            results: openResults({ ctx, records: shop.records }),
          }),
        );
        await app.register(async (scope) => downloadRoutes(scope, ctx, admission));
        await app.register(async (scope) => sellerRoutes(scope, ctx, admission));
        await app.register(async (scope) => nationalRoutes(scope, parts, admission));
        invoicePages(app, {
          ...{ ctx, carrierService, holders, holdings, lookup, donations, lists, prizes, rules, loveCodes },
          ...{ account, doneeAccounts, shares },
        });
        await app.register(async (forms) => {
          await forms.register(multipart, { throwFileSizeLimit: false });
          const site = shopSite(ctx);
          site.register(forms);
          officePages(forms, {
            ctx,
            registrations,
            codes,
            doneeAccounts,
            draws,
            runs,
            looks,
            assign,
            cases,
            lists,
            holdings,
            site,
          });
          programPages(forms, { site, access: shop.access, programs, webhooks, ctx });
          shopPages(forms, { ctx, site, ...shop, sending, uploads, registrations, loveCodes });
          booksPages(forms, { ctx, site, ...books });
          printPages(forms, {
            shop: { ctx, site, ...shop, sending, uploads, registrations, loveCodes },
            books: { site, access: books.access },
            ...{ prints: openPrints(ctx), signer: openProofSigner(ctx.folder), origin: ctx.origin("invoice"), demo: ctx.demo },
          });
        });
      },
      me: invoiceSection({ ctx, holdings, prizes, lists }),
      schedules: () => [
        sweepSignatures(ctx),
        foldSales(ctx),
        wishes.schedule,
        waiting.schedule,
        telling.schedule,
        periods.schedule,
        own.schedule,
      ],
      start: async () => {
        await periods.start();
        await own.start();
        await lists.reload();
        await codes.reload();
        await ctx.db.tx((tx) => periodsOn(tx, taipeiDate(ctx.clock.now())));
        server = await openOperatorSocket(ctx, assign);
        ctx.announce("invoice.operator", server.socket);
        streaming.start();
        if (!ctx.demo) return;
        await prepareShop(ctx);
        const draws = [...rules.draws, ...madeUp];
        const seeds = { ctx, intake, assign, drawn: (term: string) => draws.find((draw) => draw.term === term) };
        await prepareCitizens({ ...seeds, carrierService });
        if (ctx.env.INVOICE_DEMO_MARKET === "on") await prepareMarket(seeds);
      },
      stop: async () => {
        await streaming.stop();
        await server?.close();
        await periods.stop();
        await own.stop();
      },
    };
  },
});

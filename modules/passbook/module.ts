import { benefitsApi } from "@troad/benefits/api";
import { eidApi } from "@troad/eid/api";
import { defineModule, type ModuleContext } from "@troad/kernel";
import { notifyApi } from "@troad/notify/api";
import { payApi } from "@troad/pay/api";
import { batchChanged, collected as collectedFile, paid } from "@troad/pay/events";
import { peopleApi } from "@troad/people/api";
import { roadApi } from "@troad/road/api";
import { namesOf, nationalIdOf, portalSite, sitePages, workSite } from "@troad/web";
import type { CalendarWords } from "./calendar.ts";
import { openCollected } from "./collected/collected.ts";
import { openCopies } from "./copies.ts";
import { openCorrecting } from "./correcting.ts";
import { openDiary } from "./diary.ts";
import { openOffices } from "./offices.ts";
import { passbookPages } from "./pages/index.ts";
import { assessmentRole } from "./pages/office.ts";
import { cashierRole, collectedPage, home, office, payerRole, refundsPage } from "./pages/parts.ts";
import { openPayments, type Refresh } from "./payments.ts";
import { openRefunds } from "./refunds/refunds.ts";
import { openStandingService, servicesAsking } from "./standing-service.ts";
import { type Inspect, openWhose } from "./whose.ts";

const remindEveryMs = 3_600_000;
const eraseEveryMs = 3_600_000;

/** The tax passbook: what a person owes, when and why, from the offices that assess it, asked over the road. */
export default defineModule({
  name: "passbook",
  root: import.meta.url,
  needs: ["road", "pay", "notify", "people", "portal", "benefits", "eid"],
  me: true,
  subscribesTo: [paid.name, collectedFile.name, batchChanged.name],
  pages: sitePages({
    paths: [home, office, collectedPage, refundsPage],
    queues: [{ href: collectedPage, text: "passbook.collected.title", order: 49, roles: [cashierRole], count: "collected" }],
    nav: [
      { section: "tax", href: home, text: "passbook.title", order: 5 },
      { area: "work", href: office, text: "passbook.office.title", order: 48, roles: [assessmentRole] },
      { area: "work", href: refundsPage, text: "passbook.refunds-run.title", order: 50, roles: [cashierRole, payerRole] },
    ],
  }),
  create: (ctx) => {
    const offices = openOffices(ctx, ctx.use(roadApi));
    const copies = openCopies({ ctx, offices });
    const inspect = inspector(ctx);
    const now = (): number => ctx.clock.now().getTime();
    const whose = openWhose({ people: ctx.use(peopleApi), offices, keyOf: copies.keyOf, now, inspect });
    const textOf = (tax: string, lang: string): string => ctx.texts.translator(lang)(`passbook.tax.${tax}`);
    const page = `${ctx.origin("passbook")}${home}`;
    const diary = openDiary({ ctx, copies, notify: ctx.use(notifyApi), page, words: wordsOf(ctx, page) });
    const refresh: Refresh = async (taxpayer, at, number) => {
      const book = await copies.refresh(taxpayer, at, number);
      if (book) await diary.note(taxpayer, book);
    };
    const payments = openPayments({ ctx, pay: ctx.use(payApi), offices, copies, refresh, textOf });
    const correct = openCorrecting({ ctx, offices, refresh });
    const eid = ctx.use(eidApi);
    const collected = openCollected({ ctx, pay: ctx.use(payApi), offices, refresh, notify: ctx.use(notifyApi), eid, page });
    const sayOf = (key: string, lang: string): string => ctx.texts.translator(lang)(`passbook.${key}`);
    const refunds = openRefunds({ ctx, pay: ctx.use(payApi), benefits: ctx.use(benefitsApi), offices, refresh, textOf: sayOf });
    const standing = openStandingService({ ctx, copies });
    return {
      start: () => standing.start(),
      stop: () => standing.stop(),
      jobs: [...payments.jobs, ...diary.jobs, ...collected.jobs, ...refunds.jobs],
      subscribes: [...payments.subscribes, ...collected.subscribes, ...refunds.subscribes],
      queues: {
        collected: async (roles) => {
          const own = roles.flatMap(({ role, agency }) => (role === cashierRole && agency ? [agency] : []));
          const ofOffices = own.filter((id) => offices.offices.some((one) => one.id === id));
          return ofOffices.length > 0 ? collected.count(ofOffices) : { count: 0, oldest: null };
        },
      },
      me: async () => ({ tasks: [], tiles: [{ title: "passbook.title", href: home, order: 15, text: "passbook.me" }] }),
      schedules: () => [
        standing.schedule,
        { ...{ name: "passbook.reminders", everyMs: remindEveryMs, atStart: true, onceIn: ctx.db }, run: () => diary.remind() },
        {
          ...{ name: "passbook.erase", everyMs: eraseEveryMs, atStart: true, onceIn: ctx.db },
          run: async () => {
            await copies.erase();
          },
        },
      ],
      routes: (app) =>
        passbookPages(app, {
          ...{
            ctx,
            site: portalSite(ctx),
            work: workSite(ctx, [office, collectedPage, refundsPage]),
            names: namesOf(ctx),
            nationalId: nationalIdOf(ctx),
          },
          ...{ offices, copies, whose, inspect, payments, diary, correct, collected, refunds },
          certificates: servicesAsking(ctx.content),
        }),
    };
  },
});

/** Each look into a passbook has a number, by which the audit says whose it was. */
const inspector =
  (ctx: ModuleContext): Inspect =>
  async (subject) => {
    const number = ctx.ids.uuid();
    await ctx.db.tx((tx) => tx.audit({ actor: subject, action: "passbook.inspect", target: number }));
    return `passbook ${number}`;
  };

/** What stands in a calendar: the kind of tax and nothing of the person. */
const wordsOf =
  ({ texts }: Pick<ModuleContext, "texts">, page: string) =>
  (lang: string): CalendarWords => {
    const t = texts.translator(lang);
    return {
      ...{ name: t("passbook.feed.name"), description: t("passbook.feed.description"), url: page },
      summary: (tax) => t("passbook.feed.summary", { tax: t(`passbook.tax.${tax}`) }),
    };
  };

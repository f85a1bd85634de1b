import { defineModule, type ModuleContext } from "@troad/kernel";
import { notifyApi } from "@troad/notify/api";
import { payApi } from "@troad/pay/api";
import { paid } from "@troad/pay/events";
import { peopleApi } from "@troad/people/api";
import { roadApi } from "@troad/road/api";
import { namesOf, nationalIdOf, portalSite, sitePages, workSite } from "@troad/web";
import type { CalendarWords } from "./calendar.ts";
import { openCopies } from "./copies.ts";
import { openCorrecting } from "./correcting.ts";
import { openDiary } from "./diary.ts";
import { openOffices } from "./offices.ts";
import { passbookPages } from "./pages/index.ts";
import { assessmentRole } from "./pages/office.ts";
import { home, office } from "./pages/parts.ts";
import { openPayments, type Refresh } from "./payments.ts";
import { openWhose } from "./whose.ts";

const remindEveryMs = 3_600_000;
const eraseEveryMs = 3_600_000;

/** The tax passbook: what a person owes, when and why, from the offices that assess it, asked over the road. */
export default defineModule({
  name: "passbook",
  root: import.meta.url,
  needs: ["road", "pay", "notify", "people", "portal"],
  me: true,
  subscribesTo: [paid.name],
  pages: sitePages({
    paths: [home, office],
    nav: [
      { section: "tax", href: home, text: "passbook.title", order: 5 },
      { area: "work", href: office, text: "passbook.office.title", order: 48, roles: [assessmentRole] },
    ],
  }),
  create: (ctx) => {
    const offices = openOffices(ctx, ctx.use(roadApi));
    const copies = openCopies({ ctx, offices });
    const whose = openWhose({ people: ctx.use(peopleApi), offices, now: () => ctx.clock.now().getTime() });
    const textOf = (tax: string, lang: string): string => ctx.texts.translator(lang)(`passbook.tax.${tax}`);
    const page = `${ctx.origin("passbook")}${home}`;
    const diary = openDiary({ ctx, copies, notify: ctx.use(notifyApi), page, words: wordsOf(ctx, page) });
    const refresh: Refresh = async (taxpayer, at) => {
      const book = await copies.refresh(taxpayer, at);
      if (book) await diary.note(taxpayer, book);
    };
    const payments = openPayments({ ctx, pay: ctx.use(payApi), offices, copies, refresh, textOf });
    const correct = openCorrecting({ ctx, offices, refresh });
    return {
      jobs: [...payments.jobs, ...diary.jobs],
      subscribes: payments.subscribes,
      me: async () => ({ tasks: [], tiles: [{ title: "passbook.title", href: home, order: 15, text: "passbook.me" }] }),
      schedules: () => [
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
          ...{ ctx, site: portalSite(ctx), work: workSite(ctx, [office]), names: namesOf(ctx), nationalId: nationalIdOf(ctx) },
          ...{ offices, copies, whose, payments, diary, correct },
        }),
    };
  },
});

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

import { ownCopyPurpose, ownCopyRight } from "@troad/directory";
import type { ModuleContext } from "@troad/kernel";
import type { MemberKey } from "@troad/pki/seal";
import { namesOf, nationalIdOf, portalSite, serviceNamesOf, workSite } from "@troad/web";
import type { FastifyInstance } from "fastify";
import type { MyDataApi } from "../api.ts";
import { companyPages } from "../companies/pages.ts";
import type { Counters } from "../counter/service.ts";
import { looker } from "../domain/looker.ts";
import type { Downloads } from "../downloads/downloads.ts";
import type { Questions } from "../questions/service.ts";
import type { ReadNotices } from "../reads/notices.ts";
import { readPages } from "../reads/pages.ts";
import { openReceipts } from "../receipts.ts";
import { applyPages } from "../recipients/apply-pages.ts";
import { recipientListPage, recipientOfficePages, recipientOfficePath } from "../recipients/pages.ts";
import { minePages } from "../requests/mine-page.ts";
import type { Online } from "../requests/online.ts";
import { requestPages } from "../requests/request-page.ts";
import { consentPages } from "./consents.ts";
import { counterPages } from "./counter.ts";
import { counterOfficePages, counterOfficePath } from "./counter-office.ts";
import { downloadPages } from "./downloads.ts";
import type { MyDataPages } from "./parts.ts";
import { proofPages } from "./proof.ts";
import { questionOfficePages, questionOfficePath } from "./question-office.ts";
import { type QuestionParts, questionPages } from "./questions.ts";
import { receiptPages } from "./receipts.ts";
import { usePages } from "./uses.ts";

type UseOf = QuestionParts["useOf"];
type Behind = {
  mydata: MyDataApi;
  downloads: Downloads;
  counters: Counters;
  questions: Questions;
  online: Online;
  reads: ReadNotices;
  useOf: UseOf;
  seal: MemberKey;
};

/** The pages of mydata, in the portal's part of the site. */
export function mydataPages(
  app: FastifyInstance,
  ctx: ModuleContext,
  { mydata, downloads, counters, questions, online, reads, useOf, seal }: Behind,
): void {
  const site = portalSite(ctx);
  const services = serviceNamesOf(ctx);
  const own = new Set(downloads.sets.map(ownCopyRight));
  const purposeOf: MyDataPages["purposeOf"] = (lang, agreement) =>
    agreement !== null && own.has(agreement) ? ctx.texts.translator(lang)(ownCopyPurpose) : services.purposeOf(lang, agreement);
  const recipientName: MyDataPages["recipientName"] = (lang, recipient) => {
    const counter = counters.counters.find(({ id }) => `counter:${id}` === recipient);
    const name = online.recipients.nameOf(recipient)?.name;
    if (name) return lang === "zh-Hant" ? name["zh-Hant"] : name.en;
    if (recipient === looker) return ctx.texts.translator(lang)("mydata.looker");
    return counter ? ctx.texts.pick(counter.text, lang, "name") : recipient;
  };
  const receipts = openReceipts(ctx, seal, { purposeOf, recipientName });
  const parts = {
    site,
    names: namesOf(ctx),
    purposeOf,
    mydata,
    downloads,
    receipts,
    recipientName,
    nationalId: nationalIdOf(ctx),
  };
  site.register(app);
  usePages(app, { ...parts, clock: ctx.clock });
  const given = { ...parts, ...online, clock: ctx.clock, ctx };
  consentPages(app, given);
  minePages(app, given);
  companyPages(app, given);
  requestPages(app, given);
  recipientListPage(app, given);
  applyPages(app, given);
  readPages(app, { ...parts, reads });
  receiptPages(app, parts);
  downloadPages(app, { ...parts, ids: ctx.ids });
  counterPages(app, { ...parts, counters, ids: ctx.ids });
  const asking = { ...parts, questions, useOf, ctx };
  questionPages(app, asking);
  const work = workSite(ctx, [counterOfficePath, questionOfficePath, recipientOfficePath]);
  work.register(app);
  counterOfficePages(app, { ...parts, counters, work, ctx });
  questionOfficePages(app, { ...asking, work });
  recipientOfficePages(app, { ...given, work });
  proofPages(app, parts);
}

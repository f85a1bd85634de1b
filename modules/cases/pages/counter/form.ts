import { button } from "@troad/design";
import { fileIdsIn, type Page } from "@troad/forms";
import { type Html, html } from "@troad/html";
import { kernelFailure, seeOther } from "@troad/kernel";
import { counterRole, hidden, megabytesAFile, readSent, type Session, uiOf, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { answers, askedSources, lawfulSources, needsConsent } from "../check.ts";
import { answeringPages, type Draw, type Returning } from "../fill/answering.ts";
import type { Answering } from "../fill/form.ts";
import { officerOf } from "../officer/acts.ts";
import { type Asking, type CasePages, idIn } from "../parts.ts";
import { counterAddress } from "./begin.ts";

type Parts = Pick<CasePages, "site" | "names" | "services" | "banks" | "places" | "kept" | "documents"> &
  Asking<"form" | "answer" | "view" | "withdraw" | "fileAtCounter">;

const mostPapers = 5;
const paperPage: Page = {
  ...{ id: "paper", title: "paper" },
  fields: [{ name: "paper", type: "file", label: "paper", max: mostPapers }],
};

/** The form of the service, filled in by the officer, and the paper that the person signed. */
export function counterFormPages(app: FastifyInstance, parts: Parts): void {
  const { site, cases, documents } = parts;
  const load = async (id: string, { subject }: Session): Promise<Answering> => {
    const form = await cases.form({ id, subject });
    const service = parts.services.find(form.named);
    if (!service) throw kernelFailure("request.not-found");
    return { form, service, base: `${counterAddress}/${id}/form`, check: `${counterAddress}/${id}/check`, home: counterAddress };
  };
  const guard = (draw: Draw, returnTo?: Returning) =>
    site.signedIn(
      [counterRole],
      async (request, session, reply) => draw(request, await load(idIn(request), session), reply, session),
      returnTo ? { returnTo } : {},
    );
  answeringPages(app, parts, {
    prefix: `${counterAddress}/:id/form`,
    guard,
    answer: (_request, { subject }, { form: { id } }, { page, values }) => cases.answer({ id, subject, page, values }),
  });
  const check = (request: FastifyRequest): string => `${counterAddress}/${idIn(request)}/check`;
  app.get(
    `${counterAddress}/:id/check`,
    hidden,
    guard(async (request, loaded, reply, session) =>
      loaded.form.open
        ? seeOther(reply, loaded.base)
        : checkPage(parts, request, loaded, { paper: !(await isByPhone(cases, loaded.form.id, session)) }),
    ),
  );
  app.post(
    `${counterAddress}/:id/check`,
    hidden,
    guard(async (request, loaded, reply, session) => {
      const { id } = loaded.form;
      const isPhone = await isByPhone(cases, id, session);
      const sent = await readSent(request, documents, { folder: id, uploader: session.subject, page: paperPage });
      const [fault] = sent.errors;
      const code = fault?.code ?? (!isPhone && fileIdsIn(sent.values, "paper").length === 0 ? "missing" : undefined);
      if (code !== undefined)
        return {
          ...checkPage(parts, request, loaded, { paper: !isPhone, fault: fault ?? { code } }),
          status: 422,
          isError: true,
        };
      const paper = fileIdsIn(sent.values, "paper");
      const standing = await cases.fileAtCounter({ id, officer: officerOf(session), paper });
      if (standing) return seeOther(reply, `${loaded.base}/${loaded.form.pages[0]!.id}?standing=${standing.id}`);
      return seeOther(reply, `${counterAddress}?filed=${id}`);
    }, check),
  );
  app.post(
    `${counterAddress}/:id/delete`,
    hidden,
    guard(async (_request, { form: { id } }, reply, { subject }) => {
      await cases.withdraw({ id, subject });
      return seeOther(reply, counterAddress);
    }, check),
  );
}

/** On the telephone nothing is signed: the code that the caller read out stands for it. */
const isByPhone = async (cases: Pick<Parts["cases"], "view">, id: string, { subject }: Session): Promise<boolean> =>
  (await cases.view({ id, subject })).onBehalf?.as === "phone";

type Fault = { code: string; params?: Record<string, string | number> };

/** All answers, what will be asked of whom, and the box for the paper. */
function checkPage(
  parts: Parts,
  request: FastifyRequest,
  loaded: Answering,
  { paper: wantsPaper, fault }: { paper: boolean; fault?: Fault },
): View {
  const { t } = request;
  const { form, service, base } = loaded;
  const ui = uiOf(request);
  const title = t("cases.counter.check");
  const problem = fault && paperFault(parts, request, fault);
  const summary =
    problem && ui.errorSummary({ titleText: t("web.form.problem"), errorList: [{ text: problem, href: "#paper" }] });
  const paper =
    wantsPaper &&
    ui.fileUpload({
      ...{ id: "paper", name: "paper-file", multiple: true, accept: ".pdf,.jpg,.jpeg,.png" },
      label: { text: t("cases.counter.paper"), classes: "tr-label--m" },
      hint: { text: t("cases.counter.paper-hint") },
      ...(problem ? { errorMessage: { text: problem } } : {}),
    });
  const sources: Html | false =
    needsConsent(service) && html`<p>${t("cases.counter.consent")}</p>${askedSources(parts, request, service)}`;
  const remove = button({ text: t("cases.counter.delete"), classes: "tr-button--secondary" });
  const last = form.pages.at(-1);
  const content = html`${last && ui.backLink({ href: `${base}/${last.id}` })}${summary}<h1>${title}</h1>
    <h2>${t("cases.desk.answers")}</h2>${answers(parts, request, { service, form }, base)}${lawfulSources(parts, request, service)}${sources}
    <form method="post" action="${loaded.check}" enctype="multipart/form-data" novalidate>${paper}${button({ text: t("cases.counter.send") })}</form>
    <form method="post" action="${counterAddress}/${form.id}/delete" class="tr-after-form">${remove}</form>`;
  return { title, content };
}

function paperFault({ services }: Parts, { t, lang }: FastifyRequest, { code, params }: Fault): string {
  if (!code.startsWith("field.")) return t("cases.counter.paper-missing");
  const label = t("cases.counter.paper");
  return services.fieldErrorText(lang, { code, params: { max: megabytesAFile, ...params } }, { type: "file", label });
}

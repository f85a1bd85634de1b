import { button, panel } from "@troad/design";
import { type Html, html } from "@troad/html";
import { failures, type ModuleContext, ownPath, seeOther } from "@troad/kernel";
import { asked, hidden, posted, type Site, uiOf, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { countFeedback, type FeedbackKind, feedbackKinds, insertFeedback } from "../store/feedback.ts";

const longestBody = 2_000;
const longestContact = 200;
/** More than this in a minute does not come from people. */
const mostOfAMinute = 60;

const failure = failures({ "portal.feedback-busy": 429 });

type Answers = { page: string; kind: string; body: string; contact: string };
type Fault = "kind" | "body" | "too-long";

/** Where readers report what is wrong, or right, with a page. No sign-in, no names. */
export function feedbackForm(app: FastifyInstance, { ctx, site }: { ctx: ModuleContext; site: Pick<Site, "open"> }): void {
  app.get(
    "/feedback",
    hidden,
    site.open(async (request) =>
      formPage(request, { page: ownPath(asked(request, "page", 300)), kind: "", body: "", contact: "" }, []),
    ),
  );
  app.post(
    "/feedback",
    hidden,
    site.open(async (request, _session, reply) => {
      const answers = {
        page: ownPath(posted(request, "page", 300)),
        kind: posted(request, "kind", 20),
        body: posted(request, "body", longestBody + 1),
        contact: posted(request, "contact", longestContact),
      };
      const kind = feedbackKinds.find((one) => one === answers.kind);
      const faults = faultsOf(answers, kind);
      if (faults.length > 0 || kind === undefined) return { ...formPage(request, answers, faults), status: 422, isError: true };
      const at = ctx.clock.now();
      if ((await countFeedback(ctx.db, new Date(at.getTime() - 60_000).toISOString(), mostOfAMinute)) >= mostOfAMinute)
        throw failure("portal.feedback-busy");
      const { page, body, contact } = answers;
      await insertFeedback(ctx.db, {
        id: ctx.ids.uuid(),
        at: at.toISOString(),
        page,
        kind,
        body,
        contact: contact || null,
        lang: request.lang,
      });
      return seeOther(reply, "/feedback/thanks");
    }),
  );
  app.get(
    "/feedback/thanks",
    hidden,
    site.open(async (request) => {
      const { t } = request;
      const title = t("portal.feedback.thanks");
      return {
        title,
        content: html`${panel({ titleText: title, text: t("portal.feedback.thanks-why") })}`,
        path: [],
      };
    }),
  );
}

const faultsOf = ({ body }: Answers, kind: FeedbackKind | undefined): Fault[] => [
  ...(kind === undefined ? (["kind"] as const) : []),
  ...(body === "" ? (["body"] as const) : []),
  ...(body.length > longestBody ? (["too-long"] as const) : []),
];

function formPage(request: FastifyRequest, answers: Answers, faults: readonly Fault[]): View {
  const { t } = request;
  const ui = uiOf(request);
  const message = (...own: Fault[]): { errorMessage: { text: string } } | object => {
    const fault = own.find((one) => faults.includes(one));
    return fault === undefined ? {} : { errorMessage: { text: t(`portal.feedback.fault.${fault}`) } };
  };
  const summary =
    faults.length > 0 &&
    ui.errorSummary({
      titleText: t("web.form.problem"),
      errorList: faults.map((fault) => ({
        href: fault === "kind" ? "#kind" : "#body",
        text: t(`portal.feedback.fault.${fault}`),
      })),
    });
  const kinds = ui.radios({
    name: "kind",
    idPrefix: "kind",
    fieldset: { legend: { text: t("portal.feedback.kind"), classes: "tr-fieldset__legend--m" } },
    items: feedbackKinds.map((value) => ({ value, text: t(`portal.feedback.kind.${value}`), checked: answers.kind === value })),
    ...message("kind"),
  });
  const body = ui.textarea({
    id: "body",
    name: "body",
    rows: 6,
    label: { text: t("portal.feedback.body"), classes: "tr-label--m" },
    hint: { text: t("portal.feedback.body-hint") },
    value: answers.body,
    ...message("body", "too-long"),
  });
  const contact = ui.input({
    id: "contact",
    name: "contact",
    label: { text: t("portal.feedback.contact") },
    hint: { text: t("portal.feedback.contact-hint") },
    value: answers.contact,
    autocomplete: "email",
  });
  const title = t("portal.feedback.title");
  const form: Html = html`<form method="post" action="/feedback" novalidate><input type="hidden" name="page" value="${answers.page}">
    ${kinds}${body}${contact}${button({ text: t("portal.feedback.send") })}</form>`;
  return { title, content: html`${summary}<h1>${title}</h1>${form}`, path: [] };
}

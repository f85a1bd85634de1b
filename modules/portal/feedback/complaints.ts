import { isOfficeDay } from "@troad/content-law";
import { button, formatDate, summaryList, tag, time } from "@troad/design";
import { lastDay } from "@troad/flow";
import type { Field } from "@troad/forms";
import { type Html, html } from "@troad/html";
import { instant, isUuid, kernelFailure, type ModuleContext, seeOther, taipeiDate } from "@troad/kernel";
import { type Column, hidden, listRoutes, ownForm, type Session, type Site, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { type Complaint, findComplaint, insertAnswer, openComplaints } from "../store/feedback.ts";

export const complaintsAddress = "/feedback/complaints";
const operators = ["operator"];
/** Thirty days from the one on which it came (Executive Yuan's directions on petitions, point 11). */
export const answerBy = (at: string): string => lastDay({ days: 30 }, taipeiDate(new Date(at)), isOfficeDay);

const answerField: Field = {
  ...{ type: "text", name: "body", label: "portal.complaints.answer", hint: "portal.complaints.answer-hint" },
  maxLength: 2_000,
};

/** Complaints wait for an answer by a day; the operator answers outside and records what was said. */
export function complaintPages(app: FastifyInstance, { ctx, site }: { ctx: ModuleContext; site: Pick<Site, "signedIn"> }): void {
  listRoutes<Session, Complaint>({
    ...{ app, ctx, address: complaintsAddress },
    guard: (load) => site.signedIn(operators, load),
    list: async (request) => ({
      ...{ address: complaintsAddress, title: request.t("portal.complaints.title"), filters: [] },
      lead: html`<p class="tr-lead">${request.t("portal.complaints.lead")}</p>`,
      columns: columns(ctx, request),
      source: {
        ...{ cursorKind: "uuid", cursor: ({ id }) => id },
        rows: ({ before, limit }) => openComplaints(ctx.db, before ?? null, limit),
      },
      empty: { title: request.t("portal.complaints.none") },
    }),
  });
  const found = async (request: FastifyRequest): Promise<Complaint> => {
    const { id } = request.params as { id: string };
    const complaint = isUuid(id) ? await findComplaint(ctx.db, id) : undefined;
    if (!complaint) throw kernelFailure("request.not-found");
    return complaint;
  };
  app.get(
    `${complaintsAddress}/:id`,
    hidden,
    site.signedIn(operators, async (request) => complaintPage(ctx, request, await found(request), { values: {}, errors: [] })),
  );
  app.post(
    `${complaintsAddress}/:id`,
    hidden,
    site.signedIn(
      operators,
      async (request, { subject }, reply) => {
        const complaint = await found(request);
        const parsed = ownForm(ctx, [answerField]).parse(request.body);
        const values = (request.body ?? {}) as Record<string, unknown>;
        if ("errors" in parsed)
          return { ...complaintPage(ctx, request, complaint, { values, errors: parsed.errors }), status: 422, isError: true };
        const body = String(parsed.values.body);
        await ctx.db.tx(async (tx) => {
          await insertAnswer(tx, { id: complaint.id, at: instant(ctx.clock), officer: subject, body });
          await tx.audit({ actor: subject, action: "complaint.answered", target: complaint.id });
        });
        return seeOther(reply, `${complaintsAddress}/${complaint.id}`);
      },
      { returnTo: (request) => `${complaintsAddress}/${(request.params as { id: string }).id}` },
    ),
  );
}

const columns = ({ clock }: Pick<ModuleContext, "clock">, request: FastifyRequest): Column<Complaint>[] => {
  const { t } = request;
  return [
    {
      ...{ key: "due", text: t("portal.complaints.due"), kind: "text", value: ({ at }) => answerBy(at) },
      show: (one) => html`<a class="tr-link" href="${complaintsAddress}/${one.id}">${dueText({ clock }, request, one)}</a>`,
    },
    { key: "at", text: t("portal.feedback.at"), kind: "instant", value: ({ at }) => at },
    { key: "page", text: t("portal.feedback.page"), kind: "text", value: ({ page }) => page },
    { key: "body", text: t("portal.feedback.body"), kind: "text", value: ({ body }) => body },
  ];
};

function dueText({ clock }: Pick<ModuleContext, "clock">, { t, lang }: FastifyRequest, { at }: Complaint): Html {
  const due = answerBy(at);
  const isLate = due < taipeiDate(clock.now());
  return html`${formatDate(due, { lang })}${isLate && html` ${tag({ text: t("portal.complaints.late"), classes: "tr-tag--red" })}`}`;
}

type Shown = Parameters<ReturnType<typeof ownForm>["html"]>[1];
function complaintPage(ctx: ModuleContext, request: FastifyRequest, complaint: Complaint, shown: Shown): View {
  const { t, lang } = request;
  const row = (key: string, value: { text: string } | { html: Html }) => ({ key: { text: t(key) }, value });
  const { answer, answeredAt } = complaint;
  const form = ownForm(ctx, [answerField]).html(request, shown);
  const title = t("portal.complaints.one");
  const rows = [
    row("portal.feedback.at", { html: time(complaint.at, { lang }) }),
    row("portal.complaints.due", { html: dueText(ctx, request, complaint) }),
    row("portal.feedback.page", { text: complaint.page }),
    row("portal.feedback.body", { text: complaint.body }),
    row("portal.feedback.contact", { text: complaint.contact ?? t("web.form.none") }),
    ...(answer === null || answeredAt === null
      ? []
      : [row("portal.complaints.answered", { html: html`${time(answeredAt, { lang })}<br>${answer}` })]),
  ];
  const doing = html`<form method="post" action="${complaintsAddress}/${complaint.id}" novalidate>${form.fields}
    ${button({ text: t("portal.complaints.record") })}</form>`;
  return {
    title,
    content: html`${form.summary}<h1>${title}</h1>${summaryList({ rows })}${answer === null && doing}`,
    path: [{ href: complaintsAddress, text: t("portal.complaints.title") }],
  };
}

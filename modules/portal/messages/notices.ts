import { button, summaryList, time } from "@troad/design";
import type { Field } from "@troad/forms";
import { html } from "@troad/html";
import { kernelFailure, seeOther } from "@troad/kernel";
import type { Notice, OfficerStep } from "@troad/notify/api";
import { agencyOf, type Column, hidden, listRoutes, type OwnError, ownForm, type Session, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { fieldFault, type MessageParts, noticesAddress } from "./parts.ts";

const role = "case-officer";
type Shown = { values: Record<string, unknown>; errors: readonly OwnError[] };

/** Notices that no channel delivered: an officer prints, posts and follows them. */
export function noticePages(app: FastifyInstance, parts: MessageParts): void {
  const { ctx, work, notify } = parts;
  listRoutes<Session, Notice>({
    ...{ app, ctx, address: noticesAddress },
    guard: (load) => work.signedIn([role], load),
    list: async (request, session) => ({
      ...{ address: noticesAddress, title: request.t("portal.notices.title"), filters: [] },
      lead: html`<p class="tr-lead">${request.t("portal.notices.lead")}</p>`,
      columns: columns(request),
      source: {
        ...{ cursorKind: "uuid", cursor: ({ id }) => id },
        rows: ({ before, limit }) =>
          notify.toPost({ agency: agencyOf(session, role), limit, ...(before === undefined ? {} : { after: before }) }),
      },
      empty: { title: request.t("portal.notices.none") },
    }),
  });
  const found = async (request: FastifyRequest, session: Session): Promise<Notice> => {
    const { id } = request.params as { id: string };
    const notice = await notify.notice({ agency: agencyOf(session, role), id });
    if (!notice) throw kernelFailure("request.not-found");
    return notice;
  };
  app.get(
    `${noticesAddress}/:id`,
    hidden,
    work.signedIn([role], async (request, session) =>
      noticePage(parts, request, await found(request, session), { values: {}, errors: [] }),
    ),
  );
  app.post(
    `${noticesAddress}/:id/:step`,
    hidden,
    work.signedIn(
      [role],
      async (request, session, reply) => {
        const notice = await found(request, session);
        const { step } = request.params as { step: OfficerStep };
        const fields = fieldsOf(step);
        if (!fields) throw kernelFailure("request.not-found");
        const parsed = ownForm(ctx, fields).parse(request.body);
        const shown = {
          values: (request.body ?? {}) as Record<string, unknown>,
          errors: "errors" in parsed ? parsed.errors : [],
        };
        const values = "errors" in parsed ? {} : parsed.values;
        const record = {
          agency: notice.agency,
          id: notice.id,
          officer: session.subject,
          step,
          ...(values as { number?: string; day?: string }),
        };
        const errors = "errors" in parsed ? parsed.errors : await fieldFault(fields[0]?.name ?? "", notify.recordStep(record));
        if (errors.length === 0) return seeOther(reply, `${noticesAddress}/${notice.id}`);
        return { ...noticePage(parts, request, notice, { ...shown, errors }), status: 422, isError: true };
      },
      { returnTo: (request) => `${noticesAddress}/${(request.params as { id: string }).id}` },
    ),
  );
}

const day: Field = { type: "date", name: "day", label: "portal.notices.day", hint: "portal.notices.day-hint" };
const number: Field = {
  type: "text",
  name: "number",
  label: "portal.notices.number",
  hint: "portal.notices.number-hint",
  maxLength: 20,
};
/** What each step asks; undefined for what is no step. */
const fieldsOf = (step: string): Field[] | undefined =>
  ({ printed: [], posted: [number], delivered: [day], returned: [day] })[step];

const columns = ({ t }: FastifyRequest): Column<Notice>[] => [
  {
    ...{ key: "name", text: t("portal.notices.name"), kind: "text", value: ({ name }) => name },
    show: ({ id, name }) => html`<a class="tr-link" href="${noticesAddress}/${id}">${name}</a>`,
  },
  { key: "subject", text: t("portal.notices.subject"), kind: "text", value: ({ subject }) => subject },
  { key: "sent", text: t("portal.notices.sent"), kind: "instant", value: ({ sentAt }) => sentAt },
  {
    ...{ key: "next", text: t("portal.notices.next"), kind: "text" },
    value: ({ next }) => (next.length > 1 ? t("portal.notices.waiting") : t(`portal.notices.do.${next[0]}`)),
  },
];

/** The notice as it is printed, and below it what has been recorded and what may be recorded next. */
function noticePage({ ctx, names }: MessageParts, request: FastifyRequest, notice: Notice, shown: Shown): View {
  const { t, lang } = request;
  const row = (key: string, text: string) => ({ key: { text: t(`portal.notices.${key}`) }, value: { text } });
  const steps = notice.steps.map(({ step, at, detail }) => ({
    key: { text: t(`portal.notices.step.${step}`) },
    value: { html: html`${time(at, { lang })}${detail && html` ${detail}`}` },
  }));
  // what the post brings back is one date, whether it was delivered or returned
  const fields = fieldsOf(notice.next[0] ?? "") ?? [];
  const form = ownForm(ctx, fields).html(request, shown);
  const doing = html`<form method="post" novalidate>${form.fields}${notice.next.map((step, place) =>
    button({
      text: t(`portal.notices.do.${step}`),
      attributes: { formaction: `${noticesAddress}/${notice.id}/${step}` },
      ...(place > 0 ? { classes: "tr-button--secondary" } : {}),
    }),
  )}</form>`;
  const content = html`${form.summary}<h1>${notice.subject}</h1>
    ${summaryList({
      rows: [
        row("agency", names.agency(lang, notice.agency)),
        row("name", notice.name),
        row("postal", notice.postal || t("portal.notices.no-postal")),
        row("body", notice.body),
        ...steps,
      ],
    })}
    ${notice.next.length > 0 ? doing : html`<p role="status">${t("portal.notices.nothing-left")}</p>`}`;
  return { title: notice.subject, content, path: [{ href: noticesAddress, text: t("portal.notices.title") }] };
}

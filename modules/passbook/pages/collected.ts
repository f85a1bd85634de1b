import { button, summaryList, tag } from "@troad/design";
import { html } from "@troad/html";
import { CodedError, isUuid, seeOther } from "@troad/kernel";
import { type Column, hidden, listRoutes, posted, type Session, uiOf, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { ShownLine } from "../collected/collected.ts";
import { passbookFailure } from "../errors.ts";
import { cashierRole, collectedPage, dayText, money, officeOf, type PassbookPages } from "./parts.ts";

const outcomes = ["part-paid", "overpaid", "unknown", "duplicate", "matched"];
const scopes = ["open", "enforced", "all"] as const;
type Scope = (typeof scopes)[number];

/** What stores and banks collected for an office: what does not fit a tax is worked off here, with a reason. */
export function collectedPages(app: FastifyInstance, pages: PassbookPages): void {
  const { work, ctx, collected } = pages;
  const guard = (load: Parameters<typeof work.signedIn>[1]) => work.signedIn([cashierRole], load);
  const mine = (session: Session): string => officeOf(pages, session, [cashierRole]);
  listRoutes<Session, ShownLine>({
    ...{ app, ctx, address: collectedPage, guard },
    list: async (request, session) => {
      const { t } = request;
      const offices = [mine(session)];
      const option = (value: string) => ({ value, text: t(`passbook.outcome.${value}`) });
      return {
        ...{ address: collectedPage, title: t("passbook.collected.title"), file: "collected" },
        empty: { title: t("passbook.collected.none") },
        lead: html`<p class="tr-lead">${t("passbook.collected.lead")}</p>`,
        filters: [
          {
            ...{ kind: "select", name: "of", label: t("passbook.collected.of"), initial: "open" },
            options: scopes.map((value) => ({ value, text: t(`passbook.collected.of.${value}`) })),
          },
          { kind: "select", name: "outcome", label: t("passbook.collected.outcome"), options: outcomes.map(option) },
        ],
        columns: columnsOf(request),
        source: {
          ...{ cursorKind: "number", cursor: ({ no }) => String(no) },
          rows: ({ chosen, before, limit }) =>
            collected.list({ offices, of: chosen.of as Scope, outcome: chosen.outcome ?? null, before: before ?? null, limit }),
        },
      };
    },
  });
  const lineOf = async (request: FastifyRequest, session: Session): Promise<ShownLine> => {
    const { id } = request.params as { id: string };
    if (!isUuid(id)) throw passbookFailure("passbook.line-unknown");
    return collected.line(id, [mine(session)]);
  };
  app.get(
    `${collectedPage}/:id`,
    hidden,
    guard(async (request, session) => view(pages, request, await lineOf(request, session))),
  );
  app.post(
    `${collectedPage}/:id`,
    hidden,
    guard(async (request, session, reply) => {
      const line = await lineOf(request, session);
      const number = posted(request, "number", 30).toUpperCase();
      const reason = posted(request, "reason", 300);
      const action = posted(request, "action") === "booked" ? ("booked" as const) : ("set-aside" as const);
      const again = (error: Wrong, status = 422): View => ({
        ...view(pages, request, line, { error, reason, number, action }),
        ...{ status, isError: true },
      });
      if (reason.length < 5) return again({ field: "reason", code: "passbook.reason-missing" });
      try {
        await collected.workOff({ line: line.id, action, office: mine(session), number, reason, by: session.subject });
      } catch (error) {
        if (!(error instanceof CodedError) || !error.code.startsWith("passbook.")) throw error;
        return again({ field: error.code === "passbook.tax-unknown" ? "number" : "action", code: error.code }, error.status);
      }
      return seeOther(reply, collectedPage);
    }),
  );
}

function columnsOf(request: FastifyRequest): Column<ShownLine>[] {
  const { t } = request;
  const text = ({ outcome }: ShownLine): string => t(`passbook.outcome.${outcome}`);
  return [
    {
      ...{ key: "number", text: t("passbook.number"), kind: "text", value: ({ number }) => number },
      show: ({ id, number }) => html`<a class="tr-link" href="${collectedPage}/${id}">${number}</a>`,
    },
    { key: "outcome", text: t("passbook.collected.outcome"), kind: "text", value: text },
    { key: "amount", text: t("passbook.cell.amount"), kind: "money", value: ({ amount }) => amount },
    { key: "due", text: t("passbook.collected.due"), kind: "money", value: ({ due }) => due },
    { key: "on", text: t("passbook.collected.on"), kind: "day", value: ({ paidOn }) => paidOn },
    { key: "channel", text: t("passbook.cell.channel"), kind: "text", value: ({ channel }) => t(`passbook.channel.${channel}`) },
    {
      ...{ key: "enforced", text: t("passbook.collected.enforced"), kind: "text" },
      value: ({ enforced }) => t(enforced ? "passbook.yes" : "passbook.no"),
    },
    {
      key: "file",
      text: t("passbook.collected.file"),
      kind: "text",
      value: ({ file, place }) => `${file} ${place}`,
      only: "file",
    },
    {
      key: "reference",
      text: t("passbook.collected.reference"),
      kind: "text",
      value: ({ reference }) => reference,
      only: "file",
    },
  ];
}

type Wrong = { field: "reason" | "number" | "action"; code: string };
type Typed = { error?: Wrong; reason?: string; number?: string; action?: string };

function view({ names }: PassbookPages, request: FastifyRequest, line: ShownLine, typed: Typed = {}): View {
  const { t, lang } = request;
  const ui = uiOf(request);
  const title = `${t(`passbook.outcome.${line.outcome}`)} · ${money(request, line.amount)}`;
  const row = (key: string, value: string) => ({ key: { text: t(key) }, value: { text: value } });
  const rows = [
    row("passbook.number", line.number),
    row("passbook.column.office", line.office === null ? "" : names.agency(lang, line.office)),
    row("passbook.cell.amount", money(request, line.amount)),
    row("passbook.collected.due", money(request, line.due)),
    row("passbook.collected.on", dayText(request, line.paidOn)),
    row("passbook.cell.channel", t(`passbook.channel.${line.channel}`)),
    row("passbook.collected.reference", line.reference),
    row("passbook.collected.file", `${line.file}, ${line.place}`),
  ];
  const wrong = (field: Wrong["field"]) =>
    typed.error?.field === field ? { errorMessage: { text: t(`error.${typed.error.code}`) } } : {};
  const items = ["booked", "set-aside"].map((value) => ({ value, text: t(`passbook.collected.${value}`) }));
  const form = html`<form method="post" action="${collectedPage}/${line.id}" novalidate>
    ${ui.select({ id: "action", name: "action", label: { text: t("passbook.collected.action") }, items, value: typed.action ?? "booked", ...wrong("action") })}
    ${ui.input({
      ...{
        id: "number",
        name: "number",
        label: { text: t("passbook.number") },
        hint: { text: t("passbook.collected.number-hint") },
      },
      ...{ value: typed.number ?? line.number, autocomplete: "off", classes: "tr-input--width-20", ...wrong("number") },
    })}
    ${ui.textarea({ id: "reason", name: "reason", rows: 3, label: { text: t("passbook.office.reason") }, value: typed.reason ?? "", ...wrong("reason") })}
    ${button({ text: t("passbook.collected.do") })}</form>`;
  const isOpen = line.outcome !== "matched" && line.ended === null;
  const content = html`${typed.error && ui.errorSummary({ errorList: [{ text: t(`error.${typed.error.code}`), href: `#${typed.error.field}` }] })}
    <h1>${title}</h1>${line.enforced && ui.warningText({ text: t("passbook.collected.enforced-text") })}
    ${line.told && html`<p>${t("passbook.collected.told")}</p>`}${summaryList({ rows })}
    ${isOpen ? form : html`<p>${tag({ text: t(line.ended === null ? "passbook.outcome.matched" : `passbook.collected.${line.ended}`) })}</p>`}`;
  return { title, content, path: [{ href: collectedPage, text: t("passbook.collected.title") }] };
}

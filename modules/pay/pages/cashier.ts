import { button, formatDate, formatMoney, scrollable, summaryList, table } from "@troad/design";
import { type Html, html } from "@troad/html";
import { CodedError, isUuid, type ModuleContext, seeOther } from "@troad/kernel";
import { agencyOf, type Column, hidden, listRoutes, posted, type Session, type Site, uiOf, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Batches } from "../batches/batches.ts";
import type { Layout } from "../collections/layouts.ts";
import { payFailure } from "../domain/errors.ts";
import type { Payments, SentRefund } from "../payments.ts";
import { refundPages } from "./refund.ts";

export const cashierRole = "cashier";
type Parts = { site: Site; ctx: Pick<ModuleContext, "clock">; batches: Batches; payments: Payments; layouts: readonly Layout[] };
type Mismatch = Awaited<ReturnType<Batches["mismatches"]>>[number];

/** Pages of cashiers: what the bank says and our books do not, refunds, and files that were refused. */
export function cashierPages(app: FastifyInstance, parts: Parts): void {
  const { site, ctx, batches, payments, layouts } = parts;
  const guard = (load: Parameters<typeof site.signedIn>[1]) => site.signedIn([cashierRole], load);
  listRoutes<Session, Mismatch>({
    ...{ app, ctx, address: "/cashier", guard },
    list: async (request, session) => {
      const { t, lang } = request;
      const refused = await batches.refusedFiles(10);
      const till = `till/${agencyOf(session, cashierRole)}`;
      const inTill = (await payments.balances()).find(({ account }) => account === till)?.amount ?? 0;
      return {
        ...{ address: "/cashier", title: t("pay.cashier.title"), filters: [], empty: { title: t("pay.cashier.none") } },
        lead: html`<p class="tr-lead">${t("pay.cashier.lead")}</p>
          <p>${t("pay.cashier.in-till", { amount: formatMoney(inTill, lang) })}</p>
          <p><a class="tr-link" href="/cashier/refunds">${t("pay.cashier.refunds")}</a></p>`,
        columns: mismatchColumns(request),
        foot: refused.length > 0 ? refusedTable(request, refused) : html``,
        source: {
          cursorKind: "uuid",
          cursor: ({ id }) => id,
          rows: ({ before, limit }) => batches.mismatches({ limit, ...(before ? { before } : {}) }),
        },
      };
    },
  });
  listRoutes<Session, SentRefund>({
    ...{ app, ctx, address: "/cashier/refunds", guard },
    list: async (request, session) => ({
      ...{ address: "/cashier/refunds", title: request.t("pay.cashier.refunds"), filters: [] },
      empty: { title: request.t("pay.cashier.no-refunds") },
      columns: refundColumns(request, payments.isByHand()),
      source: {
        ...{ cursorKind: "uuid", cursor: ({ id }) => id },
        rows: ({ before, limit }) =>
          payments.refundsOf({ agency: agencyOf(session, cashierRole), limit, ...(before ? { before } : {}) }),
      },
    }),
  });
  refundPages(app, { site, payments, role: cashierRole });
  app.get(
    "/cashier/:id",
    hidden,
    guard(async (request) => view(request, layouts, await mismatchOf(batches, request))),
  );
  app.post(
    "/cashier/:id",
    hidden,
    guard(async (request, session, reply) => {
      const found = await mismatchOf(batches, request);
      const reason = posted(request, "reason", 300);
      if (reason === "")
        return { ...view(request, layouts, found, request.t("pay.cashier.reason-missing")), status: 422, isError: true };
      const own = agencyOf(session, cashierRole);
      const book = posted(request, "book");
      const collector = layouts.find(({ id }) => book === `collector/${id}`);
      const account = collector
        ? (`collector/${collector.id}` as const)
        : book === "ours"
          ? (`agency/${own}` as const)
          : book === "till"
            ? (`till/${own}` as const)
            : null;
      try {
        await batches.explain({ id: found.id, agency: account && own, account, reason, by: session.subject });
      } catch (error) {
        if (!(error instanceof CodedError) || error.code !== "pay.mismatch-ended") throw error;
        return { ...view(request, layouts, found, request.t(`error.${error.code}`)), status: error.status, isError: true };
      }
      return seeOther(reply, "/cashier");
    }),
  );
}

async function mismatchOf(batches: Batches, request: FastifyRequest): Promise<Omit<Mismatch, "file" | "at">> {
  const { id } = request.params as { id: string };
  const found = isUuid(id) ? await batches.mismatch(id) : undefined;
  if (!found) throw payFailure("pay.not-found");
  return found;
}

const why = ({ t }: Pick<FastifyRequest, "t">, reason: string): string => t(`pay.cashier.why.${reason}`);

function mismatchColumns(request: FastifyRequest): Column<Mismatch>[] {
  const { t } = request;
  const link = ({ id, reason }: Mismatch): Html => html`<a class="tr-link" href="/cashier/${id}">${why(request, reason)}</a>`;
  return [
    { key: "reason", text: t("pay.cashier.reason"), kind: "text", value: ({ reason }) => why(request, reason), show: link },
    { key: "amount", text: t("pay.cashier.amount"), kind: "money", value: ({ amount }) => amount },
    { key: "reference", text: t("pay.cashier.reference"), kind: "text", value: ({ bankReference }) => bankReference },
    { key: "payment", text: t("pay.cashier.end-to-end"), kind: "text", value: ({ endToEndId }) => endToEndId },
    { key: "at", text: t("pay.cashier.at"), kind: "instant", value: ({ at }) => at },
  ];
}

function refundColumns({ t }: FastifyRequest, byHand: boolean): Column<SentRefund>[] {
  const show = ({ id, payment }: SentRefund): Html => html`<a class="tr-link" href="/cashier/refunds/${id}">${payment}</a>`;
  return [
    { key: "payment", text: t("pay.cashier.payment"), kind: "text", value: ({ payment }) => payment, show },
    { key: "amount", text: t("pay.cashier.amount"), kind: "money", value: ({ amount }) => amount },
    { key: "reason", text: t("pay.cashier.reason"), kind: "text", value: ({ reason }) => reason },
    {
      key: "state",
      text: t("pay.cashier.state"),
      kind: "text",
      value: ({ sent, cash }) => t(`pay.cashier.${sent ? "sent" : byHand || cash ? "by-hand" : "waiting"}`),
    },
    { key: "at", text: t("pay.cashier.at"), kind: "instant", value: ({ at }) => at },
  ];
}

const outcomes = ["truncated", "message-id-reused", "other-account", "altered", "disagrees", "malformed"];
function refusedTable({ t, lang }: FastifyRequest, files: Awaited<ReturnType<Batches["refusedFiles"]>>): Html {
  const rows = files.map(({ name, outcome, detail, at }) => [
    { text: name },
    { text: t(`pay.cashier.outcome.${outcomes.includes(outcome) ? outcome : "other"}`, { lines: detail ?? "" }) },
    { text: formatDate(at, { lang }) },
  ]);
  const head = ["file", "reason", "at"].map((key) => ({ text: t(`pay.cashier.${key}`) }));
  return html`<h2>${t("pay.cashier.files")}</h2>${scrollable(t("pay.cashier.files"), table({ head, rows }))}`;
}

function view(request: FastifyRequest, layouts: readonly Layout[], found: Omit<Mismatch, "file" | "at">, error?: string): View {
  const { t, lang } = request;
  const title = why(request, found.reason);
  const row = (key: string, text: string | null) => ({ key: { text: t(`pay.cashier.${key}`) }, value: { text: text ?? "" } });
  const rows = [
    row("amount", formatMoney(found.amount, lang)),
    row("reference", found.bankReference),
    row("end-to-end", found.endToEndId),
    row("text", found.text),
  ];
  const ui = uiOf(request);
  const reason = ui.textarea({
    ...{ id: "reason", name: "reason", rows: 3, label: { text: t("pay.cashier.explain-reason") } },
    ...(error ? { errorMessage: { text: error } } : {}),
  });
  const items = [
    ...["ours", "till", "seen"].map((value) => ({ value, text: t(`pay.cashier.${value}`) })),
    ...layouts.map(({ id }) => ({ value: `collector/${id}`, text: t("pay.cashier.collector", { name: id }) })),
  ];
  const book = ui.select({
    id: "book",
    name: "book",
    label: { text: t("pay.cashier.explain") },
    items,
    value: posted(request, "book"),
  });
  const above = error && ui.errorSummary({ errorList: [{ text: error, href: "#reason" }] });
  const content = html`${above}<h1>${title}</h1>${summaryList({ rows })}
    <form method="post" action="/cashier/${found.id}" novalidate>${book}${reason}${button({ text: t("pay.cashier.explain") })}</form>`;
  return { title, content, path: [{ href: "/cashier", text: t("pay.cashier.title") }] };
}

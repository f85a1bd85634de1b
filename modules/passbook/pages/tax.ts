import { button, details, insetText, scrollable, section, summaryList, table } from "@troad/design";
import { type Html, html } from "@troad/html";
import { CodedError, seeOther } from "@troad/kernel";
import { hidden, todayOf, uiOf, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { changeOf } from "../domain/next.ts";
import type { TaxRecord } from "../domain/record.ts";
import { type Standing, standingOf } from "../domain/standing.ts";
import { passbookFailure } from "../errors.ts";
import { payableOf } from "../payments.ts";
import type { Whose } from "../whose.ts";
import {
  bases,
  dayText,
  home,
  inLanguage,
  money,
  numberIn,
  opened,
  type PassbookPages,
  pageOf,
  periodText,
  stateTag,
  taxIn,
  taxText,
} from "./parts.ts";

/** One tax: why it is what it is, what was paid, what changed, and paying it. */
export function taxPages(app: FastifyInstance, pages: PassbookPages): void {
  for (const base of bases) {
    app.get(
      `${base}/:number`,
      hidden,
      pages.site.signedIn("anybody", async (request, session) => {
        const { whose, book } = await opened(pages, request, session);
        return view(pages, request, {
          whose,
          ...taxIn(book, numberIn(request)),
          records: book.records.map(({ record }) => record),
        });
      }),
    );
    app.post(
      `${base}/:number/refund`,
      hidden,
      pages.site.signedIn("anybody", async (request, session, reply) => {
        const { whose, book } = await opened(pages, request, session);
        const one = taxIn(book, numberIn(request));
        // paid to the taxpayer's own account and to nobody else's
        if (whose.kind !== "own") throw passbookFailure("passbook.not-yours");
        try {
          await pages.refunds.ask({ office: one.office, number: one.record.number, subject: session.subject });
        } catch (error) {
          if (!(error instanceof CodedError) || !error.code.startsWith("passbook.")) throw error;
          const records = book.records.map(({ record }) => record);
          const again = await view(pages, request, { whose, ...one, records }, request.t(`error.${error.code}`));
          return { ...again, status: error.status, isError: true };
        }
        return seeOther(reply, pageOf(whose, `/${one.record.number}`));
      }),
    );
    app.post(
      `${base}/:number/pay`,
      hidden,
      pages.site.signedIn("anybody", async (request, session, reply) => {
        const { whose, book } = await opened(pages, request, session);
        const one = taxIn(book, numberIn(request));
        const records = book.records.map(({ record }) => record);
        try {
          return seeOther(reply, await pages.payments.begin({ ...one, whose }));
        } catch (error) {
          if (!(error instanceof CodedError) || !["passbook.nothing-due", "pay.no-provider"].includes(error.code)) throw error;
          const again = await view(pages, request, { whose, ...one, records }, request.t(`error.${error.code}`));
          return { ...again, status: error.status, isError: true };
        }
      }),
    );
  }
}

type Shown = { whose: Whose; office: string; record: TaxRecord; records: readonly TaxRecord[] };

async function view(
  pages: PassbookPages,
  request: FastifyRequest,
  { whose, office, record, records }: Shown,
  error?: string,
): Promise<View> {
  const { t } = request;
  const today = todayOf(pages);
  const standing = standingOf(record, today);
  const title = `${taxText(request, record.tax)} ${periodText(request, record)}`;
  const payable = payableOf(record, today);
  const row = (key: string, text: string) => ({ key: { text: t(key) }, value: { text } });
  const rows = [
    ...(record.object ? [row("passbook.column.object", record.object)] : []),
    row("passbook.column.office", pages.names.agency(request.lang, office)),
    row("passbook.number", record.number),
    row("passbook.column.assessed", money(request, record.assessed)),
    row("passbook.period", t("passbook.from-to", { from: dayText(request, record.payFrom), to: dayText(request, record.due) })),
    row("passbook.column.paid", money(request, standing.paid)),
    ...lateRows(request, standing, row),
    ...(standing.refundable > 0 ? [row("passbook.total.refundable", money(request, standing.refundable))] : []),
    ...(record.directDebit
      ? [row("passbook.debit", t("passbook.debit-on", { account: record.directDebit, day: dayText(request, record.due) }))]
      : []),
    ...(record.sourceCase ? [row("passbook.source", record.sourceCase)] : []),
  ];
  const pay =
    payable &&
    html`<form method="post" action="${pageOf(whose, `/${record.number}/pay`)}">
    ${button({ text: t("passbook.pay", { amount: money(request, payable.amount) }) })}</form>`;
  const refunding = whose.kind === "own" && (await refund(pages, request, record, standing));
  const content = html`<h1>${title}</h1>${error && uiOf(request).errorSummary({ errorList: [{ text: error }] })}
    <p>${stateTag(request, standing.state)}</p>${enforcement(request, record, standing)}${correction(request, record)}
    ${summaryList({ rows })}${pay}${refunding}${changed(request, record, records)}${why(request, record)}
    ${listed(request, record)}`;
  const path = [
    { href: pageOf(whose), text: t(whose.kind === "own" ? "passbook.title" : "passbook.title-of", { name: whose.name }) },
  ];
  return { title, content, path };
}

/** Where what was paid too much is asked for, and how that stands. */
async function refund(
  { refunds }: PassbookPages,
  request: FastifyRequest,
  { number }: TaxRecord,
  { refundable }: Standing,
): Promise<Html | false> {
  const { t } = request;
  const last = await refunds.last(number);
  if (refundable === 0 && !last) return false;
  const said = last && html`<p>${t(`passbook.claim.${last.state ?? "open"}-text`, { amount: money(request, last.amount) })}</p>`;
  const isOpen = last !== undefined && last.state === null;
  const form = html`<form method="post" action="${home}/${number}/refund">
    ${button({ text: t("passbook.claim.ask", { amount: money(request, refundable) }) })}</form>
    <p>${t("passbook.claim.account")} <a class="tr-link" href="/benefits/account">${t("passbook.claim.account-link")}</a></p>`;
  return section({
    ...{ id: "refund", title: { text: t("passbook.claim.title") } },
    content: html`${said}${refundable > 0 && !isOpen && form}`,
  });
}

const lateRows = (request: FastifyRequest, { late, dueNow }: Standing, row: (key: string, text: string) => object) => {
  if (!late || dueNow === 0) return [];
  const params = { days: late.days, percent: late.percent };
  return [
    row("passbook.late-days", request.t("passbook.late-days-text", params)),
    row("passbook.surcharge", money(request, late.fee)),
    row("passbook.interest", money(request, late.interest)),
    row("passbook.column.due-now", money(request, dueNow)),
  ] as { key: { text: string }; value: { text: string } }[];
};

function enforcement(request: FastifyRequest, record: TaxRecord, { state }: Standing): Html | false {
  if (state !== "enforced") return false;
  return uiOf(request).warningText({
    text: request.t("passbook.enforced", {
      ...{
        office: record.enforcementOffice ?? "",
        number: record.enforcementNo ?? "",
        day: dayText(request, record.enforcedOn!),
      },
    }),
  });
}

function correction(
  request: FastifyRequest,
  { correctedOn, correctedFrom, correctionReason, assessed }: TaxRecord,
): Html | false {
  if (correctedOn === null) return false;
  const { t } = request;
  const params = { day: dayText(request, correctedOn), from: money(request, correctedFrom ?? 0), to: money(request, assessed) };
  return insetText({
    html: html`<h2>${t("passbook.corrected")}</h2><p>${t("passbook.corrected-text", params)}</p><p>${correctionReason}</p>`,
  });
}

function changed(request: FastifyRequest, record: TaxRecord, records: readonly TaxRecord[]): Html {
  const { t } = request;
  const change = changeOf(record, records);
  const shown = (content: Html): Html => section({ id: "change", title: { text: t("passbook.change") }, content });
  if (!change) return shown(html`<p>${t("passbook.change.first")}</p>`);
  const params = {
    ...{
      before: money(request, change.before),
      now: money(request, change.now),
      by: money(request, Math.abs(change.now - change.before)),
    },
    ...{ basisBefore: (change.basisBefore ?? 0).toLocaleString("en"), basisNow: (change.basisNow ?? 0).toLocaleString("en") },
  };
  const key = change.now === change.before ? "same" : change.now > change.before ? "more" : "less";
  const basis = change.basisBefore === change.basisNow ? "basis-same" : "basis-other";
  return shown(html`<p>${t(`passbook.change.${key}`, params)} ${key !== "same" && t(`passbook.change.${basis}`, params)}</p>`);
}

/** The law and the last steps of the reckoning. */
function why(request: FastifyRequest, { tax, lawZh, lawEn, reasons }: TaxRecord): Html {
  const { t } = request;
  const steps = (reasons ?? []).map(({ zh, en }) => html`<p>${inLanguage(request, zh, en)}</p>`);
  const content = html`<p>${t(`passbook.why.${tax}`)}</p><p>${t("passbook.law", { law: inLanguage(request, lawZh, lawEn) })}</p>
    ${steps.length > 0 && details({ summaryText: t("passbook.reckoning"), html: html`${steps}` })}`;
  return section({ id: "why", title: { text: t("passbook.why") }, content });
}

function listed(request: FastifyRequest, { payments, refunds, owners, instalments }: TaxRecord): Html {
  const { t } = request;
  const show = (key: string, columns: readonly string[], rows: readonly (readonly string[])[]): Html | false => {
    if (rows.length === 0) return false;
    const title = t(`passbook.${key}`);
    const numeric = (at: number) => (["amount", "late"].includes(columns[at]!) ? { format: "numeric" } : {});
    const head = columns.map((column, at) => ({ text: t(`passbook.cell.${column}`), ...numeric(at) }));
    const cells = rows.map((row) => row.map((text, at) => ({ text, ...numeric(at) })));
    return section({ id: key, title: { text: title }, content: scrollable(title, table({ head, rows: cells })) });
  };
  return html`${show(
    "payments",
    ["on", "amount", "late", "channel"],
    (payments ?? []).map(({ on, amount, late, channel }) => [
      ...[
        dayText(request, on),
        money(request, amount),
        money(request, late ?? 0),
        channel ? t(`passbook.channel.${channel}`) : "",
      ],
    ]),
  )}${show(
    "refunds",
    ["amount", "reason", "paid-back"],
    (refunds ?? []).map(({ amount, why: reason, paid }) => [
      ...[money(request, amount), reason ? t(`passbook.refund.${reason}`) : "", t(paid ? "passbook.yes" : "passbook.not-yet")],
    ]),
  )}${show(
    "owners",
    ["name", "share", "amount"],
    (owners ?? []).map(({ name, share, amount }) => [name ?? "", share ?? "", money(request, amount)]),
  )}${show(
    "instalments",
    ["no", "due", "amount"],
    (instalments ?? []).map(({ no, due, amount }) => [String(no), dayText(request, due), money(request, amount)]),
  )}`;
}

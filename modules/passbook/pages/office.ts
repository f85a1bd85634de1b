import { button, emptyState, lineList, summaryList } from "@troad/design";
import { html } from "@troad/html";
import { CodedError, seeOther } from "@troad/kernel";
import { asked, hidden, posted, type Session, todayOf, uiOf, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { TaxRecord } from "../domain/record.ts";
import { standingOf } from "../domain/standing.ts";
import { passbookFailure } from "../errors.ts";
import {
  dayText,
  inLanguage,
  money,
  numberIn,
  office,
  officeOf,
  type PassbookPages,
  periodText,
  stateTag,
  taxText,
} from "./parts.ts";

/** Officers of tax offices, who correct assessments of their own office. */
export const assessmentRole = "assessment-officer";
/** A number of a matter, as registers take it. */
const matterForm = /^[\p{L}\p{N}][\p{L}\p{N} ._:/()-]{0,59}$/u;
const taxpayerForm = /^([A-Z][1289]\d{8}|\d{8})$/;

const officeIn = (pages: PassbookPages, session: Session): string => officeOf(pages, session, [assessmentRole]);

export function officePages(app: FastifyInstance, pages: PassbookPages): void {
  const { work } = pages;
  app.get(
    office,
    hidden,
    work.signedIn([assessmentRole], async (request, session) => searchView(pages, request, officeIn(pages, session))),
  );
  app.get(
    `${office}/:number`,
    hidden,
    work.signedIn([assessmentRole], async (request, session) => {
      const record = await recordOf(pages, request, session);
      return view(pages, request, { record });
    }),
  );
  app.post(
    `${office}/:number`,
    hidden,
    work.signedIn([assessmentRole], async (request, session, reply) => {
      const record = await recordOf(pages, request, session);
      const typed = { amount: posted(request, "amount", 20), reason: posted(request, "reason", 500) };
      const plain = typed.amount.replaceAll(/[\s,]/g, "");
      const errors = {
        ...(/^(0|[1-9]\d{0,11})$/.test(plain) && Number(plain) !== record.assessed ? {} : { amount: "passbook.amount-wrong" }),
        ...(typed.reason.length >= 5 ? {} : { reason: "passbook.reason-missing" }),
      };
      if (Object.keys(errors).length > 0)
        return { ...view(pages, request, { record, typed, errors }), status: 422, isError: true };
      try {
        await pages.correct({
          ...{ office: officeIn(pages, session), number: record.number, seen: Number(posted(request, "seen", 20)) },
          ...{ amount: Number(plain), reason: typed.reason, officer: session.subject },
        });
      } catch (error) {
        if (!(error instanceof CodedError) || !["passbook.changed", "passbook.office-away"].includes(error.code)) throw error;
        const failed = { amount: error.code };
        return { ...view(pages, request, { record, typed, errors: failed }), status: error.status, isError: true };
      }
      return seeOther(reply, `${office}/${record.number}`);
    }),
  );
}

async function recordOf(pages: PassbookPages, request: FastifyRequest, session: Session): Promise<TaxRecord> {
  const number = numberIn(request);
  if (!/^[A-Z0-9][A-Z0-9-]{3,29}$/.test(number)) throw passbookFailure("passbook.tax-unknown");
  const record = await pages.offices.one(officeIn(pages, session), number);
  if (record === null) throw passbookFailure("passbook.tax-unknown");
  if ("code" in record) throw passbookFailure("passbook.office-away");
  return record;
}

async function searchView(pages: PassbookPages, request: FastifyRequest, of: string): Promise<View> {
  const { t, lang } = request;
  const taxpayer = asked(request, "taxpayer", 20).toUpperCase();
  const title = t("passbook.office.title");
  const given = asked(request, "case", 61);
  const matter = matterForm.test(given) ? given : "";
  const isWrong = taxpayer !== "" && !taxpayerForm.test(taxpayer);
  const answer =
    taxpayer === "" || isWrong ? undefined : await pages.offices.taxesForOfficer(of, taxpayer, matter === "" ? null : matter);
  if (answer && !answer.ok) throw passbookFailure("passbook.office-away");
  const today = todayOf(pages);
  const ui = uiOf(request);
  const input = ui.input({
    ...{ id: "taxpayer", name: "taxpayer", label: { text: t("passbook.office.taxpayer") }, value: taxpayer, autocomplete: "off" },
    ...{ hint: { text: t("passbook.office.taxpayer-hint") }, classes: "tr-input--width-10" },
    ...(isWrong ? { errorMessage: { text: t("passbook.office.taxpayer-wrong") } } : {}),
  });
  const why = ui.input({
    ...{ id: "case", name: "case", label: { text: t("passbook.office.case") }, value: matter, autocomplete: "off" },
    ...{ hint: { text: t("passbook.office.case-hint") }, classes: "tr-input--width-20" },
  });
  const found = answer?.records.map((record) => ({
    href: `${office}/${record.number}`,
    title: `${taxText(request, record.tax)} ${periodText(request, record)}${record.object ? ` · ${record.object}` : ""}`,
    lead: `${money(request, record.assessed)} · ${t(`passbook.state.${standingOf(record, today).state}`)}`,
  }));
  const summary = isWrong && ui.errorSummary({ errorList: [{ text: t("passbook.office.taxpayer-wrong"), href: "#taxpayer" }] });
  const content = html`<h1>${title}</h1>${summary}<p class="tr-lead">${t("passbook.office.lead", { office: pages.names.agency(lang, of) })}</p>
    <form method="get" action="${office}" novalidate>${input}${why}${button({ text: t("passbook.office.find") })}</form>
    ${found && (found.length > 0 ? lineList(found) : emptyState({ title: t("passbook.office.nothing") }))}`;
  return { title, content, path: [], ...(isWrong ? { status: 422, isError: true } : {}) };
}

type Shown = { record: TaxRecord; typed?: { amount: string; reason: string }; errors?: { amount?: string; reason?: string } };

function view(pages: PassbookPages, request: FastifyRequest, { record, typed, errors = {} }: Shown): View {
  const { t } = request;
  const standing = standingOf(record, todayOf(pages));
  const title = `${taxText(request, record.tax)} ${periodText(request, record)}`;
  const row = (key: string, text: string) => ({ key: { text: t(key) }, value: { text } });
  const rows = [
    row("passbook.office.taxpayer", `${record.taxpayerName ?? ""} ${record.taxpayer}`),
    ...(record.object ? [row("passbook.column.object", record.object)] : []),
    row("passbook.column.assessed", money(request, record.assessed)),
    row("passbook.column.paid", money(request, standing.paid)),
    row("passbook.column.due", dayText(request, record.due)),
    row("passbook.law-title", inLanguage(request, record.lawZh, record.lawEn)),
    ...(record.correctedOn
      ? [row("passbook.corrected", `${dayText(request, record.correctedOn)} ${record.correctionReason ?? ""}`)]
      : []),
  ];
  const ui = uiOf(request);
  const wrong = (field: "amount" | "reason") => (errors[field] ? { errorMessage: { text: t(`error.${errors[field]}`) } } : {});
  const amount = ui.input({
    ...{
      id: "amount",
      name: "amount",
      inputmode: "numeric",
      label: { text: t("passbook.office.amount") },
      classes: "tr-input--width-10",
    },
    ...{ value: typed?.amount ?? "", ...wrong("amount") },
  });
  const reason = ui.textarea({
    ...{
      id: "reason",
      name: "reason",
      rows: 3,
      label: { text: t("passbook.office.reason") },
      hint: { text: t("passbook.office.reason-hint") },
    },
    ...{ value: typed?.reason ?? "", ...wrong("reason") },
  });
  const listed = (["amount", "reason"] as const).flatMap((field) =>
    errors[field] ? [{ text: t(`error.${errors[field]}`), href: `#${field}` }] : [],
  );
  const content = html`<h1>${title}</h1>${listed.length > 0 && ui.errorSummary({ errorList: listed })}<p>${stateTag(request, standing.state)}</p>
    ${summaryList({ rows })}<h2>${t("passbook.office.correct")}</h2>
    <form method="post" action="${office}/${record.number}" novalidate><input type="hidden" name="seen" value="${record.assessed}">
    ${amount}${reason}${button({ text: t("passbook.office.correct-do") })}</form>`;
  return { title, content, path: [{ href: office, text: t("passbook.office.title") }] };
}

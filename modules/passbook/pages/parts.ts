import { formatDate, formatMoney, tag } from "@troad/design";
import type { Html } from "@troad/html";
import type { ModuleContext } from "@troad/kernel";
import type { Names, Session, Site } from "@troad/web";
import type { FastifyRequest } from "fastify";
import type { Collected } from "../collected/collected.ts";
import type { Copies, Passbook } from "../copies.ts";
import type { Correct } from "../correcting.ts";
import type { Diary } from "../diary.ts";
import type { TaxRecord } from "../domain/record.ts";
import type { TaxState } from "../domain/standing.ts";
import { passbookFailure } from "../errors.ts";
import type { Offices } from "../offices.ts";
import type { Payments } from "../payments.ts";
import type { Refunds } from "../refunds/refunds.ts";
import type { Inspect, Whose, WhoseTaxes } from "../whose.ts";

/** What there is for a page; each takes what it needs of it. */
export type PassbookPages = {
  ctx: Pick<ModuleContext, "clock" | "ids">;
  site: Site;
  work: Site;
  names: Names;
  offices: Offices;
  copies: Copies;
  whose: WhoseTaxes;
  inspect: Inspect;
  payments: Payments;
  diary: Diary;
  correct: Correct;
  collected: Collected;
  refunds: Refunds;
  /** Services that certify what is owed or was paid. */
  certificates: readonly string[];
  nationalId: (request: FastifyRequest) => Promise<string | null>;
};

export const home = "/tax/passbook";
export const office = "/work/assessments";
export const collectedPage = "/work/collected";
export const refundsPage = "/work/refunds";
/** Who works off what stores and banks collected and opens runs of refunds; who approves them. */
export const cashierRole = "tax-cashier";
export const payerRole = "refund-approver";

/** The tax office of an officer who holds one of these posts. Throws where it is none. */
export function officeOf({ offices }: Pick<PassbookPages, "offices">, { roles }: Session, posts: readonly string[]): string {
  const found = roles.find(({ role, agency }) => posts.includes(role) && offices.offices.some(({ id }) => id === agency));
  if (!found?.agency) throw passbookFailure("passbook.not-yours");
  return found.agency;
}

export const taxText = ({ t }: Pick<FastifyRequest, "t">, tax: string): string => t(`passbook.tax.${tax}`);
export const money = ({ lang }: Pick<FastifyRequest, "lang">, amount: number): string => formatMoney(amount, lang);
export const dayText = ({ lang }: Pick<FastifyRequest, "lang">, day: string): string => formatDate(day, { lang });
export const inLanguage = ({ lang }: Pick<FastifyRequest, "lang">, zh: string | null, en: string | null): string =>
  (lang.startsWith("zh") ? zh : en) ?? "";

/** The period as the office writes it, or in figures that everybody reads. */
export function periodText({ lang }: Pick<FastifyRequest, "lang">, { period, year }: Pick<TaxRecord, "period" | "year">): string {
  if (lang.startsWith("zh")) return period ?? String(year);
  const months = /(\d{1,2}–\d{1,2}) 月/.exec(period ?? "")?.[1];
  return months === undefined ? String(year) : `${year}, months ${months}`;
}

const colours: Record<TaxState, string> = {
  ...{ paid: "tr-tag--green", ahead: "tr-tag--blue", arrears: "tr-tag--red", instalments: "tr-tag--blue" },
  ...{ enforced: "tr-tag--red", refund: "tr-tag--green", "under-review": "tr-tag--yellow", cancelled: "tr-tag--grey" },
};
export const stateTag = ({ t }: Pick<FastifyRequest, "t">, state: TaxState): Html =>
  tag({ text: t(`passbook.state.${state}`), classes: colours[state] });

/** Below which pages are: one's own passbook, and that of someone else. */
export const bases = [home, `${home}/of/:of`] as const;
export const whoseIn = (request: FastifyRequest): string => (request.params as { of?: string }).of ?? "";
export const numberIn = (request: FastifyRequest): string => (request.params as { number?: string }).number ?? "";
/** The address of a page of the passbook of the one whose taxes it shows. */
export const pageOf = ({ id }: Pick<Whose, "id">, rest = ""): string => `${id === "" ? home : `${home}/of/${id}`}${rest}`;

type Opened = { whose: Whose; book: Passbook };
/** Whose taxes a request is about, and what the offices say of them. Throws `passbook.not-yours`. */
export async function opened(
  pages: PassbookPages,
  request: FastifyRequest,
  session: Session,
  { again = false } = {},
): Promise<Opened> {
  const nationalId = await pages.nationalId(request);
  if (nationalId === null) throw passbookFailure("passbook.not-yours");
  const whose = await pages.whose.of(session, nationalId, whoseIn(request));
  const book = await pages.copies.of(whose.number, { again, matter: () => pages.inspect(session.subject) });
  if (book.asked) {
    await pages.diary.note(whose.number, book);
    if (whose.kind === "own") await pages.diary.follow(whose.number, session.subject);
  }
  return { whose, book };
}

/** One tax of a passbook. Throws `passbook.tax-unknown`. */
export function taxIn({ records }: Passbook, number: string): { office: string; record: TaxRecord } {
  const found = records.find(({ record }) => record.number === number);
  if (!found) throw passbookFailure("passbook.tax-unknown");
  return found;
}

import { readRight } from "@troad/directory";
import { exactly, instant, type ModuleContext, taipeiDate } from "@troad/kernel";
import { serveOnRoad } from "@troad/road/serve";
import Type from "typebox";
import { Compile } from "typebox/compile";
import type { Copies } from "./copies.ts";
import type { TaxRecord } from "./domain/record.ts";
import { standingOf } from "./domain/standing.ts";
import { passbookFailure } from "./errors.ts";

const place = { agency: "mof", subsystem: "REGISTERS", service: "tax-standing" };
const mostNamed = 10;

const asked = Compile(
  exactly({
    key: Type.String({ pattern: "^[A-Z][1289]\\d{8}-1\\d{2}$" }),
    fields: Type.Array(Type.String({ maxLength: 60 }), { minItems: 1, maxItems: 60 }),
  }),
);
type Headers = Record<string, string | string[] | undefined>;

const serviceSchema = Type.Object({ sources: Type.Array(Type.Object({ provider: Type.String() })) });
/** The services that ask for this: certificates of taxes, by whatever name content has them. */
export const servicesAsking = (content: ModuleContext["content"]): string[] =>
  content
    .read("services", "service.json", serviceSchema)
    .flatMap(({ id, value }) => (value.sources.some(({ provider }) => provider.endsWith(`/${place.service}`)) ? [id] : []));

type Parts = { ctx: ModuleContext; copies: Pick<Copies, "of"> };
export type TaxesOf = { arrears: number; arrearsText: string; paid: number; paidText: string };

/**
 * What of these taxes is late on a day, and what was paid in a year. A tax under review, in instalments that are kept, or not due yet is not in
 * arrears. Names are in both languages, because letter and certificate are.
 */
export function taxesOf(
  records: readonly TaxRecord[],
  { today, year, nameOf }: { today: string; year: number; nameOf: (tax: string, lang: string) => string },
): TaxesOf {
  const named = (one: TaxRecord, amount: number): string =>
    `${nameOf(one.tax, "zh-Hant")} ${nameOf(one.tax, "en")} ${one.year} (${one.number}): ${amount}`;
  const late = records.flatMap((one) => {
    const { state, dueNow } = standingOf(one, today);
    return dueNow > 0 && ["arrears", "enforced", "instalments"].includes(state) ? [{ one, amount: dueNow }] : [];
  });
  const paid = records.flatMap((one) => {
    const amount = (one.payments ?? [])
      .filter(({ on }) => on.startsWith(`${year}-`))
      .reduce((sum, { amount: of }) => sum + of, 0);
    return amount > 0 ? [{ one, amount }] : [];
  });
  const sum = (all: readonly { amount: number }[]): number => all.reduce((total, { amount }) => total + amount, 0);
  const text = (all: typeof late): string =>
    all
      .slice(0, mostNamed)
      .map(({ one, amount }) => named(one, amount))
      .join("\n");
  return { arrears: sum(late), arrearsText: text(late), paid: sum(paid), paidText: text(paid) };
}

/** Every office is asked now: what a certificate says is not a day old. One that does not answer makes the question come again later. */
async function answer({ ctx, copies }: Parts, headers: Headers, body: unknown) {
  const right = readRight(typeof headers["x-troad-right"] === "string" ? headers["x-troad-right"] : "");
  if (!right || right.consentRequired) throw passbookFailure("passbook.not-allowed");
  if (!asked.Check(body)) throw passbookFailure("passbook.malformed");
  const [taxpayer = "", term = ""] = body.key.split("-");
  if (body.fields.some((field) => !right.fields.includes(field))) throw passbookFailure("passbook.not-allowed");
  // the number of the case that certifies it
  const named = headers["x-road-issue"];
  const matter = typeof named === "string" ? named : null;
  const { records, parts } = await copies.of(taxpayer, { again: true, matter: async () => matter });
  if (parts.some(({ missing, failedAt }) => missing || failedAt !== null)) throw passbookFailure("passbook.office-away");
  const of = { today: taipeiDate(ctx.clock.now()), year: Number(term) + 1911 };
  const nameOf = (tax: string, lang: string): string => ctx.texts.translator(lang)(`passbook.tax.${tax}`);
  const all = records.map(({ record }) => record);
  const record = { name: all[0]?.taxpayerName ?? "", ...taxesOf(all, { ...of, nameOf }) };
  const given = Object.entries(record).filter(([field]) => body.fields.includes(field));
  return { found: true, record: Object.fromEntries(given), asOf: instant(ctx.clock) };
}

/** The service behind the ministry's gateway. */
export const openStandingService = (parts: Parts): ReturnType<typeof serveOnRoad> =>
  serveOnRoad({
    ...{ ctx: parts.ctx, place, path: "/find", schedule: "passbook.offer-standing" },
    answer: (headers, body) => answer(parts, headers, body),
    notAllowed: () => passbookFailure("passbook.not-allowed"),
    says: { failed: "what a person owes could not be told", notOffered: "what a person owes is not offered on the road yet" },
  });

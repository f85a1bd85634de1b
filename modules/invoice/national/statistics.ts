import { citizenCertificate, consumerBan, isDay, isMobileBarcode, mobileBarcode, termOf, termPlus } from "@troad/invoice-formats";
import { taipeiDate } from "@troad/kernel";
import type { CallParts } from "./parts.ts";
import { type Place, placeOf, sameWriting } from "./place.ts";
import { messages, NationalRefusal, refuse } from "./refusal.ts";
import { need, type Parameters } from "./request.ts";
import { type CountedInvoice, countedInvoices } from "./statistics-store.ts";

/** Invoices that one answer sums up; anyone who has more asks for fewer days. */
const mostInvoices = 10_000;
/** As far back as invoices are kept. */
const termsBack = 30;

const filters = ["hsnNm", "townNm", "busiChiNm", "cardTypeNm", "cardCodeNm"] as const;
type Names = Record<(typeof filters)[number], string>;

/** A day yyyyMMdd as YYYY-MM-DD: the specification says yyyyMM, its example and the national program have days. */
function compactDay(parameters: Parameters, name: string): string {
  const day = need(parameters, name, /^\d{8}$/).replace(/^(.{4})(..)(..)$/, "$1-$2-$3");
  return isDay(day) ? day : refuse(903);
}

/** Names come encoded once more where a client encodes the values and then the whole address, as the specification's note has it. */
function named(value = ""): string {
  try {
    return sameWriting(value.includes("%") ? decodeURIComponent(value) : value);
  } catch {
    return refuse(903);
  }
}

/** The kind of a carrier: barcode and citizen certificate are common ones, the others are kinds of their own (blank page 2 of the specification). */
const kindOf = (type: string, name: string): string =>
  type === mobileBarcode || type === citizenCertificate ? "共通性載具" : `${name}載具`;

/**
 * Call 9, 1.0: what the carriers of a mobile barcode hold, by day, place of the shop and carrier. It has no action, device or time stamp; what is
 * asked for is repeated in every answer, and the order of the checks is the national program's: parameters, application, verification code, then
 * 901 where there is nothing. Kinds of shops are not known here, so `busiChiNm` is empty, and anyone who filters by it finds nothing.
 */
export async function personalStatistics(parts: CallParts, parameters: Parameters): Promise<object> {
  const wanted = Object.fromEntries(filters.map((name) => [name, parameters[name] ?? ""])) as Names;
  const head = { invoiceDateS: parameters.invoiceDateS ?? "", invoiceDateE: parameters.invoiceDateE ?? "", ...wanted };
  const answer = (code: keyof typeof said, details: object[]): object => ({
    ...{ v: parameters.version ?? "1.0", code: String(code), msg: said[code], ...head },
    details,
  });
  try {
    const details = await sums(parts, parameters, wanted);
    return answer(details.length > 0 ? 200 : 901, details);
  } catch (error) {
    if (!(error instanceof NationalRefusal)) throw error;
    return answer(error.code, []);
  }
}
const said = { ...messages, 200: "執行成功", 901: "查無資料", 998: "APPID錯誤" } as const;

async function sums(parts: CallParts, parameters: Parameters, wanted: Names): Promise<object[]> {
  need(parameters, "version");
  const id = need(parameters, "barcode");
  const code = need(parameters, "verifyCode");
  const [from, to] = [compactDay(parameters, "invoiceDateS"), compactDay(parameters, "invoiceDateE")];
  if (!parameters.appID || from > to) refuse(903);
  await parts.callers.of(parameters.appID, "");
  const carriers = (isMobileBarcode(id) && (await parts.carrierService.open({ type: mobileBarcode, id }, code))) || refuse(919);
  const today = taipeiDate(parts.ctx.clock.now());
  const terms: string[] = [];
  for (let term = termOf(today); term >= termPlus(termOf(today), -termsBack); term = termPlus(term, -1))
    if (term >= termOf(from) && term <= termOf(to)) terms.push(term);
  const invoices = await countedInvoices(parts.reads, { terms, from, to, carriers, most: mostInvoices });
  if (invoices.length > mostInvoices) refuse(996);
  const filter = filters.map((name) => [name, named(wanted[name])] as const).filter(([, value]) => value !== "");
  const groups = Map.groupBy(invoices, (one) => JSON.stringify([one.date, placeOf(one.address ?? ""), one.carrierType]));
  return [...groups.values()].flatMap((group) => {
    const names = namesOf(parts, group[0]!);
    return filter.every(([name, value]) => sameWriting(names[name]) === value) ? [rowOf(parts, group, names)] : [];
  });
}

function namesOf({ carrierTypes }: CallParts, { address, carrierType }: CountedInvoice): Names {
  const { county, district }: Place = placeOf(address ?? "");
  const name = carrierTypes.get(carrierType) ?? carrierType;
  return { hsnNm: county, townNm: district, busiChiNm: "", cardTypeNm: kindOf(carrierType, name), cardCodeNm: name };
}

/** Anyone who gave an invoice away is not told that it won. */
function rowOf({ lists }: CallParts, group: readonly CountedInvoice[], names: Names): object {
  const given = group.filter(({ npo }) => npo !== null);
  const prizes = group.flatMap(({ buyer, npo, ...invoice }) => {
    const prize = npo === null && buyer === consumerBan ? lists.prizeOf(invoice) : undefined;
    return prize ? [prize.amount] : [];
  });
  const sum = (amounts: readonly number[]): number => amounts.reduce((all, amount) => all + amount, 0);
  return {
    invoiceDate: group[0]!.date.replaceAll("-", "/"),
    ...names,
    invoiceCount: group.length,
    invoiceAmount: sum(group.map(({ total }) => total)),
    dntCount: given.length,
    dntAmount: sum(given.map(({ total }) => total)),
    prizeCount: prizes.length,
    prizeAmount: sum(prizes),
  };
}

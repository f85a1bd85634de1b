import type { Invoice } from "../invoice/invoice.ts";
import { type BanCheck, consumerBan, isBan } from "../numbers/ban.ts";
import {
  citizenCertificate,
  isCarrierType,
  isCitizenCertificate,
  isLoveCode,
  isMobileBarcode,
  mobileBarcode,
} from "../numbers/carrier.ts";
import { isDay } from "../numbers/term.ts";
import { amountRules } from "./amounts.ts";
import type { Broken, Field, ReportBroken } from "./field.ts";

/** What a message knows beside the invoice: 4.1 alone asks for the reason of a zero rate; A0101 and A0401 have no proof on paper. */
export type RuleContext = {
  readonly zeroReason: boolean;
  readonly proof: boolean;
  /** Which business numbers there can be; by the check digit if nothing else is known. */
  readonly isBan?: BanCheck | undefined;
};

/** Business rules of an invoice that no schema expresses. Everything broken is told, not the first thing alone. */
export function invoiceRules(invoice: Invoice, context: RuleContext): Broken[] {
  const check = context.isBan ?? isBan;
  const broken: Broken[] = [];
  const found: ReportBroken = (code, field, item) => {
    broken.push(item === undefined ? { code, field } : { code, field, item });
  };
  if (!isDay(invoice.date)) found("date.impossible", "date");
  banRule(invoice.seller.ban, "sellerBan", found, check);
  if (invoice.buyer.ban !== consumerBan) banRule(invoice.buyer.ban, "buyerBan", found, check);
  if (context.proof) proofRules(invoice, found);
  if (invoice.carrier) carrierRules(invoice.carrier, found);
  donationRules(invoice, found, check);
  zeroRateRules(invoice, context, found);
  // what such a buyer's sums have to be nobody can say
  if (invoice.buyer.ban !== nobody) amountRules(invoice, found);
  return broken;
}

/** How QR codes write a consumer. In messages it would be a business that nobody has. */
const nobody = "00000000";

function banRule(ban: string, field: Field, found: ReportBroken, check: BanCheck): void {
  if (!/^\d{8}$/.test(ban) || ban === nobody) found("ban.form", field);
  else if (!check(ban)) found("ban.check-digit", field);
}

/** An invoice to a consumer lies in exactly one place: on paper, in a carrier, or with who it was donated to. */
function proofRules(invoice: Invoice, found: ReportBroken): void {
  const consumer = invoice.buyer.ban === consumerBan;
  const places = [invoice.print, invoice.carrier !== undefined, invoice.donatedTo !== undefined].filter(Boolean).length;
  if (consumer && places === 0) found("proof.none", "print");
  if (consumer && places > 1) {
    if (invoice.print) found("proof.several", "print");
    if (invoice.carrier) found("proof.several", "carrierType");
    if (invoice.donatedTo !== undefined) found("proof.several", "donateMark");
  }
  // without the four digits nobody can look a consumer's invoice up or prove that it is theirs
  if (consumer && !/^(\d{4}|AAAA)$/.test(invoice.randomNumber ?? "")) found("proof.random-number", "randomNumber");
}

function carrierRules({ type, id1, id2 }: NonNullable<Invoice["carrier"]>, found: ReportBroken): void {
  const missing = (
    [
      ["carrierType", type],
      ["carrierId1", id1],
      ["carrierId2", id2],
    ] as const
  ).find(([, text]) => text === "");
  if (missing) {
    found("carrier.incomplete", missing[0]);
    return;
  }
  if (!isCarrierType(type)) found("carrier.type", "carrierType");
  const form = type === mobileBarcode ? isMobileBarcode : type === citizenCertificate ? isCitizenCertificate : undefined;
  if (!form) return;
  if (!form(id1)) found("carrier.form", "carrierId1");
  else if (id1 !== id2) found("carrier.ids-differ", "carrierId2");
}

/** Who gets it is named by donation code, or by business number as older tills do. */
function donationRules(invoice: Invoice, found: ReportBroken, check: BanCheck): void {
  if (invoice.donatedTo === undefined) return;
  if (invoice.donatedTo === "") found("donation.code-missing", "donatedTo");
  else if (!isLoveCode(invoice.donatedTo) && !check(invoice.donatedTo)) found("donation.code-form", "donatedTo");
  if (invoice.buyer.ban !== consumerBan) found("donation.business-buyer", "donateMark");
}

/** Zero-rated sales leave the country: how they went through customs is told, and since 4.1 why they are zero-rated. */
function zeroRateRules(invoice: Invoice, context: RuleContext, found: ReportBroken): void {
  const zeroRated = invoice.taxType === "2" || (invoice.taxType === "9" && Number(invoice.zeroSales) !== 0);
  if (!zeroRated) return;
  if (invoice.customsMark === undefined) found("tax.customs-mark", "customsMark");
  if (context.zeroReason && invoice.zeroReason === undefined) found("tax.zero-reason", "zeroReason");
}

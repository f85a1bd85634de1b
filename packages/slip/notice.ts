import { rocDay } from "./segments.ts";

/** What the QR code of an assessed tax says, in 48 characters. */
export type Notice = { category: string; writeOff: string; amount: number; until: string; period: string; idCode: string };

const PAGE = "https://paytax.nat.gov.tw/QRCODE.aspx?par=";
/** Places of the parts: category 5, write-off number 16, amount 10, day 6, period 5, code of the payer's number 6. */
const layout = /^(.{5})(.{16})(\d{10})(\d{6})(.{5})(.{6})$/;

/** The address in the QR code of an assessed tax. `until` is the last day on which the page takes it: three days after the due day. */
export function noticeUrl({ category, writeOff, amount, until, period, idCode }: Notice): string {
  const par = `${category}${writeOff}${String(amount).padStart(10, "0")}${rocDay(until)}${period}${idCode}`;
  if (!/^[0-9A-Z]{48}$/.test(par)) throw new RangeError("the parts of a notice have 48 digits or capitals together");
  return `${PAGE}${par}`;
}

/** The address for a tax that people assess themselves: the category alone, since they type in the amount. */
export function selfAssessedUrl(category: string): string {
  if (!/^\d{5}$/.test(category)) throw new RangeError("a category has five digits");
  return `${PAGE}${category}`;
}

/** Reads the address of an assessed tax; undefined for anything else. Years are of the second century of the Republic. */
export function noticeOf(url: string): Notice | undefined {
  if (!URL.canParse(url)) return undefined;
  const [, category = "", writeOff = "", amount = "", day = "", period = "", idCode = ""] =
    layout.exec(new URL(url).searchParams.get("par") ?? "") ?? [];
  if (category === "") return undefined;
  const until = `${Number(day.slice(0, 2)) + 2011}-${day.slice(2, 4)}-${day.slice(4)}`;
  return { category, writeOff, amount: Number(amount), until, period, idCode };
}

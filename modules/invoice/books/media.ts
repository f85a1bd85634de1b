/**
 * Lines of the media file of a business tax return (營業稅申報媒體檔): 81 characters each, one document a line. The kinds of electronic documents
 * are 35 (sold), 33 (allowance given), 25 (bought) and 23 (allowance received).
 */
export type MediaLine = {
  kind: "35" | "33" | "25" | "23";
  /** YYYY-MM-DD. */
  date: string;
  buyer: string;
  seller: string;
  invoice: string;
  sales: number;
  tax: number;
  /** 1 taxed, 2 zero, 3 exempt, F voided, D unused. */
  taxType: string;
  mark: number | null;
  customs?: string | undefined;
};

const digits = (amount: number, length: number): string => {
  const text = String(Math.round(Math.abs(amount)));
  if (text.length > length) throw new RangeError(`no ${length} digits: ${amount}`);
  return text.padStart(length, "0");
};
const month = (date: string): string => `${String(Number(date.slice(0, 4)) - 1911).padStart(3, "0")}${date.slice(5, 7)}`;
const ban = (number: string): string => (number === "0000000000" ? "" : number).padEnd(8);

/** One line. `register` is the tax registration number of the business (稅籍編號, nine digits), `serial` counts from 1. */
export const mediaLine = (line: MediaLine, register: string, serial: number): string =>
  [
    ...[line.kind, register, digits(serial, 7), month(line.date), ban(line.buyer), ban(line.seller), line.invoice.padEnd(10)],
    ...[digits(line.sales, 12), line.taxType, digits(line.tax, 10), line.mark === null ? " " : String(line.mark)],
    ...["     ", " ", " ", line.customs ?? " "],
  ].join("");

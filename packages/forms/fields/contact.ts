import { asciiForm, halfWidth, invalid, type Reading, readText } from "./raw.ts";

/** A mobile number of Taiwan as ten digits; `+886 912 345 678` and hyphens are fine. */
export function parseMobile(raw: unknown): Reading<string> {
  const read = readText(raw);
  if ("error" in read) return read;
  if (read.text === "") return { value: undefined };
  if (read.text.length > 40) return invalid("field.not-a-mobile");
  const digits = asciiForm(read.text)
    .replace(/[\s().-]/g, "")
    .replace(/^(\+|00)?886(?=0?9)/, "0")
    .replace(/^00(?=9)/, "0");
  return /^09\d{8}$/.test(digits) ? { value: digits } : invalid("field.not-a-mobile");
}

/** RFC 5321 §4.5.3.1: 64 octets before the @, 254 for what fits a path. */
const LOCAL = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const LABEL = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;

/** An address that can receive mail on the Internet; the domain becomes lower case. Quoted names and literals are refused. */
export function parseEmail(raw: unknown): Reading<string> {
  const read = readText(raw);
  if ("error" in read) return read;
  if (read.text === "") return { value: undefined };
  if (read.text.length > 254) return invalid("field.not-an-email");
  const text = halfWidth(read.text);
  const at = text.lastIndexOf("@");
  const [local, domain] = [text.slice(0, Math.max(at, 0)), text.slice(at + 1).toLowerCase()];
  const labels = domain.split(".");
  const good =
    at > 0 &&
    local.length <= 64 &&
    LOCAL.test(local) &&
    labels.length >= 2 &&
    labels.every((label) => LABEL.test(label)) &&
    !/^\d+$/.test(labels.at(-1)!);
  return good ? { value: `${local}@${domain}` } : invalid("field.not-an-email");
}

/**
 * An account for a refund: bank code of 3 digits (7 with the branch) and 6 to 16 digits. It comes as `700-00012345678901`, as digits alone (the
 * first three are the bank's) or in the parts bank and account; without a bank the account is read as the whole. Banks have no common check
 * digit, so that only the payment tells whether it exists.
 */
export function parseBankAccount(part: (name: string) => unknown): Reading<string> {
  const pieces: string[] = [];
  for (const name of ["", "bank", "account"]) {
    const read = readText(part(name));
    if ("error" in read) return read;
    if (read.text.length > 60) return invalid("field.not-a-bank-account");
    pieces.push(asciiForm(read.text).trim());
  }
  const [whole = "", bank = "", account = ""] = pieces;
  if (whole === "" && bank === "" && account === "") return { value: undefined };
  if (whole === "" && account === "") return invalid("field.not-a-bank-account", undefined, "account");
  const read =
    whole !== "" ? readAccount(whole) : bank === "" ? readAccount(account) : readAccount(`${bank}-${withoutBank(account, bank)}`);
  if (read) return { value: read };
  return whole !== "" ? invalid("field.not-a-bank-account") : invalid("field.not-a-bank-account", undefined, "account");
}

/** The number of an account in its own box, where the bank's code may have been written before it. */
const withoutBank = (account: string, bank: string): string =>
  account.replace(/^\(?(\d{3})\)?[\s-]+/, (all, code: string) => (code === bank ? "" : all));

function readAccount(text: string): string | undefined {
  const match =
    /^\((\d{3}(?:\d{4})?)\)([\d\s-]+)$/.exec(text) ??
    /^(\d{3}(?:\d{4})?)(?:\s*-\s*|\s+)([\d\s-]+)$/.exec(text) ??
    /^(\d{3})(\d+)$/.exec(text);
  const digits = match?.[2]?.replace(/[\s-]/g, "") ?? "";
  return match && /^\d{6,16}$/.test(digits) ? `${match[1]}-${digits}` : undefined;
}

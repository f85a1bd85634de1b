import fs from "node:fs";
import path from "node:path";
import { reportFile, statementFile } from "./answers.ts";
import { readOrder, type Transfer } from "./order.ts";

/** What the bank knows: which files it has taken, what stands on the payer's account, and what it still has to do. */
export type BankBooks = {
  balance: number;
  taken: string[];
  statements: number;
  /** Statements that were put cut, and have to come whole. */
  whole: { name: string; text: string }[];
  /** Payments that come back the next time. */
  back: (Transfer & { account: string })[];
};

const empty: BankBooks = { balance: 0, taken: [], statements: 0, whole: [], back: [] };
const booksFile = (folder: string): string => path.join(folder, "bank.json");

export function booksOf(folder: string): BankBooks {
  return fs.existsSync(booksFile(folder))
    ? (JSON.parse(fs.readFileSync(booksFile(folder), "utf8")) as BankBooks)
    : structuredClone(empty);
}

/** Whether the bank knows an account by this name. */
export function accountAnswer({ account }: { account: string; name: string }): "matches" | "differs" {
  return account.endsWith("13") ? "differs" : "matches";
}

/** The bank works once: what comes back, what was promised, and the files that wait. */
export async function bankDay(folder: string, now: Date): Promise<void> {
  const out = path.join(folder, "out");
  const inbox = path.join(folder, "in");
  for (const one of [out, inbox]) fs.mkdirSync(one, { recursive: true });
  const books = booksOf(folder);
  const put = (name: string, text: string): void => {
    fs.writeFileSync(path.join(folder, `.${name}`), text);
    fs.renameSync(path.join(folder, `.${name}`), path.join(inbox, name));
  };
  const files: { name: string; text: string }[] = books.whole.splice(0);
  const state = (account: string, transfers: Transfer[], kind: "paid" | "back", together: boolean, msgId: string): string => {
    const sum = transfers.reduce((total, { amount }) => total + amount, 0);
    books.balance += kind === "paid" ? -sum : sum;
    books.statements++;
    const { balance, statements: number } = books;
    return statementFile({ number, account, balance, transfers, kind, together, msgId, now });
  };
  for (const account of new Set(books.back.map((one) => one.account))) {
    const text = state(
      account,
      books.back.filter((one) => one.account === account),
      "back",
      false,
      "",
    );
    files.push({ name: `camt053-${books.statements}.xml`, text });
  }
  books.back = [];
  for (const name of fs
    .readdirSync(out)
    .filter((one) => one.endsWith(".xml") && !one.startsWith("."))
    .toSorted()) {
    const order = readOrder(fs.readFileSync(path.join(out, name), "utf8"));
    fs.rmSync(path.join(out, name));
    if (order === undefined || books.taken.includes(order.msgId)) continue;
    books.taken.push(order.msgId);
    const ending = order.sum % 100;
    if (ending === 95) continue;
    const refused = order.fault === undefined ? order.transfers.filter(({ bank }) => bank.startsWith("998")) : order.transfers;
    const status = order.fault !== undefined ? "RJCT" : refused.length > 0 ? "PART" : "ACCP";
    files.push({ name: `pain002-${order.msgId}.xml`, text: reportFile(order, status, refused, now) });
    const paid = order.transfers.filter((one) => !refused.includes(one));
    if (paid.length === 0) continue;
    const text = state(order.account, paid, "paid", ending === 98, order.msgId);
    const file = { name: `camt053-${books.statements}.xml`, text };
    if (ending === 96) {
      files.push({ ...file, text: text.slice(0, Math.floor(text.length / 2)) });
      books.whole.push(file);
    } else files.push(file);
    if (ending === 97) files.push({ ...file, name: `camt053-${books.statements}-again.xml` });
    const account = order.account;
    books.back.push(...paid.filter(({ bank }) => bank.startsWith("999")).map((one) => ({ ...one, account })));
  }
  for (const { name, text } of files) put(name, text);
  fs.writeFileSync(`${booksFile(folder)}.part`, JSON.stringify(books));
  fs.renameSync(`${booksFile(folder)}.part`, booksFile(folder));
}

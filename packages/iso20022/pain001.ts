import { InvalidFile } from "./errors.ts";

export const mostPayments = 50_000;

/** A payment of a file: whole new dollars to an account, named by its bank's code (three digits, or seven with the branch). */
export type PaymentLine = { endToEndId: string; amount: number; name: string; bank: string; account: string; text?: string };
export type PaymentFile = {
  msgId: string;
  /** Of the file; the same file has the same moment (`YYYY-MM-DDTHH:MM:SSZ`). */
  createdAt: string;
  executionDay: string;
  initiator: string;
  debtor: { name: string; bank: string; account: string };
  /** What the lines will come to; a file whose lines come to something else is refused before its end is written. */
  count: number;
  sum: number;
  /** ISO 20022 external purpose code; benefits of the state are `BENE`. */
  purpose?: string;
};

const namespace = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09";
const escapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;" };
const notXml = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

/** What XML can hold of a text, at most `length` code points, not empty. */
function fitted(value: string, length: number): string {
  const kept = [...value.replaceAll(notXml, "").replaceAll(/\s+/g, " ").trim()].slice(0, length).join("");
  if (kept === "") throw new InvalidFile("missing", "a text is empty");
  return kept.replaceAll(/[&<>"\r]/g, (one) => escapes[one]!);
}

/** An identifier: the characters that every bank takes, at most 35, neither beginning nor ending with a slash. */
function identifier(value: string): string {
  if (!/^(?!\/)(?!.*\/\/)[A-Za-z0-9/\-?:().,'+]{1,35}(?<!\/)$/.test(value))
    throw new InvalidFile("invalid", `identifier ${value.slice(0, 40)}`);
  return value;
}

function matching(value: string, form: RegExp, what: string): string {
  if (!form.test(value)) throw new InvalidFile("invalid", `${what} ${value.slice(0, 40)}`);
  return value;
}

const agent = (bank: string): string =>
  `<FinInstnId><ClrSysMmbId><ClrSysId><Cd>TWNCC</Cd></ClrSysId><MmbId>${matching(bank, /^\d{3}(\d{4})?$/, "bank")}</MmbId></ClrSysMmbId></FinInstnId>`;
const account = (id: string): string => `<Id><Othr><Id>${matching(id, /^\d{6,16}$/, "account")}</Id></Othr></Id>`;

function head(file: PaymentFile): string {
  const msgId = identifier(file.msgId);
  const sums = `<NbOfTxs>${file.count}</NbOfTxs><CtrlSum>${file.sum}</CtrlSum>`;
  const day = matching(file.executionDay, /^\d{4}-\d{2}-\d{2}$/, "day");
  const moment = matching(file.createdAt, /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/, "moment");
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="${namespace}"><CstmrCdtTrfInitn>
<GrpHdr><MsgId>${msgId}</MsgId><CreDtTm>${moment}</CreDtTm>${sums}<InitgPty><Nm>${fitted(file.initiator, 140)}</Nm></InitgPty></GrpHdr>
<PmtInf><PmtInfId>${msgId}</PmtInfId><PmtMtd>TRF</PmtMtd><BtchBookg>true</BtchBookg>${sums}<ReqdExctnDt><Dt>${day}</Dt></ReqdExctnDt>
<Dbtr><Nm>${fitted(file.debtor.name, 140)}</Nm></Dbtr><DbtrAcct>${account(file.debtor.account)}<Ccy>TWD</Ccy></DbtrAcct>
<DbtrAgt>${agent(file.debtor.bank)}</DbtrAgt>
`;
}

function lineText(line: PaymentLine, purpose: string): string {
  if (!Number.isSafeInteger(line.amount) || line.amount <= 0) throw new InvalidFile("invalid", "an amount is whole and positive");
  const remittance = line.text === undefined ? "" : `<RmtInf><Ustrd>${fitted(line.text, 140)}</Ustrd></RmtInf>`;
  return (
    `<CdtTrfTxInf><PmtId><EndToEndId>${identifier(line.endToEndId)}</EndToEndId></PmtId><Amt><InstdAmt Ccy="TWD">${line.amount}</InstdAmt></Amt>` +
    `<CdtrAgt>${agent(line.bank)}</CdtrAgt><Cdtr><Nm>${fitted(line.name, 140)}</Nm></Cdtr><CdtrAcct>${account(line.account)}</CdtrAcct>` +
    `<Purp><Cd>${purpose}</Cd></Purp>${remittance}</CdtTrfTxInf>\n`
  );
}

/**
 * A pain.001.001.09 file in pieces. Number and sum of the lines have to be what the head says, else it throws `disagrees` before the end:
 * a file is to be used only if it was written to its end.
 */
export async function* writePain001(
  file: PaymentFile,
  lines: AsyncIterable<PaymentLine> | Iterable<PaymentLine>,
): AsyncGenerator<string> {
  if (file.count < 1 || file.count > mostPayments) throw new InvalidFile("too-large", `1 to ${mostPayments} payments`);
  const purpose = matching(file.purpose ?? "BENE", /^[A-Z]{4}$/, "purpose");
  const ids = new Set<string>();
  let [piece, sum] = [head(file), 0];
  for await (const line of lines) {
    if (ids.has(line.endToEndId)) throw new InvalidFile("disagrees", `EndToEndId ${line.endToEndId} occurs twice`);
    ids.add(line.endToEndId);
    if (ids.size > file.count) throw new InvalidFile("disagrees", "more lines than the head says");
    sum += line.amount;
    piece += lineText(line, purpose);
    if (piece.length > 60_000) {
      yield piece;
      piece = "";
    }
  }
  if (ids.size !== file.count || sum !== file.sum)
    throw new InvalidFile("disagrees", `${ids.size} lines of ${sum}, and the head says ${file.count} of ${file.sum}`);
  yield `${piece}</PmtInf></CstmrCdtTrfInitn></Document>\n`;
}

/** What genkgo/camt (MIT) says of a statement, in the form of the `.json` files beside the samples. */
import type { CamtEntry, CamtStatement, CamtTransaction, Money } from "../../packages/iso20022/index.ts";

type GenkgoMoney = { getAmount: string; getCurrency: { getCode: string } };
type Moment = { "0": string } | null;
type GenkgoParty = {
  getAccount: { getIdentification: string } | null;
  getRelatedPartyType: { __CLASS__: string; getName: string | null };
};
type GenkgoTransaction = {
  getAmount: GenkgoMoney | null;
  getCreditDebitIndicator: string | null;
  getReference: { getEndToEndId: string | null; getTransactionId: string | null; getMessageId: string | null } | null;
  getRelatedParties: GenkgoParty[];
  getRemittanceInformation: {
    getUnstructuredBlocks: { getMessage: string }[];
    getStructuredBlocks: { getCreditorReferenceInformation: { getRef: string | null } | null }[];
  } | null;
};
type GenkgoEntry = {
  getIndex: number;
  getAmount: GenkgoMoney;
  getCreditDebitIndicator: string;
  getReversalIndicator: boolean;
  getStatus: string;
  getBookingDate: Moment;
  getValueDate: Moment;
  getReference: string | null;
  getAccountServicerReference: string | null;
  getBankTransactionCode: {
    getProprietary: { getCode: string } | null;
    getDomain: { getCode: string; getFamily: { getCode: string; getSubFamilyCode: string } } | null;
  };
  getTransactionDetails: GenkgoTransaction[] | "__RECURSIVITY__";
  getTransactionDetail: GenkgoTransaction | null;
  getRecord: GenkgoRecord;
};
type GenkgoRecord = {
  getId: string;
  getCreatedOn: Moment;
  getElectronicSequenceNumber: string | null;
  getLegalSequenceNumber: string | null;
  getCopyDuplicateIndicator: string | null;
  getFromDate: Moment;
  getToDate: Moment;
  getAdditionalInformation: string;
  getAccount: { getIdentification: string };
  getPagination: { getPageNumber: string } | null;
  getBalances: { getAmount: GenkgoMoney; getDate: Moment; getType: string }[];
};
export type GenkgoMessage = {
  getGroupHeader: { getMessageId: string; getCreatedOn: Moment; getAdditionalInformation: string };
  getEntries: GenkgoEntry[];
  getRecords: (GenkgoRecord | "__RECURSIVITY__")[];
};
type Read = { kind: string };

const moneyText = (money: GenkgoMoney | null): string | null => money && `${money.getAmount} ${money.getCurrency.getCode}`;
const ours = (money: Money | null): string | null => money && `${money.amount} ${money.currency}`;
const iso = (text: string | null): string | null => text && new Date(text).toISOString();
const moment = (one: Moment): string | null => one && new Date(one["0"]).toISOString();
const balanceTypes: Readonly<Record<string, string>> = {
  ...{ OPBD: "opening", CLBD: "closing", OPAV: "opening_available", CLAV: "closing_available", PRCD: "opening" },
  ...{ FWAV: "forward_available", INFO: "information", ITBD: "interim", ITAV: "interim_available", XPCD: "expected_credit" },
};

/** Where what was read differs from what genkgo/camt says. */
export function differencesOf(read: readonly Read[], expected: GenkgoMessage): string[] {
  const found: string[] = [];
  const same = (what: string, left: unknown, right: unknown): void => {
    if (JSON.stringify(left) !== JSON.stringify(right))
      found.push(`${what}: ${JSON.stringify(left)} is not ${JSON.stringify(right)}`);
  };
  const header = read[0] as unknown as { msgId: string; createdAt: string; text: string | null };
  same("message", header.msgId, expected.getGroupHeader.getMessageId);
  same("created", iso(header.createdAt), moment(expected.getGroupHeader.getCreatedOn));
  same("header text", header.text ?? "", expected.getGroupHeader.getAdditionalInformation ?? "");
  const statements = read.filter(({ kind }) => kind === "statement") as unknown as CamtStatement[];
  same("statements", statements.length, expected.getRecords.length);
  // of several statements genkgo's list keeps the entries of the last alone; each is compared with the one of its statement and place
  for (const entry of expected.getEntries) {
    const statement = statements.find(({ id }) => id === entry.getRecord.getId);
    const own = read.slice(statement ? read.indexOf(statement) + 1 : read.length);
    const end = own.findIndex(({ kind }) => kind === "end");
    const entries = own.slice(0, end).filter(({ kind }) => kind === "entry") as unknown as CamtEntry[];
    same("entries of the statement", entries[entry.getIndex] !== undefined, true);
    entryDifferences(same, read, entries[entry.getIndex], entry);
  }
  return found;
}

type Same = (what: string, left: unknown, right: unknown) => void;

function entryDifferences(same: Same, read: readonly Read[], entry: CamtEntry | undefined, expected: GenkgoEntry): void {
  if (!entry) return;
  const at = read.indexOf(entry);
  const statement = read.slice(0, at).findLast(({ kind }) => kind === "statement") as unknown as CamtStatement;
  const text = (read.slice(at).find(({ kind }) => kind === "end") as unknown as { text: string | null }).text;
  recordDifferences(same, { ...statement, text }, expected.getRecord);
  same("entry", ours(entry.money), moneyText(expected.getAmount));
  same("direction", entry.direction, expected.getCreditDebitIndicator);
  same("reversal", entry.reversal, expected.getReversalIndicator);
  same("status", entry.status, expected.getStatus);
  same("booked", iso(entry.bookedOn), moment(expected.getBookingDate));
  same("value", iso(entry.valueOn), moment(expected.getValueDate));
  same("reference", entry.reference, expected.getReference);
  same("bank reference", entry.bankReference, expected.getAccountServicerReference);
  const { getDomain: domain, getProprietary: own } = expected.getBankTransactionCode;
  const family = domain && [domain.getCode, domain.getFamily.getCode, domain.getFamily.getSubFamilyCode].join("/");
  same("code", entry.code, family ?? own?.getCode ?? null);
  const rest = read.slice(at + 1);
  const end = rest.findIndex(({ kind }) => kind !== "transaction");
  const transactions = rest.slice(0, end) as unknown as CamtTransaction[];
  const wanted = Array.isArray(expected.getTransactionDetails)
    ? expected.getTransactionDetails
    : [expected.getTransactionDetail!];
  same("transactions", transactions.length, wanted.length);
  for (const [n, one] of wanted.entries())
    if (transactions[n] && typeof one === "object") paymentDifferences(same, transactions[n], one);
}

function recordDifferences(same: Same, statement: CamtStatement, expected: GenkgoRecord): void {
  same("statement", statement.id, expected.getId);
  same("statement created", iso(statement.createdAt), moment(expected.getCreatedOn));
  same("electronic number", statement.electronicNumber, expected.getElectronicSequenceNumber);
  same("legal number", statement.legalNumber, expected.getLegalSequenceNumber);
  same("copy", statement.copy, expected.getCopyDuplicateIndicator);
  same("period", [iso(statement.from), iso(statement.to)], [moment(expected.getFromDate), moment(expected.getToDate)]);
  same("statement text", statement.text ?? "", expected.getAdditionalInformation ?? "");
  same("account", statement.account, expected.getAccount.getIdentification);
  same("page", statement.page, expected.getPagination?.getPageNumber ?? null);
  same(
    "balances",
    statement.balances.map(({ type, money, day }) => [balanceTypes[type] ?? type, ours(money), iso(day)]),
    expected.getBalances.map((one) => [one.getType, moneyText(one.getAmount), moment(one.getDate)]),
  );
}

function paymentDifferences(same: Same, payment: CamtTransaction, expected: GenkgoTransaction): void {
  same("payment", ours(payment.money), moneyText(expected.getAmount));
  same("payment direction", payment.direction, expected.getCreditDebitIndicator);
  same("end to end", payment.endToEndId, expected.getReference?.getEndToEndId ?? null);
  same("transaction id", payment.transactionId, expected.getReference?.getTransactionId ?? null);
  const partyOf = (kind: string) => {
    const party = expected.getRelatedParties.find((one) => one.getRelatedPartyType.__CLASS__.endsWith(`\\${kind}`));
    return party ? { name: party.getRelatedPartyType.getName, account: party.getAccount?.getIdentification ?? null } : undefined;
  };
  for (const [kind, party] of [
    ["Creditor", payment.creditor],
    ["Debtor", payment.debtor],
  ] as const) {
    const wanted = partyOf(kind);
    if (wanted) same(kind, { name: party.name, account: party.account }, wanted);
  }
  const remittance = expected.getRemittanceInformation;
  const blocks = remittance?.getStructuredBlocks ?? [];
  same(
    "references",
    payment.references,
    blocks.flatMap((one) => one.getCreditorReferenceInformation?.getRef ?? []),
  );
  same(
    "texts",
    payment.texts,
    (remittance?.getUnstructuredBlocks ?? []).map((one) => one.getMessage),
  );
}

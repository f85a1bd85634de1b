import { InvalidFile } from "./errors.ts";
import { type Money, readMoney } from "./money.ts";
import { all, type Element, find, needed, readRecords, type Source, text, type XmlLimits } from "./xml.ts";

export type CamtHeader = { kind: "header"; msgId: string; createdAt: string; page: string | null; text: string | null };
/** `type` as the bank codes it (OPBD, CLBD, ...); debit balances are negative. */
export type CamtBalance = { type: string; money: Money; day: string | null };
export type CamtStatement = {
  kind: "statement";
  id: string;
  createdAt: string;
  page: string | null;
  electronicNumber: string | null;
  legalNumber: string | null;
  copy: string | null;
  from: string | null;
  to: string | null;
  account: string;
  balances: CamtBalance[];
  text: string | null;
};
/** An entry of a statement, before its payments; of a batch, `batch` says how many payments it stands for where the bank says so. */
export type CamtEntry = {
  kind: "entry";
  money: Money;
  direction: "CRDT" | "DBIT";
  reversal: boolean;
  status: string;
  bookedOn: string | null;
  valueOn: string | null;
  reference: string | null;
  bankReference: string | null;
  code: string | null;
  batch: { msgId: string | null; paymentInfoId: string | null; count: number | null } | null;
};
/** A payment of the entry before it. `reason`: why it came back. */
export type CamtTransaction = {
  kind: "transaction";
  money: Money | null;
  direction: string | null;
  endToEndId: string | null;
  transactionId: string | null;
  msgId: string | null;
  code: string | null;
  debtor: Party;
  creditor: Party;
  reason: string | null;
  references: string[];
  texts: string[];
};
type Party = { name: string | null; account: string | null };
/** The end of a statement, with what stands behind its entries. */
type CamtEnd = { kind: "end"; text: string | null; entries: number };

const root = "Document/BkToCstmrStmt";
const entryPath = `${root}/Stmt/Ntry`;
const records = new Set([`${root}/GrpHdr`, `${root}/Stmt`, entryPath, `${entryPath}/NtryDtls/TxDtls`]);
const namespace = /^urn:iso:std:iso:20022:tech:xsd:camt\.053\.001\.(0[2-9]|1[0-4])$/;

/**
 * Reads statements piece by piece: header, then each statement, each entry and the payments in it. Throws `InvalidFile`, also at its end; so
 * whatever reads a file keeps what it read to itself until then.
 */
export async function* readCamt053(
  source: Source,
  limits?: XmlLimits,
): AsyncGenerator<CamtHeader | CamtStatement | CamtEntry | CamtTransaction | CamtEnd> {
  const told = new Set<string>();
  let [statements, entries] = [0, 0];
  for await (const { at, path, element } of readRecords(source, (one) => records.has(one), limits)) {
    if (path === "") {
      if (!namespace.test(element.text)) throw new InvalidFile("not-this-message", `namespace "${element.text.slice(0, 80)}"`);
    } else if (path === `${root}/GrpHdr`) yield headerOf(element);
    else if (path === `${root}/Stmt`) {
      if (!told.delete(path)) yield statementOf(element);
      if (at === "begins") told.add(path);
      else {
        statements++;
        yield { kind: "end", text: text(element, "AddtlStmtInf"), entries };
        entries = 0;
      }
    } else if (path === entryPath) {
      if (!told.delete(path)) {
        entries++;
        yield entryOf(element);
      }
      if (at === "begins") told.add(path);
    } else yield transactionOf(element);
  }
  if (statements === 0) throw new InvalidFile("missing", "Stmt");
}

const headerOf = (element: Element): CamtHeader => ({
  ...{ kind: "header", msgId: needed(element, "MsgId"), createdAt: needed(element, "CreDtTm") },
  ...{ page: text(element, "MsgPgntn/PgNb"), text: text(element, "AddtlInf") },
});

function moneyOf(element: Element, direction: string | null): Money {
  const amount = find(element, "Amt");
  const money = readMoney(amount?.text ?? "", amount?.attributes.Ccy ?? "");
  return direction === "DBIT" ? { ...money, amount: -money.amount } : money;
}

const directionOf = (element: Element): "CRDT" | "DBIT" => {
  const direction = needed(element, "CdtDbtInd");
  if (direction !== "CRDT" && direction !== "DBIT") throw new InvalidFile("invalid", "CdtDbtInd");
  return direction;
};

/** Dates say either a day or a moment. */
const dayOrMoment = (element: Element, path: string): string | null =>
  text(element, `${path}/Dt`) ?? text(element, `${path}/DtTm`);

const accountOf = (element: Element | undefined): string | null => text(element, "Id/IBAN") ?? text(element, "Id/Othr/Id");

const statementOf = (element: Element): CamtStatement => ({
  ...{ kind: "statement", id: needed(element, "Id"), createdAt: needed(element, "CreDtTm") },
  page: text(element, "StmtPgntn/PgNb"),
  ...{ electronicNumber: text(element, "ElctrncSeqNb"), legalNumber: text(element, "LglSeqNb") },
  ...{ copy: text(element, "CpyDplctInd"), from: text(element, "FrToDt/FrDtTm"), to: text(element, "FrToDt/ToDtTm") },
  account: accountOf(find(element, "Acct")) ?? needed(element, "Acct/Id/IBAN"),
  balances: all(element, "Bal").map((one) => ({
    ...{ type: text(one, "Tp/CdOrPrtry/Cd") ?? needed(one, "Tp/CdOrPrtry/Prtry"), day: dayOrMoment(one, "Dt") },
    money: moneyOf(one, directionOf(one)),
  })),
  text: text(element, "AddtlStmtInf"),
});

const codeOf = (element: Element): string | null => {
  const domain = ["Cd", "Fmly/Cd", "Fmly/SubFmlyCd"].map((path) => text(element, `BkTxCd/Domn/${path}`));
  return domain[0] === null ? text(element, "BkTxCd/Prtry/Cd") : domain.filter(Boolean).join("/");
};

function entryOf(element: Element): CamtEntry {
  const direction = directionOf(element);
  const batch = find(element, "NtryDtls/Btch");
  const count = text(batch, "NbOfTxs");
  return {
    ...{ kind: "entry", money: moneyOf(element, direction), direction, reversal: text(element, "RvslInd") === "true" },
    // since version 4 the status is a choice
    status: text(element, "Sts/Cd") ?? text(element, "Sts/Prtry") ?? needed(element, "Sts"),
    ...{ bookedOn: dayOrMoment(element, "BookgDt"), valueOn: dayOrMoment(element, "ValDt"), code: codeOf(element) },
    ...{ reference: text(element, "NtryRef"), bankReference: text(element, "AcctSvcrRef") },
    batch: batch
      ? { msgId: text(batch, "MsgId"), paymentInfoId: text(batch, "PmtInfId"), count: count === null ? null : Number(count) }
      : null,
  };
}

/** Since version 8 a party is a choice. */
function partyOf(element: Element | undefined, which: "Dbtr" | "Cdtr"): Party {
  return {
    name: text(element, `${which}/Nm`) ?? text(element, `${which}/Pty/Nm`) ?? text(element, `${which}/Agt/FinInstnId/Nm`),
    account: accountOf(find(element, `${which}Acct`)),
  };
}

function transactionOf(element: Element): CamtTransaction {
  const direction = text(element, "CdtDbtInd");
  const parties = find(element, "RltdPties");
  // before version 3 the amount stands in the details
  const amount = find(element, "Amt") ? element : find(element, "AmtDtls/TxAmt");
  const remittance = find(element, "RmtInf");
  return {
    ...{ kind: "transaction", money: amount ? moneyOf(amount, direction) : null, direction, code: codeOf(element) },
    ...{
      endToEndId: text(element, "Refs/EndToEndId"),
      transactionId: text(element, "Refs/TxId"),
      msgId: text(element, "Refs/MsgId"),
    },
    ...{ debtor: partyOf(parties, "Dbtr"), creditor: partyOf(parties, "Cdtr") },
    reason: text(element, "RtrInf/Rsn/Cd") ?? text(element, "RtrInf/Rsn/Prtry"),
    references: all(remittance, "Strd").flatMap((one) => text(one, "CdtrRefInf/Ref") ?? []),
    texts: all(remittance, "Ustrd").map((one) => one.text),
  };
}

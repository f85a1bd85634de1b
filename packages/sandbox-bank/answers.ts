import type { Order, Transfer } from "./order.ts";

const moment = (now: Date): string => `${now.toISOString().slice(0, 19)}Z`;
const day = (now: Date): string => now.toISOString().slice(0, 10);

/** A status report on a file: as a whole, and payments that are refused. */
export function reportFile(order: Order, status: string, refused: readonly Transfer[], now: Date): string {
  const reason = `<StsRsnInf><Rsn><Cd>${order.fault ?? "AC01"}</Cd></Rsn></StsRsnInf>`;
  const payments = refused.map(
    ({ endToEndId }) => `<TxInfAndSts><OrgnlEndToEndId>${endToEndId}</OrgnlEndToEndId><TxSts>RJCT</TxSts>${reason}</TxInfAndSts>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.11"><CstmrPmtStsRpt>
<GrpHdr><MsgId>ST${order.msgId}</MsgId><CreDtTm>${moment(now)}</CreDtTm></GrpHdr>
<OrgnlGrpInfAndSts><OrgnlMsgId>${order.msgId}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId><GrpSts>${status}</GrpSts></OrgnlGrpInfAndSts>
<OrgnlPmtInfAndSts><OrgnlPmtInfId>${order.msgId}</OrgnlPmtInfId>${payments.join("\n")}</OrgnlPmtInfAndSts>
</CstmrPmtStsRpt></Document>
`;
}

type Statement = {
  number: number;
  account: string;
  balance: number;
  transfers: readonly Transfer[];
  kind: "paid" | "back";
  /** One entry for all. */
  together: boolean;
  msgId: string;
  now: Date;
};

/** A statement: an entry a payment, or one for all of a file. */
export function statementFile({ number, account, balance, transfers, kind, together, msgId, now }: Statement): string {
  const direction = kind === "paid" ? "DBIT" : "CRDT";
  const returned = kind === "back" ? "<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>" : "";
  const payment = ({ endToEndId, amount }: Transfer): string =>
    `<TxDtls><Refs><EndToEndId>${endToEndId}</EndToEndId></Refs><Amt Ccy="TWD">${amount}</Amt><CdtDbtInd>${direction}</CdtDbtInd>${returned}</TxDtls>`;
  const entry = (amount: number, n: number, batch: string, payments: string): string =>
    `<Ntry><Amt Ccy="TWD">${amount}</Amt><CdtDbtInd>${direction}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>${day(now)}</Dt></BookgDt>` +
    `<AcctSvcrRef>${number}-${n}</AcctSvcrRef><BkTxCd><Prtry><Cd>ACH</Cd></Prtry></BkTxCd><NtryDtls>${batch}${payments}</NtryDtls></Ntry>`;
  const sum = transfers.reduce((total, { amount }) => total + amount, 0);
  const batch = `<Btch><MsgId>${msgId}</MsgId><NbOfTxs>${transfers.length}</NbOfTxs></Btch>`;
  const entries = together
    ? [entry(sum, 1, batch, transfers.map(payment).join("\n"))]
    : transfers.map((one, n) => entry(one.amount, n + 1, "", payment(one)));
  const closing = `<Amt Ccy="TWD">${Math.abs(balance)}</Amt><CdtDbtInd>${balance < 0 ? "DBIT" : "CRDT"}</CdtDbtInd>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
<GrpHdr><MsgId>S${account}-${number}</MsgId><CreDtTm>${moment(now)}</CreDtTm></GrpHdr>
<Stmt><Id>${number}</Id><CreDtTm>${moment(now)}</CreDtTm><Acct><Id><Othr><Id>${account}</Id></Othr></Id><Ccy>TWD</Ccy></Acct>
<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp>${closing}<Dt><Dt>${day(now)}</Dt></Dt></Bal>
${entries.join("\n")}
</Stmt></BkToCstmrStmt></Document>
`;
}

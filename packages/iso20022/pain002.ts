import { InvalidFile } from "./errors.ts";
import { all, type Element, needed, readRecords, type Source, text, type XmlLimits } from "./xml.ts";

/** What a bank says of one payment. `status` as in ISO 20022: ACCP, ACSC, RJCT, PDNG, ... */
export type StatusLine = { kind: "payment"; group: string | null; endToEndId: string; status: string; reasons: string[] };
export type PaymentStatusReport =
  | {
      kind: "report";
      msgId: string;
      createdAt: string;
      originalMsgId: string;
      originalKind: string | null;
      status: string | null;
      reasons: string[];
    }
  /** Of a payment group of the file, before its payments. */
  | { kind: "group"; group: string; status: string | null; reasons: string[] }
  | StatusLine;

const root = "Document/CstmrPmtStsRpt";
const records = new Set([
  ...[`${root}/GrpHdr`, `${root}/OrgnlGrpInfAndSts`, `${root}/OrgnlPmtInfAndSts`],
  `${root}/OrgnlPmtInfAndSts/TxInfAndSts`,
]);
const namespace = /^urn:iso:std:iso:20022:tech:xsd:pain\.002\.001\.(0[3-9]|1[0-4])$/;

/** Reasons by their codes; a bank's own words stand for a code that is missing. */
const reasonsOf = (element: Element): string[] =>
  all(element, "StsRsnInf").map((one) => text(one, "Rsn/Cd") ?? text(one, "Rsn/Prtry") ?? text(one, "AddtlInf") ?? "NARR");

/** Reads a payment status report piece by piece; throws `InvalidFile`, also at its end. */
export async function* readPain002(source: Source, limits?: XmlLimits): AsyncGenerator<PaymentStatusReport> {
  let header: { msgId: string; createdAt: string } | undefined;
  let [group, reported]: [string | null, boolean] = [null, false];
  for await (const { at, path, element } of readRecords(source, (one) => records.has(one), limits)) {
    if (path === "") {
      if (!namespace.test(element.text)) throw new InvalidFile("not-this-message", `namespace "${element.text.slice(0, 80)}"`);
    } else if (path.endsWith("/GrpHdr")) header = { msgId: needed(element, "MsgId"), createdAt: needed(element, "CreDtTm") };
    else if (path.endsWith("/OrgnlGrpInfAndSts")) {
      if (!header) throw new InvalidFile("missing", "GrpHdr");
      const original = { originalMsgId: needed(element, "OrgnlMsgId"), originalKind: text(element, "OrgnlMsgNmId") };
      reported = true;
      yield { kind: "report", ...header, ...original, status: text(element, "GrpSts"), reasons: reasonsOf(element) };
    } else if (path.endsWith("/TxInfAndSts")) {
      const status = needed(element, "TxSts");
      yield { kind: "payment", group, endToEndId: needed(element, "OrgnlEndToEndId"), status, reasons: reasonsOf(element) };
    } else if (at === "begins" || group !== text(element, "OrgnlPmtInfId")) {
      group = needed(element, "OrgnlPmtInfId");
      yield { kind: "group", group, status: text(element, "PmtInfSts"), reasons: reasonsOf(element) };
    }
  }
  if (!reported) throw new InvalidFile("missing", "OrgnlGrpInfAndSts");
}

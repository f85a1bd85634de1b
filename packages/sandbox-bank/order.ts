/** A payment as the bank reads it out of a payer's file. */
export type Transfer = { endToEndId: string; amount: number; bank: string; creditor: string };
export type Order = { msgId: string; account: string; sum: number; transfers: Transfer[]; fault: string | undefined };

const inside = (text: string, tag: string): string | undefined =>
  new RegExp(`<${tag}(?: [^>]*)?>([\\s\\S]*?)</${tag}>`).exec(text)?.[1];

/** Reads a credit transfer file by its tags alone; undefined where it is not whole. */
export function readOrder(text: string): Order | undefined {
  if (!text.trimEnd().endsWith("</Document>")) return undefined;
  const head = inside(text, "GrpHdr") ?? "";
  const msgId = inside(head, "MsgId");
  const payer = /<DbtrAcct>[\s\S]*?<Othr><Id>(\d+)<\/Id>/.exec(text)?.[1];
  if (msgId === undefined || payer === undefined) return undefined;
  const transfers = [...text.matchAll(/<CdtTrfTxInf>([\s\S]*?)<\/CdtTrfTxInf>/g)].map(([, one = ""]) => ({
    endToEndId: inside(one, "EndToEndId") ?? "",
    amount: Number(inside(one, "InstdAmt")),
    bank: inside(one, "MmbId") ?? "",
    creditor: /<CdtrAcct>[\s\S]*?<Othr><Id>(\d+)<\/Id>/.exec(one)?.[1] ?? "",
  }));
  const sum = transfers.reduce((total, { amount }) => total + amount, 0);
  const said = { count: Number(inside(head, "NbOfTxs")), sum: Number(inside(head, "CtrlSum")) };
  const fault = said.count !== transfers.length || said.sum !== sum ? "AM10" : undefined;
  return { msgId, account: payer, sum, transfers, fault };
}

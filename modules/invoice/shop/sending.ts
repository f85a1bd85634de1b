import { createHash } from "node:crypto";
import { type BanCheck, findingsOf, type MessageCode, readMig, writeMessageDocument } from "@troad/invoice-formats";
import { instant, type ModuleContext } from "@troad/kernel";
import { jsonEntries, xmlEntry } from "../intake/entries.ts";
import type { Answer, Intake, InvalidField } from "../intake/take.ts";
import { insertSender } from "../senders/senders-store.ts";
import type { Shop } from "./access.ts";
import { shopFailure, shopField } from "./errors.ts";
import { isSuspendedShop } from "./shop-store.ts";

type Parts = { ctx: Pick<ModuleContext, "db" | "clock">; intake: Intake; isBan: BanCheck };
/** The sender that a business is at its own desk; its tokens and certificates are of the same sender. */
export const senderOf = (ban: string): string => `shop-${ban}`;
const sha256 = (bytes: Uint8Array | string): string => createHash("sha256").update(bytes).digest("hex");

/** What a shop sends at its desk goes the way of everything that shops send: the same checks, numbers and answers. */
export function openShopSending({ ctx, intake, isBan }: Parts) {
  const asSender = async ({ ban, name }: Shop) => {
    const id = senderOf(ban);
    if (await isSuspendedShop(ctx.db, id)) throw shopFailure("shop.suspended");
    return { id, name, sellers: [ban] };
  };
  const sendInvoices = async (shop: Shop, key: string, invoices: readonly object[]): Promise<Answer> => {
    const body = Buffer.from(JSON.stringify(invoices));
    const request = { sender: await asSender(shop), key, digest: sha256(body), kind: "json" };
    return intake.take(request, () => jsonEntries(body, isBan));
  };
  const sendMessages = async (shop: Shop, key: string, content: Uint8Array): Promise<Answer> => {
    const file = readMig(content, { isBan });
    const broken = file.is === "envelope" ? file.findings : findingsOf(file);
    if (file.is === "result" || (file.is === "envelope" && broken.length > 0)) throw shopField("shop.file-cut-off", "file");
    const messages = file.is === "envelope" ? file.messages : [file.message];
    const kind = messages[0]?.kind?.code ?? "?";
    return intake.take({ sender: await asSender(shop), key, digest: sha256(content), kind }, () => messages.map(xmlEntry));
  };
  return {
    sendInvoices,
    sendMessages,
    /** One message; a refusal is an error that names what is wrong. */
    message: async (shop: Shop, key: string, code: MessageCode, body: object): Promise<Answer> =>
      whole(await sendMessages(shop, key, Buffer.from(writeMessageDocument(code, "4.1", body)))),
    /** One invoice. What another request of the same second issued alike is that one's, and its number taken. */
    one: async (shop: Shop, key: string, invoice: object): Promise<Answer> => {
      const answer = whole(await sendInvoices(shop, key, [invoice]));
      if (answer.again.length > 0) throw shopFailure("shop.refused", { finding: "number.taken" });
      return answer;
    },
    /** The business as a sender, so that it can be given tokens and certificates. */
    register: async ({ ban, name }: Shop, by: string): Promise<string> => {
      const row = { id: senderOf(ban), name, sellers: [ban], tokenSha256: null, certificateSha256: null };
      await insertSender(ctx.db, { ...row, since: instant(ctx.clock), role: "shop", by });
      return row.id;
    },
  };
}
export type ShopSending = ReturnType<typeof openShopSending>;

function whole(answer: Answer): Answer {
  const [found] = answer.refused[0]?.errors ?? [];
  if (found) throw shopFailure("shop.refused", { finding: found.code });
  return answer;
}

/** How a refused message is mended, by what was found: the form, the numbers, the sums and so on. */
const families: readonly (readonly [RegExp, string])[] = [
  [/^number\.taken$/, "number-taken"],
  [/^(number|range)\./, "numbers"],
  [/^period\./, "period"],
  [/^date\./, "date"],
  [/^ban\./, "ban"],
  [/^(tax|amount)\./, "sums"],
  [/^(carrier|donation|proof)\./, "proof"],
  [/^invoice\./, "bound"],
  [/^seller\./, "seller"],
];
export const mendOf = ({ code }: Pick<InvalidField, "code">): string => families.find(([form]) => form.test(code))?.[1] ?? "form";

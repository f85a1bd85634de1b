import { createHash } from "node:crypto";
import { termOf, writeMessageDocument } from "@troad/invoice-formats";
import { instant, type ModuleContext } from "@troad/kernel";
import type { Shop } from "../shop/access.ts";
import type { ShopActs } from "../shop/acts.ts";
import { shopFailure } from "../shop/errors.ts";
import type { Message, Named, Sale, ShopMessages } from "../shop/messages.ts";
import type { ShopSending } from "../shop/sending.ts";
import { programFailure } from "./errors.ts";
import { findWrite, insertWrite, type Write } from "./programs-store.ts";

type Parts = {
  ctx: Pick<ModuleContext, "db" | "clock" | "ids">;
  acts: Pick<ShopActs, "nextNumber">;
  messages: ShopMessages;
  sending: Pick<ShopSending, "sendInvoices" | "sendMessages">;
};
/** Who asks, for whom, and under which key of its own. */
export type Asked = { client: string; shop: Shop; key: string };
export type Written = { package: string; term: string; number: string; receivedAt: string };
type Made = Pick<Write, "kind" | "term" | "number" | "content">;

/** More than requests are let in at once. */
const tries = 100;
const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/**
 * What programs write. The message is made and kept before it is sent, under the client's key: the same request again sends the same message, which
 * intake answers as before, whatever was cut off in between. A number that another took meanwhile makes a further message under the same key.
 */
export function openWrites({ ctx, acts, messages, sending }: Parts) {
  async function write({ client, shop, key }: Asked, request: object, make: () => Promise<Made>): Promise<Written> {
    const digest = sha256(JSON.stringify({ ban: shop.ban, ...request }));
    for (let nth = 0; nth < tries; nth++) {
      if (!(await findWrite(ctx.db, client, key, nth)))
        await insertWrite(ctx.db, { client, key, nth, digest, ban: shop.ban, ...(await make()), at: instant(ctx.clock) });
      const { kind, content, term, number, ...kept } = (await findWrite(ctx.db, client, key, nth))!;
      if (kept.digest !== digest) throw programFailure("program.key-reused");
      const intakeKey = `form ${client} ${key} ${nth}`;
      const answer =
        kind === "json"
          ? await sending.sendInvoices(shop, intakeKey, [JSON.parse(content)])
          : await sending.sendMessages(shop, intakeKey, Buffer.from(content));
      const [finding] = answer.refused[0]?.errors ?? [];
      // the same sale in the same second is another's: intake says the number is there, and it is not ours
      if (kind === "json" && answer.again.length > 0) continue;
      if (!finding) return { package: answer.package, term, number, receivedAt: answer.receivedAt };
      if (kind !== "json" || finding.code !== "number.taken") throw shopFailure("shop.refused", { finding: finding.code });
    }
    throw shopFailure("shop.no-numbers");
  }
  const message = async (named: Named, making: Promise<Message>): Promise<Made> => {
    const { code, body } = await making;
    return { kind: code, ...named, content: writeMessageDocument(code, "4.1", body) };
  };
  return {
    issue: (asked: Asked, sale: Sale): Promise<Written> =>
      write(asked, { act: "issue", sale }, async () => {
        const number = await acts.nextNumber(asked.shop);
        const content = JSON.stringify(messages.invoice(asked.shop, sale, number));
        return { kind: "json", term: termOf(messages.today()), number, content };
      }),
    cancel: (asked: Asked, named: Named, reason: string): Promise<Written> =>
      write(asked, { act: "cancel", ...named, reason }, () => message(named, messages.cancel(asked.shop, named, reason))),
    void: (asked: Asked, named: Named, reason: string): Promise<Written> =>
      write(asked, { act: "void", ...named, reason }, () => message(named, messages.void(asked.shop, named, reason))),
    allow: (asked: Asked, named: Named, amount: string): Promise<Written> =>
      write(asked, { act: "allow", ...named, amount }, () =>
        message(named, messages.allowance(asked.shop, named, { amount, id: ctx.ids.uuid() })),
      ),
  };
}
export type Writes = ReturnType<typeof openWrites>;

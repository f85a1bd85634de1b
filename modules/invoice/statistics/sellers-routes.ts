import { createHash } from "node:crypto";
import { clientNetwork, exactly, instant, type ModuleContext } from "@troad/kernel";
import { districtCodes } from "@troad/web";
import type { FastifyInstance } from "fastify";
import Type from "typebox";
import { Compile } from "typebox/compile";
import { invoiceFailure } from "../errors.ts";
import type { Admission } from "../intake/admission.ts";
import { senderByToken } from "../senders/senders-store.ts";
import { insertSellerPlaces } from "./sellers-store.ts";
import { readTrades } from "./trades.ts";

const bodyLimit = 256 * 1024;
const mostSellers = 1_000;
const stated = Compile(
  exactly({
    sellers: Type.Array(
      exactly({
        ban: Type.String({ pattern: "^\\d{8}$" }),
        township: Type.String({ pattern: "^\\d{8}$" }),
        trade: Type.String({ pattern: "^\\d{2}$" }),
        since: Type.String({ format: "date" }),
      }),
      { minItems: 1, maxItems: mostSellers },
    ),
  }),
);

/** Where the sellers of a sender have their shop and what they trade in, stated with the sender's token; all of a request or none. */
export async function sellerRoutes(app: FastifyInstance, ctx: ModuleContext, admission: Admission): Promise<void> {
  const [townships, trades] = [districtCodes(ctx.content), readTrades(ctx.content)];
  app.post("/invoice/v1/sellers", { bodyLimit, config: { dataOnly: true, nestedBody: true } }, (request) =>
    admission.run("other", clientNetwork(request.ip), async () => {
      const token = /^Bearer ([\w.~+/=-]{16,200})$/.exec(request.headers.authorization ?? "")?.[1];
      const sender = token && (await senderByToken(ctx.db, createHash("sha256").update(token).digest("hex")));
      if (!sender) throw invoiceFailure("invoice.sender-unknown");
      if (!stated.Check(request.body)) throw invoiceFailure("invoice.malformed");
      for (const { ban, township, trade } of request.body.sellers) {
        if (!townships.has(township) || !trades.has(trade)) throw invoiceFailure("invoice.place-unknown");
        if (!sender.sellers.includes("*") && !sender.sellers.includes(ban)) throw invoiceFailure("invoice.seller-foreign");
      }
      const changed = await insertSellerPlaces(ctx.db, request.body.sellers, { sender: sender.id, at: instant(ctx.clock) });
      return { changed };
    }),
  );
}

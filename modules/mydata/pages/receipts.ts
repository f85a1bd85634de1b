import { hidden } from "@troad/web";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { MyDataPages } from "./parts.ts";

type Parts = Pick<MyDataPages, "site" | "receipts">;

/** Receipts of consents as files: JSON-LD to read, and the same sealed. */
export function receiptPages(app: FastifyInstance, { site, receipts }: Parts): void {
  const send = (reply: FastifyReply, request: FastifyRequest, type: string, body: string): FastifyReply => {
    const { id } = request.params as { id: string };
    const ending = type === "application/jwt" ? "jwt" : "jsonld";
    return reply
      .type(type)
      .header("content-disposition", `attachment; filename="consent-${id.slice(0, 8)}.${ending}"`)
      .header("cache-control", "no-store")
      .header("x-content-type-options", "nosniff")
      .send(body);
  };
  const idIn = (request: FastifyRequest): string => (request.params as { id: string }).id;
  app.get(
    "/my-data/consents/:id/receipt.jsonld",
    hidden,
    site.signedIn(["citizen"], async (request, { subject }, reply) => {
      const receipt = await receipts.plain(subject, idIn(request), request.lang);
      return send(reply, request, "application/ld+json", `${JSON.stringify(receipt, null, 2)}\n`);
    }),
  );
  app.get(
    "/my-data/consents/:id/receipt.jwt",
    hidden,
    site.signedIn(["citizen"], async (request, { subject }, reply) =>
      send(reply, request, "application/jwt", await receipts.sealed(subject, idIn(request), request.lang)),
    ),
  );
}

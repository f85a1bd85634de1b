import { exactly, type ModuleContext, oneOf, rateLimit, textUpTo } from "@troad/kernel";
import type { FastifyInstance } from "fastify";
import Type from "typebox";
import type { Application, Applications } from "../applications/applications.ts";

const bodyLimit = 32 * 1024;
const perMinute = 10;

const application = exactly({
  profile: oneOf("seal", "tls", "encryption"),
  member: Type.String({ pattern: "^[A-Z]{2,10}/[A-Za-z0-9-]{1,40}$" }),
  organization: Type.String({ minLength: 1, maxLength: 300 }),
  hosts: Type.Array(Type.String({ pattern: "^[A-Za-z0-9.:-]{1,253}$" }), { maxItems: 20 }),
  key: oneOf("chip", "file"),
  csr: textUpTo(20_000),
  contact: Type.String({ minLength: 3, maxLength: 300 }),
});
const renewal = exactly({ serial: textUpTo(100), csr: textUpTo(20_000), proof: textUpTo(2_000) });

/** Where certificates are applied for and renewed (PKCS#10 in JSON); decisions are made by the operator. */
export function applicationRoutes(
  ctx: Pick<ModuleContext, "clock" | "db">,
  applications: Applications,
): (app: FastifyInstance) => void {
  const limit = rateLimit(ctx.db, ctx.clock, "applications", perMinute);
  const docs = (summary: string) => ({ tags: ["pki"], summary });
  return (app) => {
    app.post<{ Body: Application }>(
      "/pki/applications",
      {
        bodyLimit,
        schema: { ...docs("Applies for a certificate; the request proves possession of the key"), body: application },
      },
      async (request, reply) => {
        await limit(request.ip);
        return reply.code(202).send(await applications.apply(request.body));
      },
    );
    app.get<{ Params: { id: string } }>(
      "/pki/applications/:id",
      { schema: docs("What became of an application, for the one who has its secret") },
      async (request) => {
        const [, secret = ""] = /^Bearer (\S{10,100})$/.exec(request.headers.authorization ?? "") ?? [];
        return applications.view(request.params.id, secret);
      },
    );
    app.post<{ Body: { serial: string; csr: string; proof: string } }>(
      "/pki/renewals",
      { bodyLimit, schema: { ...docs("Renews a certificate; its key signs the request"), body: renewal } },
      async (request) => {
        await limit(request.ip);
        return applications.renew(request.body);
      },
    );
  };
}

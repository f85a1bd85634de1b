import { CodedError, seeOther } from "@troad/kernel";
import type { FastifyInstance } from "fastify";
import type { Proof } from "../domain/methods.ts";
import type { Eid } from "../eid.ts";
import { resumedPage, resumePage } from "../pages/resume.ts";
import { sendPage } from "../pages/shell.ts";
import { type CardForm, readDemoCard } from "./sign-in.ts";

type TokenBody = { challengeId: string; token: unknown };
const tokenBody = {
  type: "object",
  required: ["challengeId", "token"],
  properties: { challengeId: { type: "string", maxLength: 64 }, token: { type: "object" } },
} as const;

/**
 * Reactivating a suspended card: the card itself proves possession, with its PIN and a fresh challenge. This signs nobody in, and no
 * session from before the suspension can do it.
 */
export function resumeRoutes(app: FastifyInstance, eid: Eid): void {
  const schema = { schema: { hide: true } };
  const resume = ({ credential, subject }: Proof): Promise<void> => eid.cards.change(credential, "resume", subject);

  app.get("/eid/resume", schema, async (request, reply) => sendPage(eid.site, reply, await resumePage(eid, request)));
  app.get("/eid/resumed", schema, async (request, reply) => sendPage(eid.site, reply, resumedPage(eid, request)));

  app.post<{ Body: CardForm }>("/eid/resume/card", schema, async (request, reply) => {
    try {
      await resume(await readDemoCard(eid, request, request.body, { suspended: true }));
      return seeOther(reply, "/eid/resumed");
    } catch (error) {
      if (!(error instanceof CodedError) || error.status >= 500) throw error;
      const document = await resumePage(eid, request, { error, subject: String(request.body?.subject ?? "") });
      return sendPage(eid.site, reply, document, error.status);
    }
  });

  app.post<{ Body: TokenBody }>(
    "/eid/resume/token",
    { bodyLimit: 32 * 1024, schema: { hide: true, body: tokenBody } },
    async (request) => {
      await eid.limits.token(request.ip);
      await resume(await eid.verify(request.body.challengeId, request.body.token, { suspended: true }));
      return { continue: "/eid/resumed" };
    },
  );
}

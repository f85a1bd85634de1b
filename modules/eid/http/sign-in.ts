import { CodedError, isUuid, seeOther } from "@troad/kernel";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { fail } from "../domain/errors.ts";
import type { Proof } from "../domain/methods.ts";
import type { Eid } from "../eid.ts";
import { sendPage } from "../pages/shell.ts";
import { signInPage } from "../pages/sign-in.ts";

export type CardForm = { subject?: unknown; pin?: unknown };

/** Makes the demonstration's reader prove possession of this person's card and PIN; in a demonstration only. */
export async function readDemoCard(
  eid: Eid,
  request: FastifyRequest,
  form: CardForm,
  allow?: { suspended: boolean },
): Promise<Proof> {
  if (!eid.demo) throw fail("eid.card-unknown");
  await eid.limits.pin(request.ip);
  const subject = typeof form?.subject === "string" ? form.subject : "";
  const pin = typeof form?.pin === "string" ? form.pin.trim() : "";
  if (!isUuid(subject)) throw fail("eid.card-unknown");
  return eid.demo.read(subject, pin, allow);
}

/** Signing in to the account page itself, and the language of all pages. */
export function signInRoutes(app: FastifyInstance, eid: Eid): void {
  const { ctx } = eid;
  const schema = { schema: { hide: true } };
  const nested = { ...schema, config: { nestedBody: true } };
  const place = { base: "/eid/sign-in" };

  async function begin(request: FastifyRequest, reply: FastifyReply, proof: Proof): Promise<string> {
    if (await eid.locks.isLocked(proof.subject)) throw fail("eid.locked");
    await eid.sessions.begin(request, reply, proof, "account");
    await ctx.db.tx((tx) =>
      tx.audit({ actor: proof.subject, action: "eid.sign-in", target: proof.subject, detail: { method: proof.method } }),
    );
    return "/eid/account";
  }

  app.get<{ Querystring: { again?: string } }>("/eid/sign-in", schema, async (request, reply) =>
    sendPage(eid.site, reply, await signInPage(eid, request, { ...place, again: request.query.again !== undefined })),
  );

  app.post<{ Body: CardForm }>("/eid/sign-in/card", schema, async (request, reply) => {
    try {
      return seeOther(reply, await begin(request, reply, await readDemoCard(eid, request, request.body)));
    } catch (error) {
      if (!(error instanceof CodedError) || error.status >= 500) throw error;
      const document = await signInPage(eid, request, place, { error, subject: String(request.body?.subject ?? "") });
      return sendPage(eid.site, reply, document, error.status);
    }
  });

  app.post("/eid/passkey/options", schema, async (request) => {
    await eid.limits.challenge(request.ip);
    return eid.passkeys.beginSignIn();
  });

  app.post<{ Body: { challengeId: string; response: unknown } }>("/eid/sign-in/passkey", nested, async (request, reply) => {
    await eid.limits.token(request.ip);
    const proof = await eid.passkeys.signIn(String(request.body?.challengeId ?? ""), request.body?.response);
    return { location: await begin(request, reply, proof) };
  });

  app.post("/eid/sign-out", schema, async (request, reply) => {
    await eid.sessions.end(request, reply);
    return seeOther(reply, "/eid/sign-in");
  });
}

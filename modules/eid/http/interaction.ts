import { CodedError, instant, isUuid, seeOther } from "@troad/kernel";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { fail } from "../domain/errors.ts";
import type { Proof } from "../domain/methods.ts";
import type { Eid } from "../eid.ts";
import { sendPage } from "../pages/shell.ts";
import { signInPage } from "../pages/sign-in.ts";
import { takeAnswer } from "../store/challenges.ts";
import { type CardForm, readDemoCard } from "./sign-in.ts";

type Uid = { Params: { uid: string } };

/** `login_hint=demo:<subject>`: the one-click sign-in of the demonstration. */
const demoHint = /^demo:(.{1,36})$/;

/**
 * The pages of one authorization request. Every way to complete it ends in a proof; the demonstration's one-click sign-in is one of them.
 */
export function interactionRoutes(app: FastifyInstance, eid: Eid): void {
  const { ctx, interactions } = eid;
  const schema = { schema: { hide: true } };

  async function finish(request: FastifyRequest, reply: FastifyReply, uid: string, proof: Proof): Promise<string> {
    const interaction = await interactions.of(request, reply, uid);
    const signIn = await eid.sessions.begin(request, reply, proof, String(interaction.params.client_id));
    const location = await interactions.finish(request, reply, interaction, proof, signIn);
    await ctx.db.tx((tx) =>
      tx.audit({
        actor: proof.subject,
        action: "eid.sign-in",
        target: String(interaction.params.client_id),
        detail: { method: proof.method },
      }),
    );
    return location;
  }

  async function showAgain(
    request: FastifyRequest,
    reply: FastifyReply,
    uid: string,
    error: unknown,
    subject?: string,
  ): Promise<FastifyReply> {
    if (!(error instanceof CodedError) || error.status >= 500 || error.code === "eid.sign-in-expired") throw error;
    const document = await signInPage(
      eid,
      request,
      { base: `/eid/interaction/${uid}`, interaction: uid },
      { error, ...(subject ? { subject } : {}) },
    );
    return sendPage(eid.site, reply, document, error.status);
  }

  app.get<Uid>("/eid/interaction/:uid", schema, async (request, reply) => {
    const { uid } = request.params;
    const interaction = await interactions.of(request, reply, uid);
    const [, subject] = demoHint.exec(String(interaction.params.login_hint ?? "")) ?? [];
    if (eid.demo && subject !== undefined && isUuid(subject)) {
      try {
        const proof = await readDemoCard(eid, request, { subject, pin: eid.demo.files.pinOf(subject) });
        return seeOther(reply, await finish(request, reply, uid, proof));
      } catch (error) {
        return showAgain(request, reply, uid, error, subject);
      }
    }
    return sendPage(eid.site, reply, await signInPage(eid, request, { base: `/eid/interaction/${uid}`, interaction: uid }));
  });

  app.post<Uid & { Body: CardForm }>("/eid/interaction/:uid/card", schema, async (request, reply) => {
    const { uid } = request.params;
    await interactions.of(request, reply, uid);
    try {
      return seeOther(reply, await finish(request, reply, uid, await readDemoCard(eid, request, request.body)));
    } catch (error) {
      return showAgain(request, reply, uid, error, String(request.body?.subject ?? ""));
    }
  });

  app.get<Uid & { Querystring: { challenge?: string } }>("/eid/interaction/:uid/continue", schema, async (request, reply) => {
    const { uid } = request.params;
    await interactions.of(request, reply, uid);
    const proof = await takeAnswer(ctx.db, String(request.query.challenge ?? ""), uid, instant(ctx.clock));
    if (!proof) throw fail("eid.sign-in-expired");
    return seeOther(reply, await finish(request, reply, uid, proof));
  });

  app.post<Uid & { Body: { challengeId: string; response: unknown } }>(
    "/eid/interaction/:uid/passkey",
    { ...schema, config: { nestedBody: true } },
    async (request, reply) => {
      const { uid } = request.params;
      await interactions.of(request, reply, uid);
      eid.limits.token(request.ip);
      const proof = await eid.passkeys.signIn(String(request.body?.challengeId ?? ""), request.body?.response);
      return { location: await finish(request, reply, uid, proof) };
    },
  );

  app.post<Uid>("/eid/interaction/:uid/abort", schema, async (request, reply) => {
    await interactions.of(request, reply, request.params.uid);
    return seeOther(reply, await interactions.abort(request, reply));
  });
}

import { CodedError, instant, isUuid, seeOther } from "@troad/kernel";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { fail } from "../domain/errors.ts";
import type { Proof } from "../domain/methods.ts";
import type { Eid } from "../eid.ts";
import { agree, personAsked } from "../oidc/agree.ts";
import type { Interaction } from "../oidc/interactions.ts";
import { agreePage } from "../pages/agree.ts";
import { sendPage } from "../pages/shell.ts";
import { signInPage } from "../pages/sign-in.ts";
import { takeAnswer } from "../store/challenges.ts";
import { type CardForm, readDemoCard } from "./sign-in.ts";

type Uid = { Params: { uid: string } };

/** `login_hint=demo:<subject>`: the one-click sign-in of the demonstration. */
const demoHint = /^demo:(.{1,36})$/;

/** The proof counts for this request: it is strong enough, a sign-in of its own, and stands in the person's history. */
export async function finishSignIn(
  eid: Eid,
  request: FastifyRequest,
  reply: FastifyReply,
  uid: string,
  proof: Proof,
): Promise<string> {
  const interaction = await eid.interactions.of(request, reply, uid);
  eid.interactions.checkStrength(interaction, proof);
  if (await eid.locks.isLocked(proof.subject)) throw fail("eid.locked");
  const client = String(interaction.params.client_id);
  const signIn = await eid.sessions.begin(request, reply, proof, client);
  const location = await eid.interactions.finish(request, reply, interaction, proof, signIn);
  // the audit says that someone signed in and how; where is in the person's own history alone
  await eid.ctx.db.tx((tx) =>
    tx.audit({ actor: proof.subject, action: "eid.sign-in", target: proof.subject, detail: { method: proof.method } }),
  );
  await eid.history.add({ subject: proof.subject, client, what: "sign-in", method: proof.method });
  return location;
}

/** Shows the sign-in page again with what went wrong; what is no matter of the person's input is passed on. */
export async function showSignInAgain(
  eid: Eid,
  request: FastifyRequest,
  reply: FastifyReply,
  uid: string,
  error: unknown,
  subject?: string,
): Promise<FastifyReply> {
  if (!(error instanceof CodedError) || error.status >= 500 || error.code === "eid.sign-in-expired") throw error;
  const interaction = await eid.interactions.of(request, reply, uid);
  const place = { base: `/eid/interaction/${uid}`, interaction: uid, acr: interaction.params.acr_values };
  const document = await signInPage(eid, request, place, { error, ...(subject ? { subject } : {}) });
  return sendPage(eid.site, reply, document, error.status, interaction.params.redirect_uri);
}

/**
 * The pages of one authorization request. Every way to complete it ends in a proof; the demonstration's one-click sign-in is one of them.
 */
export function interactionRoutes(app: FastifyInstance, eid: Eid): void {
  const { ctx, interactions } = eid;
  const schema = { schema: { hide: true } };
  const finish = finishSignIn.bind(undefined, eid);
  const showAgain = showSignInAgain.bind(undefined, eid);

  app.get<Uid>("/eid/interaction/:uid", schema, async (request, reply) => {
    const { uid } = request.params;
    const interaction = await interactions.of(request, reply, uid);
    const next = interaction.params.redirect_uri;
    if (interaction.prompt.name === "consent")
      return sendPage(eid.site, reply, await agreePage(eid, request, interaction), 200, next);
    if (interaction.prompt.name === "mandate") return seeOther(reply, await askForWhom(eid, interaction));
    const [, subject] = demoHint.exec(String(interaction.params.login_hint ?? "")) ?? [];
    if (eid.demo && subject !== undefined && isUuid(subject)) {
      try {
        const proof = await readDemoCard(eid, request, { subject, pin: eid.demo.files.pinOf(subject) });
        return seeOther(reply, await finish(request, reply, uid, proof));
      } catch (error) {
        return showAgain(request, reply, uid, error, subject);
      }
    }
    const place = { base: `/eid/interaction/${uid}`, interaction: uid, acr: interaction.params.acr_values };
    return sendPage(eid.site, reply, await signInPage(eid, request, place), 200, next);
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
      await eid.limits.token(request.ip);
      const proof = await eid.passkeys.signIn(String(request.body?.challengeId ?? ""), request.body?.response);
      return { location: await finish(request, reply, uid, proof) };
    },
  );

  /** The person agrees that the client is told what the page lists. */
  app.post<Uid>("/eid/interaction/:uid/agree", schema, async (request, reply) => {
    const interaction = await interactions.of(request, reply, request.params.uid);
    if (interaction.prompt.name !== "consent") throw fail("eid.sign-in-expired");
    const grantId = await agree(eid, interaction);
    return seeOther(reply, await interactions.goOn(request, reply, { consent: { grantId } }));
  });

  /** For whom the person acts, as they said on the page that knows their mandates. */
  app.get<Uid & { Querystring: { ticket?: string } }>("/eid/interaction/:uid/mandate", schema, async (request, reply) => {
    const interaction = await interactions.of(request, reply, request.params.uid);
    if (interaction.prompt.name !== "mandate") throw fail("eid.sign-in-expired");
    const answer = await eid.tickets.take("mandate", String(request.query.ticket ?? ""), request.params.uid);
    return seeOther(reply, await interactions.goOn(request, reply, { mandate: answer ?? { acting: null } }));
  });

  app.post<Uid>("/eid/interaction/:uid/abort", schema, async (request, reply) => {
    const interaction = await interactions.of(request, reply, request.params.uid);
    const subject = personAsked(interaction);
    if (subject !== undefined) await eid.history.add({ subject, client: String(interaction.params.client_id), what: "refused" });
    return seeOther(reply, await interactions.abort(request, reply));
  });
}

/** Sends the person to the page that knows for whom they may act. */
async function askForWhom({ tickets, clients, ctx }: Eid, interaction: Interaction): Promise<string> {
  const subject = personAsked(interaction);
  const client = await clients.inForce(String(interaction.params.client_id));
  const mandates = client?.registration.mandates;
  if (subject === undefined || !mandates) throw fail("eid.sign-in-expired");
  const { name } = client.registration;
  const about = { service: mandates.service, purpose: mandates.purpose, client: name };
  const ticket = await tickets.open("mandate", interaction.uid, subject, about);
  return `${ctx.origin("proofing")}/act-for/${encodeURIComponent(ticket)}`;
}

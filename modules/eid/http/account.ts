import { seeOther } from "@troad/kernel";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { CardAction } from "../domain/card-state.ts";
import { fail } from "../domain/errors.ts";
import type { Eid } from "../eid.ts";
import { accountPage } from "../pages/account.ts";
import { sendPage } from "../pages/shell.ts";
import { findPerson } from "../store/people.ts";

const actions: readonly CardAction[] = ["suspend", "resume"];

/** One's own cards and passkeys. Programs get 401, people are sent to sign in. */
export function accountRoutes(app: FastifyInstance, eid: Eid): void {
  const { ctx } = eid;
  const schema = { schema: { hide: true } };
  const nested = { ...schema, config: { nestedBody: true } };

  async function signedIn(request: FastifyRequest) {
    const proof = await eid.sessions.current(request);
    const person = proof && (await findPerson(ctx.db, proof.subject));
    request.subject = person?.subject;
    return person && { person, proof };
  }
  async function subjectOf(request: FastifyRequest): Promise<string> {
    const session = await signedIn(request);
    if (!session) throw fail("eid.session-missing");
    return session.person.subject;
  }
  /** Only the cards of the person who asks. */
  async function ownCard(request: FastifyRequest, serial: unknown): Promise<{ subject: string; serial: string }> {
    const subject = await subjectOf(request);
    const card = (await eid.cards.of(subject)).find((one) => one.serial === serial);
    if (!card) throw fail("eid.card-unknown");
    return { subject, serial: card.serial };
  }
  const back = (reply: FastifyReply): FastifyReply => seeOther(reply, "/eid/account");

  app.get("/eid/account", schema, async (request, reply) => {
    const session = await signedIn(request);
    if (!session) return seeOther(reply, "/eid/sign-in");
    return sendPage(ctx, reply, await accountPage(eid, request, session.person, session.proof));
  });

  for (const action of actions)
    app.post<{ Body: { serial?: string } }>(`/eid/account/cards/${action}`, schema, async (request, reply) => {
      const { subject, serial } = await ownCard(request, request.body?.serial);
      await eid.cards.change(serial, action, subject);
      return back(reply);
    });

  /** Whoever is here has proved to be the holder by another way, or before the card locked: what a PUK is for. */
  app.post<{ Body: { serial?: string } }>("/eid/account/cards/unlock", schema, async (request, reply) => {
    const { subject, serial } = await ownCard(request, request.body?.serial);
    await eid.cards.unlockPin(serial, subject);
    return back(reply);
  });

  app.post("/eid/account/passkeys/options", schema, async (request) => {
    const session = await signedIn(request);
    if (!session) throw fail("eid.session-missing");
    return eid.passkeys.beginAdding(session.person);
  });

  app.post<{ Body: { challengeId?: unknown; response?: unknown } }>("/eid/account/passkeys", nested, async (request) => {
    const subject = await subjectOf(request);
    await eid.passkeys.add(subject, String(request.body?.challengeId ?? ""), request.body?.response);
    return { location: "/eid/account" };
  });

  app.post<{ Body: { id?: string } }>("/eid/account/passkeys/remove", schema, async (request, reply) => {
    await eid.passkeys.remove(await subjectOf(request), String(request.body?.id ?? ""));
    return back(reply);
  });
}

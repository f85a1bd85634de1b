import { CodedError, seeOther } from "@troad/kernel";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { fail } from "../domain/errors.ts";
import type { Eid } from "../eid.ts";
import { historyPage } from "../pages/history.ts";
import { enrolPage, lockedPage, recoverPage } from "../pages/safety.ts";
import { sendPage } from "../pages/shell.ts";
import { deleteAgreement } from "../store/agreements.ts";
import { delegationsOf, endDelegations } from "../store/delegations.ts";
import { findPerson } from "../store/people.ts";

type Form = { Body: { id?: unknown; client?: unknown; nationalId?: unknown; code?: unknown } | undefined };

/** Locking an identity, getting it back, the office's code, and the person's own history. */
export function safetyRoutes(app: FastifyInstance, eid: Eid): void {
  const { ctx } = eid;
  const schema = { schema: { hide: true } };
  const nested = { ...schema, config: { nestedBody: true } };
  const subjectOf = async (request: FastifyRequest): Promise<string> => {
    const session = await eid.sessions.current(request);
    if (!session) throw fail("eid.session-missing");
    return session.subject;
  };
  const to = (reply: FastifyReply, address: string): FastifyReply => seeOther(reply, address);

  /** Needs no fresh proof: who sees something wrong acts at once. */
  app.post("/eid/account/lock", schema, async (request, reply) => {
    const subject = await subjectOf(request);
    await eid.locks.lock(subject, subject);
    await eid.sessions.end(request, reply);
    return to(reply, "/eid/locked");
  });
  app.get("/eid/locked", schema, async (request, reply) => sendPage(eid.site, reply, lockedPage(eid, request)));

  /** A bound device asks for the identity back, and after a day gets it; both with a fresh proof of that device. */
  app.get("/eid/recover", schema, async (request, reply) => sendPage(eid.site, reply, recoverPage(eid, request)));
  app.post<{ Body: { challengeId?: unknown; response?: unknown } }>("/eid/recover", nested, async (request) => {
    await eid.limits.token(request.ip);
    const { subject, credential, method } = await eid.passkeys.signIn(
      String(request.body?.challengeId ?? ""),
      request.body?.response,
      { locked: true },
    );
    if (method !== "passkey-bound") throw fail("eid.way-too-weak");
    const waiting = await eid.locks.recoveryOf(subject);
    const isReady = waiting?.credential === credential && Date.parse(waiting.ready_at) <= ctx.clock.now().getTime();
    if (isReady) await eid.locks.recover(subject, credential);
    else await eid.locks.askRecovery(subject, credential);
    return { location: isReady ? "/eid/recover?done=1" : "/eid/recover?asked=1" };
  });
  /** From any sign-in that still stands; and by a card, since a thief of one device has not the other. */
  app.post("/eid/account/recovery/cancel", schema, async (request, reply) => {
    await eid.locks.cancelRecovery(await subjectOf(request));
    return to(reply, "/eid/account");
  });
  app.post<{ Body: { challengeId?: unknown; response?: unknown } }>("/eid/recover/cancel", nested, async (request) => {
    await eid.limits.token(request.ip);
    const answer = [String(request.body?.challengeId ?? ""), request.body?.response] as const;
    const { subject } = await eid.passkeys.signIn(...answer, { locked: true });
    await eid.locks.cancelRecovery(subject);
    return { location: "/eid/recover?cancelled=1" };
  });

  /** A first passkey without a card: in person at the office, which hands out a code. */
  app.get("/eid/enrol", schema, async (request, reply) => sendPage(eid.site, reply, enrolPage(eid, request)));
  app.post<Form>("/eid/enrol", schema, async (request, reply) => {
    await eid.limits.pin(request.ip);
    try {
      const nationalId = String(request.body?.nationalId ?? "")
        .trim()
        .toUpperCase()
        .slice(0, 20);
      const { subject } = await eid.codes.redeem(nationalId, String(request.body?.code ?? "").slice(0, 20));
      await eid.sessions.begin(request, reply, { subject, method: "office", credential: "office" }, "account");
      return to(reply, "/eid/account");
    } catch (error) {
      if (!(error instanceof CodedError) || error.status >= 500) throw error;
      return sendPage(eid.site, reply, enrolPage(eid, request, error), error.status);
    }
  });

  app.get<{ Querystring: { before?: string } }>("/eid/history", schema, async (request, reply) => {
    const session = await eid.sessions.current(request);
    const person = session && (await findPerson(ctx.db, session.subject));
    if (!person) return to(reply, "/eid/sign-in");
    return sendPage(eid.site, reply, await historyPage(eid, request, person));
  });
  app.post<Form>("/eid/history/erase", schema, async (request, reply) => {
    const id = request.body?.id;
    const one = typeof id === "string" && /^[0-9a-f-]{36}$/.test(id) ? id : null;
    if (id === undefined || one !== null) await eid.history.erase(await subjectOf(request), one);
    return to(reply, "/eid/history");
  });

  /** The person takes back what they agreed to: the client asks again at the next sign-in. */
  app.post<Form>("/eid/account/agreements/end", schema, async (request, reply) => {
    const subject = await subjectOf(request);
    const client = String(request.body?.client ?? "").slice(0, 100);
    await deleteAgreement(ctx.db, subject, client);
    await eid.signIns.endClient(subject, client);
    return to(reply, "/eid/history");
  });
  /** Either side ends an act by mandate. */
  app.post<Form>("/eid/account/delegations/end", schema, async (request, reply) => {
    const subject = await subjectOf(request);
    const now = ctx.clock.now().toISOString();
    const own = (await delegationsOf(ctx.db, subject, now)).find(({ grant_id: grant }) => grant === request.body?.id);
    if (own) await ctx.db.tx((tx) => endDelegations(tx, { grant: own.grant_id }, now));
    return to(reply, "/eid/history");
  });
}

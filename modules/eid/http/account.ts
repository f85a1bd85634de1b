import { seeOther } from "@troad/kernel";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { fail } from "../domain/errors.ts";
import type { Eid } from "../eid.ts";
import { accountPage } from "../pages/account.ts";
import { sendPage } from "../pages/shell.ts";
import { findPerson } from "../store/people.ts";
import { boundBy } from "./phone.ts";

type ChangeForm = { serial?: unknown; id?: unknown };

/**
 * A person's own cards, passkeys and sign-ins. Programs get 401, people are asked to sign in. Whatever adds power (reactivating a card,
 * adding a passkey) or removes a way to sign in needs a proof from the last few minutes: the person at an open browser may not be its owner
 * (ASVS 5.0 7.5).
 */
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
  async function currentSession(request: FastifyRequest) {
    const session = await signedIn(request);
    if (!session) throw fail("eid.session-missing");
    return session;
  }
  async function freshSession(request: FastifyRequest) {
    const session = await currentSession(request);
    if (!session.proof.isFresh) throw fail("eid.proof-stale");
    return session;
  }
  /** Only the cards of the signed-in person. */
  async function ownCard(subject: string, serial: unknown): Promise<{ subject: string; serial: string }> {
    const card = (await eid.cards.of(subject)).find((one) => one.serial === serial);
    if (!card) throw fail("eid.card-unknown");
    return { subject, serial: card.serial };
  }
  const back = (reply: FastifyReply): FastifyReply => seeOther(reply, "/eid/account");

  app.get("/eid/account", schema, async (request, reply) => {
    const session = await signedIn(request);
    if (!session) return seeOther(reply, "/eid/sign-in");
    return sendPage(eid.site, reply, await accountPage(eid, request, session.person, session.proof));
  });

  /** A person who has lost a card can suspend it at once, with every sign-in; that needs no fresh proof. */
  app.post<{ Body: { serial?: string } }>("/eid/account/cards/suspend", schema, async (request, reply) => {
    const { subject, serial } = await ownCard((await currentSession(request)).person.subject, request.body?.serial);
    await eid.cards.change(serial, "suspend", subject);
    await eid.sessions.end(request, reply);
    return seeOther(reply, "/eid/resume");
  });

  /** A form that changes something; if the proof is no longer fresh, the person is asked for a new one and returns to the page. */
  const change = (address: string, apply: (subject: string, body: ChangeForm) => Promise<void>): void => {
    app.post<{ Body: ChangeForm | undefined }>(address, schema, async (request, reply) => {
      const isForPeople = (request.headers.accept ?? "").includes("text/html");
      if (isForPeople && !(await currentSession(request)).proof.isFresh) return seeOther(reply, "/eid/sign-in?again=1");
      await apply((await freshSession(request)).person.subject, request.body ?? {});
      return back(reply);
    });
  };
  change("/eid/account/cards/resume", async (subject, { serial }) =>
    eid.cards.change((await ownCard(subject, serial)).serial, "resume", subject),
  );
  /** The person has proved to be the holder by another credential, or before the card locked, as with a PUK. */
  change("/eid/account/cards/unlock", async (subject, { serial }) =>
    eid.cards.unlockPin((await ownCard(subject, serial)).serial, subject),
  );
  change("/eid/account/passkeys/remove", (subject, { id }) => eid.passkeys.remove(subject, String(id ?? "")));

  app.post("/eid/account/passkeys/options", schema, async (request) => {
    return eid.passkeys.beginAdding((await freshSession(request)).person);
  });

  app.post<{ Body: { challengeId?: unknown; response?: unknown } }>("/eid/account/passkeys", nested, async (request) => {
    const { person, proof } = await freshSession(request);
    const owner = { subject: person.subject, boundBy: await boundBy(eid, proof) };
    await eid.passkeys.add(owner, String(request.body?.challengeId ?? ""), request.body?.response);
    return { location: "/eid/account" };
  });

  app.post<{ Body: { id?: string } }>("/eid/account/sign-ins/end", schema, async (request, reply) => {
    const { person, proof } = await currentSession(request);
    const id = String(request.body?.id ?? "");
    if (id === proof.signIn) await eid.sessions.end(request, reply);
    else await eid.signIns.end({ subject: person.subject, id }, "ended-by-holder");
    return back(reply);
  });

  app.post("/eid/account/sign-ins/end-others", schema, async (request, reply) => {
    const { person, proof } = await currentSession(request);
    await eid.signIns.end({ subject: person.subject, except: proof.signIn }, "ended-by-holder");
    return back(reply);
  });
}

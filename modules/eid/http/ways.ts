import { CodedError, isUuid, seeOther } from "@troad/kernel";
import type { FastifyInstance } from "fastify";
import type { Eid } from "../eid.ts";
import { sendPage } from "../pages/shell.ts";
import { codePage, phoneWaitPage } from "../pages/ways.ts";
import { findPersonOfNumber } from "../store/people.ts";
import { findRequest } from "../store/phones.ts";
import { finishSignIn, showSignInAgain } from "./interaction.ts";

type Uid = { Params: { uid: string } };
type NumberForm = { nationalId?: unknown; channel?: unknown };

/** A national id as people type it; what is none names nobody. */
const numberIn = (typed: unknown): string => (typeof typed === "string" ? typed.trim().toUpperCase().slice(0, 20) : "");

/** Ways to sign in that begin with the national id: a code, the phone, two documents. No answer says whether a number is known. */
export function wayRoutes(app: FastifyInstance, eid: Eid): void {
  const { interactions, limits } = eid;
  const schema = { schema: { hide: true } };

  app.post<Uid & { Body: NumberForm | undefined }>("/eid/interaction/:uid/code", schema, async (request, reply) => {
    const { uid } = request.params;
    const interaction = await interactions.of(request, reply, uid);
    await limits.challenge(request.ip);
    const channel = request.body?.channel === "mail" ? "mail" : "message";
    const { challengeId } = await eid.codes.send({ nationalId: numberIn(request.body?.nationalId), channel, interaction: uid });
    const document = codePage(eid, request, { uid, challengeId, channel });
    return sendPage(eid.site, reply, document, 200, interaction.params.redirect_uri);
  });

  app.post<Uid & { Body: { challengeId?: unknown; code?: unknown; channel?: unknown } | undefined }>(
    "/eid/interaction/:uid/code/check",
    schema,
    async (request, reply) => {
      const { uid } = request.params;
      const interaction = await interactions.of(request, reply, uid);
      await limits.token(request.ip);
      const challengeId = String(request.body?.challengeId ?? "");
      try {
        const code = String(request.body?.code ?? "").slice(0, 20);
        const proof = await eid.codes.prove({ challengeId, code, interaction: uid });
        return seeOther(reply, await finishSignIn(eid, request, reply, uid, proof));
      } catch (error) {
        if (!(error instanceof CodedError) || error.code !== "eid.code-wrong")
          return showSignInAgain(eid, request, reply, uid, error);
        const channel = request.body?.channel === "mail" ? "mail" : "message";
        const document = codePage(eid, request, { uid, challengeId, channel, error });
        return sendPage(eid.site, reply, document, error.status, interaction.params.redirect_uri);
      }
    },
  );

  app.post<Uid & { Body: NumberForm | undefined }>("/eid/interaction/:uid/phone", schema, async (request, reply) => {
    const { uid } = request.params;
    const interaction = await interactions.of(request, reply, uid);
    await limits.challenge(request.ip);
    const person = await findPersonOfNumber(eid.ctx.db, numberIn(request.body?.nationalId));
    const asked =
      person &&
      (await eid.phones.ask({
        ...{ subject: person.subject, client: String(interaction.params.client_id), interaction: uid },
        scopes: String(interaction.params.scope ?? "openid").split(" "),
      }));
    // someone without a phone gets the same page, and a number that no phone shows
    const shown = asked ?? { id: eid.ctx.ids.uuid(), message: String(10 + (eid.ctx.ids.random(1)[0]! % 90)) };
    const document = phoneWaitPage(eid, request, { uid, id: shown.id, number: shown.message });
    return sendPage(eid.site, reply, document, 200, interaction.params.redirect_uri);
  });

  /** Goes on once the person approved; asked again by the page until then, and by its button. */
  app.get<Uid & { Querystring: { request?: string } }>("/eid/interaction/:uid/phone", schema, async (request, reply) => {
    const { uid } = request.params;
    const interaction = await interactions.of(request, reply, uid);
    const id = String(request.query.request ?? "");
    const row = isUuid(id) ? await findRequest(eid.ctx.db, id) : undefined;
    const proof = row?.interaction === uid ? await eid.phones.take(id, uid) : undefined;
    if (proof) return seeOther(reply, await finishSignIn(eid, request, reply, uid, proof));
    const state = row?.interaction === uid && row.state === "denied" ? "denied" : "pending";
    const number = row?.interaction === uid ? row.message : "";
    const document = phoneWaitPage(eid, request, { uid, id, number, state });
    return sendPage(eid.site, reply, document, 200, interaction.params.redirect_uri);
  });

  /** The page that can ask registers is another module's. */
  app.post<Uid>("/eid/interaction/:uid/documents", schema, async (request, reply) => {
    const { uid } = request.params;
    await interactions.of(request, reply, uid);
    await limits.challenge(request.ip);
    const ticket = await eid.tickets.open("documents", uid, null, {});
    return seeOther(reply, `${eid.ctx.origin("proofing")}/prove-documents/${encodeURIComponent(ticket)}`);
  });
}

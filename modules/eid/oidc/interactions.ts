import type { FastifyReply, FastifyRequest } from "fastify";
import { errors, type Provider } from "oidc-provider";
import { fail } from "../domain/errors.ts";
import { factsOf, type Proof } from "../domain/methods.ts";
import { revokeGrant } from "./sign-out.ts";

type Interaction = Awaited<ReturnType<Provider["interactionDetails"]>>;

export type Interactions = {
  /** The authorization request that this browser began at this address. Throws `eid.sign-in-expired`. */
  of(request: FastifyRequest, reply: FastifyReply, uid: string): Promise<Interaction>;
  /** Completes it with a proof; gives the address where the browser continues. */
  finish(request: FastifyRequest, reply: FastifyReply, interaction: Interaction, proof: Proof, signIn: string): Promise<string>;
  /** The person chose not to sign in. */
  abort(request: FastifyRequest, reply: FastifyReply): Promise<string>;
};

export function interactionsOf(provider: Provider): Interactions {
  return {
    of: async (request, reply, uid) => {
      try {
        const interaction = await provider.interactionDetails(request.raw, reply.raw);
        if (interaction.uid === uid) return interaction;
      } catch (error) {
        if (!(error instanceof errors.SessionNotFound)) throw error;
      }
      throw fail("eid.sign-in-expired");
    },
    finish: async (request, reply, interaction, { subject, method }, signIn) => {
      await leaveOther(provider, interaction, subject);
      // `remember: false`: the cookie ends with the browser, because many people share a computer
      const login = { accountId: subject, remember: false, ...factsOf(method), signIn };
      return provider.interactionResult(request.raw, reply.raw, { login }, { mergeWithLastSubmission: false });
    },
    abort: (request, reply) =>
      provider.interactionResult(
        request.raw,
        reply.raw,
        { error: "access_denied", error_description: "the person went back" },
        { mergeWithLastSubmission: false },
      ),
  };
}

/**
 * If another person signs in, the previous person's session ends. (By default the provider would show a page with a script in between to
 * sign the other person out.)
 */
async function leaveOther(provider: Provider, interaction: Interaction, subject: string): Promise<void> {
  const before = interaction.session;
  if (!before || before.accountId === subject) return;
  const session = await provider.Session.findByUid(before.uid);
  if (session) {
    for (const { grantId } of Object.values(session.authorizations ?? {})) if (grantId) await revokeGrant(provider, grantId);
    session.accountId = undefined;
    session.authorizations = undefined;
    await session.persist();
  }
  interaction.session = undefined;
  await interaction.persist();
}

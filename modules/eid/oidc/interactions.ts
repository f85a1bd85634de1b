import type { FastifyReply, FastifyRequest } from "fastify";
import { errors, type Provider } from "oidc-provider";
import { fail } from "../domain/errors.ts";
import { factsOf, levelWanted, type Proof } from "../domain/methods.ts";
import { revokeGrant } from "./sign-out.ts";

export type Interaction = Awaited<ReturnType<Provider["interactionDetails"]>>;

export type Interactions = {
  /** The authorization request that this browser began at this address. Throws `eid.sign-in-expired`. */
  of(request: FastifyRequest, reply: FastifyReply, uid: string): Promise<Interaction>;
  /** Refuses a proof that the request says is too weak. */
  checkStrength(interaction: Interaction, proof: Proof): void;
  /** Goes on with a proof; gives the address where the browser continues. */
  finish(request: FastifyRequest, reply: FastifyReply, interaction: Interaction, proof: Proof, signIn: string): Promise<string>;
  /** Goes on with what the person agreed to, or for whom they act, beside what they said before. */
  goOn(request: FastifyRequest, reply: FastifyReply, result: Record<string, unknown>): Promise<string>;
  /** The person chose not to sign in, or did not agree. */
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
    checkStrength: (interaction, proof) => {
      const wanted = levelWanted(interaction.params.acr_values as string | undefined);
      if (factsOf(proof.method).level < wanted) throw fail("eid.way-too-weak");
    },
    finish: async (request, reply, interaction, { subject, method }, signIn) => {
      await leaveOther(provider, interaction, subject);
      const { acr, amr } = factsOf(method);
      // `remember: false`: the cookie ends with the browser, because many people share a computer
      const login = { accountId: subject, remember: false, acr, amr, signIn };
      return provider.interactionResult(request.raw, reply.raw, { login }, { mergeWithLastSubmission: false });
    },
    goOn: (request, reply, result) =>
      provider.interactionResult(request.raw, reply.raw, result, { mergeWithLastSubmission: true }),
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
  if (!before) return;
  const session = await provider.Session.findByUid(before.uid);
  // the same person signs in again: the sign-in of before has ended, and the provider's session with it
  if (session && before.accountId === subject) return;
  if (session) {
    for (const { grantId } of Object.values(session.authorizations ?? {})) if (grantId) await revokeGrant(provider, grantId);
    session.accountId = undefined;
    session.authorizations = undefined;
    await session.persist();
  }
  interaction.session = undefined;
  await interaction.persist();
}

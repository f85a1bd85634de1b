import type { FastifyInstance } from "fastify";
import { openChallenge } from "../card/challenges.ts";
import type { Eid } from "../eid.ts";
import { answerChallenge } from "../store/challenges.ts";

type TokenBody = { challengeId: string; token: unknown; interaction?: string };

const tokenBody = {
  type: "object",
  required: ["challengeId", "token"],
  additionalProperties: false,
  properties: {
    challengeId: { type: "string", maxLength: 64 },
    token: { type: "object", description: "Web eID 1.0: unverifiedCertificate, algorithm, signature, format" },
    interaction: { type: "string", maxLength: 64, description: "The authorization request that this proof continues" },
  },
} as const;

const bodyLimit = 32 * 1024;

/** Proof of possession of a card for anything that reads cards: a browser extension, a program, a terminal. */
export function cardRoutes(app: FastifyInstance, eid: Eid): void {
  const { ctx } = eid;
  app.post(
    "/eid/challenge",
    { bodyLimit, schema: { tags: ["eid"], summary: "A nonce for a card to sign: once, within five minutes" } },
    async (request) => {
      await eid.limits.challenge(request.ip);
      return openChallenge(ctx, "card");
    },
  );
  app.post<{ Body: TokenBody }>(
    "/eid/token",
    { bodyLimit, schema: { tags: ["eid"], summary: "Web eID authentication token in, who it is out", body: tokenBody } },
    async (request) => {
      await eid.limits.token(request.ip);
      const { challengeId, token, interaction } = request.body;
      const proof = await eid.verify(challengeId, token);
      const { subject } = proof;
      if (interaction === undefined) return { subject };
      // The browser whose request this is goes on by itself: only it has the cookie of that address.
      await answerChallenge(ctx.db, challengeId, proof, interaction);
      return {
        subject,
        continue: `/eid/interaction/${encodeURIComponent(interaction)}/continue?challenge=${encodeURIComponent(challengeId)}`,
      };
    },
  );
}

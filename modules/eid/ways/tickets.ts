import type { ModuleContext } from "@troad/kernel";
import { openChallenge, takeChallenge } from "../card/challenges.ts";
import { fail } from "../domain/errors.ts";
import { type ChallengeRow, findChallenge, storeAnswer, takeTicket } from "../store/challenges.ts";

type Kind = "mandate" | "documents";

/**
 * A question of a sign-in that another module answers on a page of its own. The ticket says which; only the browser whose sign-in it is can go on
 * with the answer, since it alone has the cookie of that address.
 */
export type Tickets = {
  open(kind: Kind, interaction: string, subject: string | null, about: object): Promise<string>;
  /** The question, while nobody has answered it. */
  find(kind: Kind, ticket: string): Promise<(ChallengeRow & { about: Record<string, unknown> }) | undefined>;
  answer(kind: Kind, ticket: string, answer: object): Promise<{ location: string }>;
  /** The answer for this sign-in, once. */
  take(kind: Kind, ticket: string, interaction: string): Promise<Record<string, unknown> | undefined>;
};

export function ticketKeeper(ctx: ModuleContext, origin: string): Tickets {
  const find: Tickets["find"] = async (kind, ticket) => {
    const row = await findChallenge(ctx.db, ticket.slice(0, 100), kind);
    const isOpen = row && row.used_at === null && Date.parse(row.expires_at) > ctx.clock.now().getTime();
    return isOpen ? { ...row, about: row.about as Record<string, unknown> } : undefined;
  };
  return {
    open: async (kind, interaction, subject, about) =>
      (await openChallenge(ctx, kind, subject, { ...about, interaction })).challengeId,
    find,
    answer: async (kind, ticket, answer) => {
      const row = await takeChallenge(ctx, ticket.slice(0, 100), kind);
      const { interaction } = row.about as { interaction: string };
      await storeAnswer(ctx.db, row.id, interaction, { ...(row.about as object), answer });
      const way = `${origin}/eid/interaction/${encodeURIComponent(interaction)}/${kind}`;
      return { location: `${way}?ticket=${encodeURIComponent(row.id)}` };
    },
    take: async (kind, ticket, interaction) => {
      const row = await takeTicket(ctx.db, ticket.slice(0, 100), kind, interaction, ctx.clock.now().toISOString());
      if (!row) throw fail("eid.ticket-over");
      return (row.about as { answer?: Record<string, unknown> }).answer;
    },
  };
}

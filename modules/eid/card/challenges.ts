import type { ModuleContext } from "@troad/kernel";
import { fail } from "../domain/errors.ts";
import { type ChallengeRow, findChallenge, insertChallenge, type Purpose, useChallenge } from "../store/challenges.ts";

/** Web eID asks for 256 bits and five minutes at most; passkeys get the same. */
const nonceBytes = 32;
const lifeMs = 5 * 60_000;

export type Challenge = { challengeId: string; nonce: string; expiresAt: string };

export async function openChallenge(
  ctx: ModuleContext,
  purpose: Purpose,
  /** The person it is for, where that is known. */
  subject: string | null = null,
  /** What it is about, beyond that. */
  about: unknown = null,
): Promise<Challenge> {
  const encoding = purpose === "card" ? "base64" : "base64url";
  const nonce = ctx.ids.random(nonceBytes).toString(encoding);
  const expiresAt = new Date(ctx.clock.now().getTime() + lifeMs).toISOString();
  const id = ctx.ids.secret(16);
  await insertChallenge(ctx.db, { id, purpose, nonce, subject, about, expires_at: expiresAt });
  return { challengeId: id, nonce, expiresAt };
}

/** Uses up a challenge whatever the answer to it: a wrong answer cannot be retried. */
export async function takeChallenge(ctx: ModuleContext, id: string, purpose: Purpose): Promise<ChallengeRow> {
  const found = await findChallenge(ctx.db, id, purpose);
  if (!found) throw fail("eid.challenge-unknown");
  const now = ctx.clock.now();
  if (!(await useChallenge(ctx.db, id, now.toISOString()))) throw fail("eid.challenge-used");
  if (Date.parse(found.expires_at) <= now.getTime()) throw fail("eid.challenge-expired");
  return found;
}

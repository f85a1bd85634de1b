import type { Database } from "@troad/kernel";
import type { Configuration, KoaContextWithOIDC, Provider } from "oidc-provider";
import { logoutNotices } from "../clients/logout-job.ts";
import { type Sessions, sessionCookieOf } from "../http/sessions.ts";
import { isOurs } from "./grants.ts";

export type SignOutParts = { db: Database; pairwise: NonNullable<Configuration["pairwiseIdentifier"]> };

/**
 * RP-Initiated Logout 1.0 section 2 asks the person only if the request does not carry an id token of this very session. The portal sends
 * one, so its button ends both sessions at once.
 */
export async function endKnownSession(ctx: KoaContextWithOIDC, parts: SignOutParts): Promise<boolean> {
  const { session, provider, entities, params, client } = ctx.oidc;
  const hint = (entities.IdTokenHint as { payload?: { sub?: string } } | undefined)?.payload?.sub;
  if (!session?.accountId || !client || hint === undefined) return false;
  // a client knows the person by a subject of its sector; an id token of a mandate names the represented
  const own = isOurs(client.clientId) ? session.accountId : await parts.pairwise(ctx, session.accountId, client);
  if (hint !== own) return false;
  await parts.db.tx((tx) => logoutNotices(tx, session.accountId!, session.uid));
  for (const { grantId } of Object.values(session.authorizations ?? {})) if (grantId) await revokeGrant(provider, grantId);
  await session.destroy();
  ctx.cookies.set(provider.cookieName("session"), null);
  ctx.status = 303;
  ctx.redirect(afterSignOut(ctx, params));
  return true;
}

/** Wraps our sign-out handling around the provider's, so that its sessions and the account page's end together. */
export function watchSignOut(provider: Provider, sessions: Sessions): void {
  provider.use(async (ctx, next) => {
    const context = ctx as KoaContextWithOIDC;
    await skipEmptySignOut(context, next);
    const { route, params } = context.oidc ?? {};
    const isEnd =
      ctx.status === 303 && (route === "end_session" || (route === "end_session_confirm" && params?.logout !== undefined));
    if (isEnd) await endAccountSession(context, sessions);
  });
}

/** If nobody is signed in, there is nothing to ask. Runs before the provider's own handling. */
async function skipEmptySignOut(ctx: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> {
  await next();
  if (ctx.oidc?.route !== "end_session" || ctx.status !== 200 || ctx.oidc.session?.accountId) return;
  ctx.body = null;
  ctx.status = 303;
  ctx.redirect(afterSignOut(ctx, ctx.oidc.params));
}

/** The address was checked against those of the client before this point, and removed if it is not one of them. */
function afterSignOut(ctx: KoaContextWithOIDC, params: Record<string, unknown> | undefined): string {
  const wanted = params?.post_logout_redirect_uri;
  if (typeof wanted !== "string") return ctx.oidc.urlFor("end_session_success");
  const url = new URL(wanted);
  if (typeof params?.state === "string") url.searchParams.set("state", params.state);
  return url.href;
}

/** Ends a grant with all its codes and tokens. */
export async function revokeGrant(provider: Provider, grantId: string): Promise<void> {
  await provider.AccessToken.revokeByGrantId(grantId);
  await (await provider.Grant.find(grantId))?.destroy();
}

/** Also ends the session of the account page, whose cookie this address receives. */
export async function endAccountSession(ctx: KoaContextWithOIDC, sessions: Sessions): Promise<void> {
  const { issuer } = ctx.oidc.provider;
  const name = sessionCookieOf(issuer);
  const secret = ctx.cookies.get(name, { signed: false });
  ctx.cookies.set(name, null, { path: "/", signed: false, secure: issuer.startsWith("https:") });
  await sessions.endBy(secret);
}

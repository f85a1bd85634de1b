import { instant, type ModuleContext } from "@troad/kernel";
import type { KoaContextWithOIDC } from "oidc-provider";
import { findAgreement } from "../store/agreements.ts";
import { delegationOfGrant } from "../store/delegations.ts";
import { linkGrant, shareSignIn } from "../store/sign-ins.ts";
import { asksForMandate } from "./policy.ts";

type Grant = InstanceType<KoaContextWithOIDC["oidc"]["provider"]["Grant"]>;

/** Our own client: what it is told is agreed per purpose, in MyData. */
export const isOurs = (client: string): boolean => client === "portal";

/**
 * The grant under which an authorization request goes on: what the person agreed to just now, what they agreed to before, or for our own client what
 * it may ask for. Undefined where something was not agreed to yet.
 */
export async function grantOf(ctx: ModuleContext, context: KoaContextWithOIDC): Promise<Grant | undefined> {
  const { client, session, provider, result } = context.oidc;
  if (!client || !session?.accountId) return undefined;
  const agreed = result?.consent?.grantId;
  const found = agreed ? await provider.Grant.find(agreed) : await standing(ctx, context);
  if (!found) return undefined;
  await underSignIn(ctx, context, found.jti);
  return found;
}

async function standing(ctx: ModuleContext, context: KoaContextWithOIDC): Promise<Grant | undefined> {
  const { client, session, provider, requestParamOIDCScopes } = context.oidc;
  const wanted = [...requestParamOIDCScopes];
  const before = await findAgreement(ctx.db, session!.accountId!, client!.clientId);
  const agreed = isOurs(client!.clientId) ? wanted : [...(before?.scopes ?? []), "openid"];
  // acting for someone else is agreed to each time
  if (asksForMandate(context) || (!isOurs(client!.clientId) && before === undefined)) return undefined;
  if (wanted.some((scope) => !agreed.includes(scope))) return undefined;
  const known = session!.grantIdFor(client!.clientId);
  const isOwn = known !== undefined && (await delegationOfGrant(ctx.db, known, instant(ctx.clock))) === undefined;
  const grant =
    (isOwn ? await provider.Grant.find(known) : undefined) ??
    new provider.Grant({ clientId: client!.clientId, accountId: session!.accountId! });
  grant.addOIDCScope(wanted.join(" "));
  await grant.save();
  return grant;
}

/** Every grant depends on a sign-in: on the one that was made for it, or on that of the browser's session. */
async function underSignIn(ctx: ModuleContext, context: KoaContextWithOIDC, grant: string): Promise<void> {
  const { signIn } = (context.oidc.result?.login ?? {}) as { signIn?: string };
  if (signIn) return linkGrant(ctx.db, signIn, grant);
  const others = Object.values(context.oidc.session!.authorizations ?? {}).flatMap(({ grantId }) => grantId ?? []);
  if (others.includes(grant)) return;
  await shareSignIn(ctx.db, {
    id: ctx.ids.secret(16),
    grants: others,
    grant,
    client: context.oidc.client!.clientId,
    at: instant(ctx.clock),
  });
}

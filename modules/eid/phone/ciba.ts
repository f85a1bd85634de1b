import { instant, type ModuleContext } from "@troad/kernel";
import { errors, type Provider } from "oidc-provider";
import { factsOf } from "../domain/methods.ts";
import type { PhoneHooks } from "../oidc/configuration.ts";
import { findAgreement, storeAgreement } from "../store/agreements.ts";
import type { PhoneRequestRow } from "../store/phones.ts";
import { insertSignIn, linkGrant } from "../store/sign-ins.ts";
import { isShowable } from "./choices.ts";
import type { Phones } from "./phones.ts";

/** OpenID CIBA Core 1.0: what the provider asks of phones. */
export function phoneHooks(phones: () => Phones): PhoneHooks {
  return {
    // a subject that the client was given at an earlier sign-in; findAccount opens it for this client's sector alone
    processLoginHint: async (_ctx, hint) => hint,
    validateBindingMessage: async (ctx, message) => {
      if (message === undefined || !isShowable(message))
        throw new errors.InvalidBindingMessage(
          "binding_message must have 2 to 20 characters of A-Z a-z 0-9 - . _ + / ! ? #, two of them digits",
        );
      if (ctx.oidc.requestParamScopes.has("mandate"))
        throw new errors.InvalidScope("acting for others needs the browser", "mandate");
    },
    triggerAuthenticationDevice: async (ctx, request, account, client) => {
      const asked = await phones().ask({
        ...{ subject: account.accountId, client: client.clientId, authReqId: request.jti },
        ...{ message: String(ctx.oidc.params?.binding_message), scopes: [...ctx.oidc.requestParamScopes] },
      });
      if (asked) return;
      await request.destroy();
      throw new errors.AccessDenied("the person takes no requests by phone now");
    },
  };
}

/** Tells the provider what the person decided, for a request that came by the back channel. */
export async function answerClient(
  ctx: ModuleContext,
  provider: Provider,
  row: PhoneRequestRow & { state: "approved" | "denied" },
  version: number,
): Promise<void> {
  if (row.auth_req_id === null) return;
  const request = await provider.BackchannelAuthenticationRequest.find(row.auth_req_id);
  if (!request) return;
  if (row.state === "denied") {
    await provider.backchannelResult(request, new errors.AccessDenied("the person did not approve"));
    return;
  }
  const before = await findAgreement(ctx.db, row.subject, row.client);
  const scopes = [...new Set([...(before?.scopes ?? []), ...row.scopes])];
  await storeAgreement(ctx.db, row.subject, { client: row.client, scopes, version, at: instant(ctx.clock) });
  const grant = new provider.Grant({ clientId: row.client, accountId: row.subject });
  grant.addOIDCScope(row.scopes.join(" "));
  const id = await grant.save();
  const signIn = ctx.ids.secret(16);
  await insertSignIn(ctx.db, {
    ...{ id: signIn, subject: row.subject, method: "phone", credential: row.phone!, client: row.client, agent: "" },
    at: instant(ctx.clock),
  });
  await linkGrant(ctx.db, signIn, id);
  const { acr, amr } = factsOf("phone");
  const authTime = Math.floor(ctx.clock.now().getTime() / 1000);
  await provider.backchannelResult(request, grant, { acr, amr, authTime, expiresWithSession: false });
}

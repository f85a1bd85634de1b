import { interactionPolicy, type KoaContextWithOIDC } from "oidc-provider";
import { levelOfClass, levelWanted } from "../domain/methods.ts";

/** What a person is asked before a client gets a code: to sign in, for whom they act, and whether the client may be told. */
export function signInPolicy(): interactionPolicy.DefaultPolicy {
  const { Check, Prompt, base } = interactionPolicy;
  const policy = base();
  policy.get("login")!.checks.add(
    new Check("acr_too_low", "a stronger proof is wanted", (ctx) => {
      const { session, params } = ctx.oidc;
      if (!session?.accountId) return Check.NO_NEED_TO_PROMPT;
      const wanted = levelWanted(params?.acr_values as string | undefined);
      return levelOfClass(session.acr as string | undefined) < wanted ? Check.REQUEST_PROMPT : Check.NO_NEED_TO_PROMPT;
    }),
  );
  const mandate = new Prompt(
    { name: "mandate", requestable: false },
    new Check("for_whom", "the person says for whom they act", (ctx) =>
      asksForMandate(ctx) && ctx.oidc.result?.mandate === undefined ? Check.REQUEST_PROMPT : Check.NO_NEED_TO_PROMPT,
    ),
  );
  policy.add(mandate, 1);
  return policy;
}

export const asksForMandate = (ctx: KoaContextWithOIDC): boolean => ctx.oidc.requestParamScopes.has("mandate");

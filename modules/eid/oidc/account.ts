import { instant, type ModuleContext } from "@troad/kernel";
import type { Account, Client, Configuration, KoaContextWithOIDC } from "oidc-provider";
import { delegationOfGrant } from "../store/delegations.ts";
import { findPerson } from "../store/people.ts";
import { signInOfGrant } from "../store/sign-ins.ts";
import { isOurs } from "./grants.ts";
import { pairwiseSubject, subjectNamed } from "./pairwise.ts";

/** Client metadata of ours beyond the standard's (`extraClientMetadata`). */
const sectorOf = (client: Client): string => String(client.metadata().sector ?? client.clientId);
/** The sector whose subjects a client may give back to us as a hint; our own clients have none. */
const sectorKnown = (context: KoaContextWithOIDC | undefined): string | undefined => {
  const client = context?.oidc.client;
  return client && !isOurs(client.clientId) ? sectorOf(client) : undefined;
};

type Delegated = NonNullable<Awaited<ReturnType<typeof delegationOfGrant>>>;
type Accounts = Required<Pick<Configuration, "findAccount" | "pairwiseIdentifier">>;

/** Who a token is about: the person, or by mandate the one for whom they act, who is then `act.sub` (RFC 8693 section 4.1). */
export function accountsOf(ctx: ModuleContext, secret: string): Accounts {
  /** The mandate by which this request acts; one lookup a request. */
  const delegations = new WeakMap<object, Promise<Delegated | undefined>>();
  const delegated = (context: KoaContextWithOIDC | undefined): Promise<Delegated | undefined> => {
    const grant = context?.oidc.entities.Grant?.jti;
    if (!context || !grant) return Promise.resolve(undefined);
    let found = delegations.get(context);
    if (!found) {
      found = delegationOfGrant(ctx.db, grant, instant(ctx.clock));
      delegations.set(context, found);
    }
    return found;
  };
  return {
    pairwiseIdentifier: async (context, subject, client) => {
      const acts = await delegated(context);
      return pairwiseSubject(secret, sectorOf(client), acts?.holder === subject ? acts.represented : subject);
    },
    findAccount: async (context, given, token) => {
      const subject = subjectNamed(secret, sectorKnown(context), given);
      const person = subject === undefined ? undefined : await findPerson(ctx.db, subject);
      if (!person) return undefined;
      // a mandate that has ended ends what was issued by it
      if (token?.grantId && (await delegationOfGrant(ctx.db, token.grantId, instant(ctx.clock)))?.standing === false)
        return undefined;
      const account: Account = {
        accountId: person.subject,
        claims: async () => {
          const acts = await delegated(context);
          const about = acts ? await findPerson(ctx.db, acts.represented) : person;
          const client = context.oidc.client;
          const own = client !== undefined && isOurs(client.clientId);
          const signIn = own && token?.grantId ? await signInOfGrant(ctx.db, token.grantId) : undefined;
          return {
            sub: person.subject,
            name: acts?.represented_name ?? about?.name,
            national_id: about?.nationalId,
            ...(own ? { roles: person.roles, sign_in: signIn?.id } : {}),
            ...(acts && client ? { act: { sub: pairwiseSubject(secret, sectorOf(client), acts.holder) } } : {}),
          };
        },
      };
      return account;
    },
  };
}

import { instant, type ModuleContext } from "@troad/kernel";
import type { Provider } from "oidc-provider";
import type { ActingMandate } from "../api.ts";
import type { Clients } from "../clients/clients.ts";
import { fail } from "../domain/errors.ts";
import type { History } from "../history/visits.ts";
import { findAgreement, storeAgreement } from "../store/agreements.ts";
import { insertDelegation, mandateStands } from "../store/delegations.ts";
import { lockStateOf } from "../store/locks.ts";
import { findPerson } from "../store/people.ts";
import { signInOfId } from "../store/sign-ins.ts";
import type { Interaction } from "./interactions.ts";

/** Who is asked, in this authorization request: the person of its sign-in, or of the browser's session. */
export function personAsked(interaction: Interaction): string | undefined {
  const said = interaction.lastSubmission as { login?: { accountId?: string } } | undefined;
  return said?.login?.accountId ?? interaction.session?.accountId;
}

/** For whom the person acts in this request, as they said before. */
export const mandateSaid = (interaction: Interaction): ActingMandate | null =>
  ((interaction.lastSubmission as { mandate?: { acting: ActingMandate | null } } | undefined)?.mandate?.acting ??
    null) as ActingMandate | null;

/** The scopes that the request asks for, of those that the client has. */
export const scopesAsked = (interaction: Interaction): string[] =>
  String(interaction.params.scope ?? "openid")
    .split(" ")
    .filter(Boolean);

type Parts = { ctx: ModuleContext; provider: Provider; clients: Pick<Clients, "inForce">; history: History };

/** Keeps what the person agreed to, and makes the grant for it; gives the grant's id. */
export async function agree({ ctx, provider, clients, history }: Parts, interaction: Interaction): Promise<string> {
  const subject = personAsked(interaction);
  const client = await clients.inForce(String(interaction.params.client_id));
  if (subject === undefined || !client) throw fail("eid.sign-in-expired");
  // a page that was open when the identity was locked, or its sign-in ended, agrees to nothing
  const { signIn } = (interaction.lastSubmission as { login?: { signIn?: string } } | undefined)?.login ?? {};
  const ended = signIn !== undefined && (await signInOfId(ctx.db, signIn)) === undefined;
  if (ended || (await lockStateOf(ctx.db, subject)).locked) throw fail("eid.sign-in-expired");
  const scopes = scopesAsked(interaction);
  const before = await findAgreement(ctx.db, subject, client.client);
  const at = instant(ctx.clock);
  const all = [...new Set([...(before?.scopes ?? []), ...scopes])].filter((scope) => scope !== "mandate");
  await storeAgreement(ctx.db, subject, { client: client.client, scopes: all, version: client.version, at });
  const grant = new provider.Grant({ clientId: client.client, accountId: subject });
  grant.addOIDCScope(scopes.join(" "));
  const id = await grant.save();
  const acting = mandateSaid(interaction);
  const holder = await findPerson(ctx.db, subject);
  if (acting) {
    await ctx.db.tx(async (tx) => {
      // it may have ended since the person chose it
      const isOver =
        !(await mandateStands(tx, acting.id)) || (acting.until !== null && Date.parse(acting.until) <= Date.parse(at));
      if (isOver || (await lockStateOf(tx, acting.subject)).locked) throw fail("eid.mandate-over");
      await insertDelegation(tx, {
        ...{ grant_id: id, mandate: acting.id, kind: acting.kind, represented: acting.subject },
        ...{ represented_name: acting.name, holder: subject },
        ...{ client: client.client, at, until: acting.until },
      });
    });
    await history.add({ subject, client: client.client, what: "acted", other: acting.name });
    // a business has no page of its own
    if (await findPerson(ctx.db, acting.subject))
      await history.add({ subject: acting.subject, client: client.client, what: "acted-for", other: holder?.name ?? "" });
  }
  return id;
}

/** What the page asks the person: which client, in which version, and what they agreed to before. Throws `eid.sign-in-expired`. */
export async function agreementAsked({ ctx, clients }: Pick<Parts, "ctx" | "clients">, interaction: Interaction) {
  const subject = personAsked(interaction);
  const client = await clients.inForce(String(interaction.params.client_id));
  const person = subject === undefined ? undefined : await findPerson(ctx.db, subject);
  if (!client || !person) throw fail("eid.sign-in-expired");
  return { client, person, before: await findAgreement(ctx.db, person.subject, client.client) };
}

import { defineJob, type Tx } from "@troad/kernel";
import type { Provider } from "oidc-provider";
import Type from "typebox";
import { clientSessionsOf } from "../store/sign-ins.ts";

/** Tells a client that a person's session has ended (OpenID Connect Back-Channel Logout 1.0). */
export const tellLogout = defineJob("eid.tell-logout", {
  payload: Type.Object({ client: Type.String(), subject: Type.String(), sid: Type.String() }),
  retry: { attempts: 6 },
});

/** One notice for each client that has a session of this person, in one browser or in all; before the sessions are deleted. */
export async function logoutNotices(tx: Tx, subject: string, session: string | null = null): Promise<void> {
  for (const { client, sid, about } of await clientSessionsOf(tx, subject, session))
    await tx.enqueue(tellLogout, { client, subject: about, sid });
}

export async function sendLogout(provider: Provider, payload: { client: string; subject: string; sid: string }): Promise<void> {
  const client = await provider.Client.find(payload.client);
  const tell = client?.backchannelLogout as ((subject: string, sid: string) => Promise<void>) | undefined;
  if (client?.backchannelLogoutUri) await tell?.call(client, payload.subject, payload.sid);
}

import { defineApi } from "@troad/kernel";

/** Who is signed in. */
export type SignedIn = { subject: string; name: string };

export type PortalApi = {
  /** The person whose browser holds this session; null when it has ended. Being asked for keeps it alive, as a page of the portal does. */
  signedIn(secret: string): Promise<SignedIn | null>;
};

export const portalApi = defineApi<PortalApi>("portal");

/** The name of the cookie that holds the session, for pages of other modules on the portal's host. */
export const sessionCookie = (portalOrigin: string): string => (portalOrigin.startsWith("https:") ? "__Host-session" : "session");

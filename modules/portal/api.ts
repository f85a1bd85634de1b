/** What other modules ask of the portal: who is signed in. */
export { type SessionApi as PortalApi, sessionApi as portalApi } from "@troad/web";

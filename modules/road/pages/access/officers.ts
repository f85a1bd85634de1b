import type { Session } from "@troad/web";

/** Officers who apply for data, and officers of the provider who decide. */
export const officers = ["case-officer", "provider-officer"] as const;

/** The agency for which an officer of either kind acts. */
export const actingFor = (session: Session): string =>
  session.roles.find(({ role }) => officers.some((one) => one === role))?.agency ?? "";

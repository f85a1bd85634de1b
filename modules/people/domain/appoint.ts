import type { PostHeld } from "../api.ts";

/** What content says of a role: the roles whose posts its holders give and end, each for their own agency. */
export type Administers = ReadonlyMap<string, readonly string[]>;

/** The roles that the holder of these posts gives and ends: at their agency, within their area. */
export const giverOf = (administers: Administers, held: readonly PostHeld[]): PostHeld[] => {
  const offices = held.flatMap(({ role, agency, area }) =>
    (administers.get(role) ?? []).map((given) => ({ role: given, agency, area })),
  );
  return [...new Map(offices.map((one) => [JSON.stringify(one), one])).values()];
};

/** Whether the holder of `held` may give or end a post: of a role that theirs administers, at their agency, within their area. */
export const mayAppoint = (administers: Administers, held: readonly PostHeld[], post: PostHeld): boolean =>
  giverOf(administers, held).some(
    ({ role, agency, area }) =>
      role === post.role && agency === post.agency && (area === null || (post.area?.startsWith(area) ?? false)),
  );

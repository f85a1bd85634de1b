import type { PostHeld } from "../api.ts";

/** What content says of a role: the roles whose posts its holders give and end, each for their own agency. */
export type Administers = ReadonlyMap<string, readonly string[]>;

/** Whether the holder of `held` may give or end a post: of a role that theirs administers, at their agency, within their area. */
export const mayAppoint = (administers: Administers, held: readonly PostHeld[], post: PostHeld): boolean =>
  held.some(
    ({ role, agency, area }) =>
      (administers.get(role) ?? []).includes(post.role) &&
      agency === post.agency &&
      (area === null || (post.area?.startsWith(area) ?? false)),
  );

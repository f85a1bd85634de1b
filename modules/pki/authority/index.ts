/** The authority's keys in its folder, for the ceremony that makes and rotates them, and for tests. */
export { openAuthority } from "./open.ts";
export { rotate } from "./rotate.ts";

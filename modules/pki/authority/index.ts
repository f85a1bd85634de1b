/** The authority's keys in its folder, for the ceremony that makes and rotates them, and for tests. */
export { CeremonyRefused, holdCeremony, type SignedTranscript } from "./ceremony.ts";
export { openAuthority } from "./open.ts";
export { rotate } from "./rotate.ts";

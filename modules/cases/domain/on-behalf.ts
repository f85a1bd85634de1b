/** Who acted for the applicant, where it was someone else: by which mandate, or an officer at the counter or on the telephone. */
export type OnBehalf = {
  subject: string;
  name: string;
  as: "agent" | "parent" | "guardian" | "representative" | "counter" | "phone";
  mandate?: string;
  /** The post by which an officer filed it, where that post has an area: their office acts, wherever the applicant lives. */
  post?: { role: string; area: string };
};

/** An officer filed it, and stands for nobody: at the counter, or on the telephone with someone who was called back. */
export const isByOfficer = <T extends OnBehalf>(onBehalf: T | null): onBehalf is T & { as: "counter" | "phone" } =>
  onBehalf?.as === "counter" || onBehalf?.as === "phone";

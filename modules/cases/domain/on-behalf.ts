/** Who acted for the applicant, where it was someone else: by which mandate, or an officer at the counter. */
export type OnBehalf = {
  subject: string;
  name: string;
  as: "agent" | "parent" | "guardian" | "representative" | "counter";
  mandate?: string;
  /** The post by which an officer filed it, where that post has an area: their office acts, wherever the applicant lives. */
  post?: { role: string; area: string };
};

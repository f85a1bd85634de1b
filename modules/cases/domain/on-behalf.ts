/** Who acted for the applicant, where it was someone else: by which mandate, or an officer at the counter. */
export type OnBehalf = {
  subject: string;
  name: string;
  as: "agent" | "parent" | "guardian" | "representative" | "counter";
  mandate?: string;
};

import { isOfficeDay } from "@troad/content-law";
import { lastDay } from "@troad/flow";
import { taipeiDate } from "@troad/kernel";

export const noticeSteps = ["opened", "printed", "posted", "delivered", "returned"] as const;
export type NoticeStep = (typeof noticeSteps)[number];
/** What an officer records. */
export const officerSteps = ["printed", "posted", "delivered", "returned"] as const;
export type OfficerStep = (typeof officerSteps)[number];

/** The day until which a notice sent at `at` may still be opened; what is not then delivered goes by post. */
export const postFrom = (at: Date): string => lastDay({ workingDays: 3 }, taipeiDate(at), isOfficeDay);

/**
 * The last day of the thirty in which an administrative appeal may be filed (Administrative Appeal Act, article 14): they begin on the day
 * after delivery, and end on a working day.
 */
export const appealUntil = (deliveredAt: Date): string => lastDay({ days: 30 }, taipeiDate(deliveredAt), isOfficeDay);

/** What an officer may record next. A notice that was opened is delivered: only what the post already has is followed to its end. */
export function nextSteps(done: ReadonlySet<NoticeStep>, due: string, today: string): OfficerStep[] {
  if (done.has("delivered") || done.has("returned")) return [];
  if (done.has("posted")) return ["delivered", "returned"];
  if (done.has("opened") || due >= today) return [];
  return done.has("printed") ? ["posted"] : ["printed"];
}

/** Numbers of registered post in Taiwan: 14 or 20 digits, as on the receipt, or the Universal Postal Union's 13 characters (S10). */
export const isPostNumber = (text: string): boolean => /^(\d{14}|\d{20}|[A-Z]{2}\d{9}[A-Z]{2})$/.test(text);

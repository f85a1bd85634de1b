import { daysOf } from "@troad/invoice-formats";
import { daysLater, deadlineDays } from "../intake/deadline.ts";

/** A day until which something must be here, and how many days are left; below zero it is late. */
export type Due = { day: string; left: number };

const dayMs = 86_400_000;
export const dueAt = (day: string, today: string): Due => ({
  day,
  left: Math.round((Date.parse(`${day}T00:00:00Z`) - Date.parse(`${today}T00:00:00Z`)) / dayMs),
});

/** Until when an invoice or its cancellation must be uploaded (VAT Act articles 32-1 and 48-2). */
export const uploadDue = (date: string, buyer: "business" | "consumer", today: string): Due =>
  dueAt(daysLater(date, deadlineDays[buyer]), today);

/** Until when the unused numbers of a period must be reported. */
export const blankDue = (term: string, today: string): Due => dueAt(daysLater(daysOf(term).last, deadlineDays.blank), today);

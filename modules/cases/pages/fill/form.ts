import type { ServiceItem } from "@troad/web";
import type { CaseForm, StepForm } from "../../api.ts";

/** A form that is answered page by page: the draft of an application, or a step of a case under way. */
export type Answering = {
  form: CaseForm & Partial<Pick<StepForm, "place" | "locked" | "offered" | "shows" | "documents">>;
  service: ServiceItem;
  /** The address of its pages, and that of the check of all answers. */
  base: string;
  check: string;
  /** Where the first page leads back to, if not to the service. */
  home?: string;
};

/** Where the answer to a question comes from that the step brings; undefined for all others. */
export const originIn = ({ locked = [] }: Answering["form"], name: string): string | undefined =>
  locked.find(({ field }) => field === name)?.from;

/** The step and the visit that a page is drawn for go with what is sent from it. */
export const drawnFor = (place: Answering["form"]["place"]): string =>
  place ? `?step=${encodeURIComponent(place.step)}&visit=${place.visit}` : "";

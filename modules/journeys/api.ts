import type { Page, StoredFile } from "@troad/forms";
import { defineApi, exactly, pageSchema, textUpTo, uuidSchema } from "@troad/kernel";
import Type from "typebox";
import type { PartState } from "./store/parts.ts";

export type AnswerError = { field: string; code: string; params?: Record<string, string | number>; part?: string };

/** One service of a life event, as its applicant sees it. */
export type JourneyPart = {
  service: string;
  /** It is not submitted here: others do it, or it is for a counter. */
  besides: boolean;
  /** The situation calls for it. */
  applies: boolean;
  leftOut: boolean;
  /** The services that have to be granted first, of those that are applied for here. */
  after: string[];
  state: PartState;
  /** The case that it becomes, or that stands in its place. */
  case: string;
  code: string | null;
};

/** A page of questions; `service` null: about the situation. */
export type JourneyPage = { service: string | null; page: string; definition: Page; values: Record<string, unknown> };

export type Journey = {
  id: string;
  event: string;
  state: "draft" | "submitted";
  createdAt: string;
  submittedAt: string | null;
  parts: JourneyPart[];
  /** Empty once it is submitted. */
  pages: JourneyPage[];
  /** Where a draft goes on: a page, `choice` of the services, or `check`; null once it is submitted. */
  open: { at: "page"; service: string | null; page: string } | { at: "choice" } | { at: "check" } | null;
  /** Questions asked here, and those that the forms of the same services ask one by one. */
  questions: { together: number; single: number };
};

export type JourneySummary = Pick<Journey, "id" | "event" | "state" | "createdAt" | "submittedAt">;

export type JourneysApi = {
  /** Begins a life event, or gives the draft that the person has of it. */
  open(request: { event: string; subject: string; nationalId: string; name: string }): Promise<{ id: string }>;
  view(request: { id: string; subject: string }): Promise<Journey>;
  listOf(subject: string, page: { before?: string; limit: number }): Promise<JourneySummary[]>;
  /** Stores the answers of one page; with errors by field nothing is stored. */
  answer(request: {
    id: string;
    subject: string;
    service: string | null;
    page: string;
    values: Record<string, unknown>;
  }): Promise<{ errors: AnswerError[] }>;
  /** Applies for these of the services that the situation calls for. */
  choose(request: { id: string; subject: string; services: string[] }): Promise<void>;
  /** Documents that were sent for a part. */
  files(request: { id: string; subject: string; service: string }): Promise<StoredFile[]>;
  /** Submits all parts that wait for no other; the same again changes nothing. */
  submit(request: { id: string; subject: string; proof?: number; agreed: boolean }): Promise<void>;
  /** Deletes a draft with its documents. */
  discard(request: { id: string; subject: string }): Promise<void>;
};

const id = uuidSchema();
const subject = textUpTo(100);
const service = textUpTo(100);
const ofSubject = { id, subject };
const primitive = Type.Union([textUpTo(20_000), Type.Number(), Type.Boolean(), Type.Null()]);
const values = Type.Record(textUpTo(100), Type.Union([primitive, Type.Array(primitive, { maxItems: 200 })]), {
  maxProperties: 1_000,
});

export const journeysApi = defineApi<JourneysApi>("journeys", {
  open: [exactly({ event: textUpTo(100), subject, nationalId: textUpTo(20), name: textUpTo(300) })],
  view: [exactly(ofSubject)],
  listOf: [subject, pageSchema],
  answer: [exactly({ ...ofSubject, service: Type.Union([service, Type.Null()]), page: textUpTo(100), values })],
  choose: [exactly({ ...ofSubject, services: Type.Array(service, { maxItems: 30 }) })],
  files: [exactly({ ...ofSubject, service })],
  submit: [exactly({ ...ofSubject, proof: Type.Optional(Type.Integer({ minimum: 0, maximum: 9 })), agreed: Type.Boolean() })],
  discard: [exactly(ofSubject)],
});

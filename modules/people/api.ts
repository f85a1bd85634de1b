import { defineApi, exactly, oneOf, orNull, pageSchema, textUpTo } from "@troad/kernel";
import Type from "typebox";

/** What an officer may act as: a role, for an agency, in an area (code of a place; null: everywhere). */
export type PostHeld = { role: string; agency: string | null; area: string | null };
/** A post as it was given; `since` and `until` are instants, and without `until` it has no end. */
export type Appointment = PostHeld & { subject: string; since: string; until: string | null };
export type PostState = "held" | "coming" | "over";
/** A post as those see it who may give and end it. */
export type PostRecord = Appointment & {
  id: string;
  name: string;
  state: PostState;
  /** How it was ended before its term. */
  ended: { at: string; reason: string } | null;
};

export type PeopleApi = {
  /** The posts that a person holds now. What has ended is not among them from the same moment on. */
  postsOf(subject: string): Promise<PostHeld[]>;
  /** Roles whose posts this person gives and ends, each for an agency and within an area. */
  giverOf(by: string): Promise<PostHeld[]>;
  /** The person with this number, if the name is theirs as well: who knows one of the two learns nothing of the other. */
  personNamed(request: { nationalId: string; name: string }): Promise<{ subject: string; name: string } | null>;
  /** Posts that `by` may give and end, newest first; a place in the list is the id of a post. */
  postsUnder(request: { by: string; state?: PostState; before?: string; limit: number }): Promise<PostRecord[]>;
  /** One of them; null for every other. */
  postUnder(request: { by: string; id: string }): Promise<PostRecord | null>;
  /** Gives a post, if one of the posts of `by` allows it; the same key gives the same post. */
  appoint(request: { key: string; by: string; post: Appointment }): Promise<{ id: string }>;
  /** Ends a post at once; allowed to those who may give it. */
  endPost(request: { id: string; by: string; reason: string }): Promise<void>;
};

const subject = textUpTo(100);
const id = textUpTo(60);
const instant = Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$" });
const held = { role: textUpTo(100), agency: orNull(textUpTo(100)), area: orNull(Type.String({ pattern: "^[0-9]{1,12}$" })) };

export const peopleApi = defineApi<PeopleApi>("people", {
  postsOf: [subject],
  giverOf: [subject],
  personNamed: [exactly({ nationalId: textUpTo(20), name: textUpTo(300) })],
  postsUnder: [exactly({ by: subject, state: Type.Optional(oneOf("held", "coming", "over")), ...pageSchema.properties })],
  postUnder: [exactly({ by: subject, id })],
  appoint: [
    exactly({ key: textUpTo(200), by: subject, post: exactly({ ...held, subject, since: instant, until: orNull(instant) }) }),
  ],
  endPost: [exactly({ id, by: subject, reason: Type.String({ minLength: 1, maxLength: 500 }) })],
});

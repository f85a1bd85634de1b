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

/** An officer of an office, with the areas of their posts there (null: everywhere). */
export type Officer = { subject: string; name: string; areas: (string | null)[] };

export const mandateKinds = ["agent", "parent", "guardian", "representative"] as const;
export type MandateKind = (typeof mandateKinds)[number];
/** Someone for whom others act: a person by subject, or a business whose subject is made of its number. */
export type Principal = { subject: string; name: string };
/** Who may act for whom, in which services (null: in all), and until when. */
export type Mandate = {
  id: string;
  kind: MandateKind;
  principal: Principal;
  holder: { subject: string; name: string };
  services: string[] | null;
  since: string;
  until: string | null;
  state: PostState;
  ended: { at: string; reason: string } | null;
};
/** A mandate in force with what a case needs of the principal: `number` is a national id or a business number. */
export type MandateInForce = { id: string; kind: MandateKind; principal: Principal & { number: string }; until: string | null };
type Term = { services: string[] | null; since: string; until: string | null };

export type PeopleApi = {
  /** The posts that a person holds now. What has ended is not among them from the same moment on. */
  postsOf(subject: string): Promise<PostHeld[]>;
  /** Who holds a post of a role at an agency now, or held one and holds none any more; at most two hundred, by name. */
  officersOf(office: { role: string; agency: string; state: "held" | "over" }): Promise<Officer[]>;
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
  /** A citizen lets someone else act for them; the same key gives the same mandate. */
  giveMandate(request: { key: string; by: string; mandate: Term & { holder: string } }): Promise<{ id: string }>;
  /** An officer confirms a mandate that law or a register gives, and says what they saw; content says which role confirms which kinds. */
  confirmMandate(request: {
    key: string;
    by: string;
    mandate: Term & {
      kind: MandateKind;
      holder: string;
      principal: { subject: string } | { business: string; name: string };
      basis: string;
    };
  }): Promise<{ id: string }>;
  /** Ends a mandate at once: its principal, its holder, or an officer who confirms such mandates. The first end stays. */
  endMandate(request: { id: string; by: string; reason: string }): Promise<void>;
  /** The mandates that a person has given, or holds; newest first, a place in the list is the id of a mandate. */
  mandatesOf(request: { subject: string; side: "given" | "held"; before?: string; limit: number }): Promise<Mandate[]>;
  /** The mandates that officers have confirmed, of the kinds that this one may confirm. */
  mandatesConfirmed(request: { by: string; before?: string; limit: number }): Promise<Mandate[]>;
  /** One mandate, for those who may end it; null for everybody else. */
  mandateOf(request: { by: string; id: string }): Promise<Mandate | null>;
  /** Kinds of mandate that an officer may confirm now. */
  confirmerOf(by: string): Promise<MandateKind[]>;
  /** The mandates by which a person may act in a service at this moment; without a service all in force. */
  inForce(request: { holder: string; service?: string }): Promise<MandateInForce[]>;
};

const subject = textUpTo(100);
const id = textUpTo(60);
const instant = Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$" });
const held = { role: textUpTo(100), agency: orNull(textUpTo(100)), area: orNull(Type.String({ pattern: "^[0-9]{1,12}$" })) };
const term = {
  services: orNull(Type.Array(textUpTo(100), { minItems: 1, maxItems: 100 })),
  since: instant,
  until: orNull(instant),
};

export const peopleApi = defineApi<PeopleApi>("people", {
  postsOf: [subject],
  officersOf: [exactly({ role: held.role, agency: textUpTo(100), state: oneOf("held", "over") })],
  giverOf: [subject],
  personNamed: [exactly({ nationalId: textUpTo(20), name: textUpTo(300) })],
  postsUnder: [exactly({ by: subject, state: Type.Optional(oneOf("held", "coming", "over")), ...pageSchema.properties })],
  postUnder: [exactly({ by: subject, id })],
  appoint: [
    exactly({ key: textUpTo(200), by: subject, post: exactly({ ...held, subject, since: instant, until: orNull(instant) }) }),
  ],
  giveMandate: [exactly({ key: textUpTo(200), by: subject, mandate: exactly({ ...term, holder: subject }) })],
  confirmMandate: [
    exactly({
      ...{ key: textUpTo(200), by: subject },
      mandate: exactly({
        ...{ ...term, kind: oneOf(...mandateKinds), holder: subject },
        principal: Type.Union([
          exactly({ subject }),
          exactly({ business: Type.String({ pattern: "^[0-9]{8}$" }), name: Type.String({ minLength: 1, maxLength: 300 }) }),
        ]),
        basis: Type.String({ minLength: 1, maxLength: 500 }),
      }),
    }),
  ],
  endMandate: [exactly({ id, by: subject, reason: Type.String({ minLength: 1, maxLength: 500 }) })],
  mandatesOf: [exactly({ subject, side: oneOf("given", "held"), ...pageSchema.properties })],
  mandatesConfirmed: [exactly({ by: subject, ...pageSchema.properties })],
  mandateOf: [exactly({ by: subject, id })],
  confirmerOf: [subject],
  inForce: [exactly({ holder: subject, service: Type.Optional(textUpTo(100)) })],
  endPost: [exactly({ id, by: subject, reason: Type.String({ minLength: 1, maxLength: 500 }) })],
});

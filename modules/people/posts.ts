import type { EidApi } from "@troad/eid/api";
import { isSameName } from "@troad/forms";
import { instant, isUuid, type ModuleContext } from "@troad/kernel";
import type { PeopleApi, PostHeld, PostRecord } from "./api.ts";
import { type Administers, giverOf, mayAppoint } from "./domain/appoint.ts";
import { peopleFailure } from "./errors.ts";
import { findPost, heldPosts, insertEnd, insertPost, officersIn, type PostRow, postOfKey, postsUnder } from "./store/posts.ts";

const mostPosts = 100;
const mostOfficers = 200;

export type PostsApi = Pick<
  PeopleApi,
  "postsOf" | "officersOf" | "giverOf" | "personNamed" | "postsUnder" | "postUnder" | "appoint" | "endPost"
>;

/** Posts: who gives them, who holds them, and when they end. */
export function openPosts(
  ctx: Pick<ModuleContext, "db" | "clock" | "ids">,
  administers: Administers,
  eid: Pick<EidApi, "person" | "personOfNumber">,
): PostsApi {
  const heldBy = (subject: string): Promise<PostHeld[]> => heldPosts(ctx.db, subject, instant(ctx.clock));
  const checkGiver = async (by: string, post: PostHeld & { subject: string }): Promise<void> => {
    // nobody gives themselves a post
    const allowed = by !== post.subject && mayAppoint(administers, await heldBy(by), post);
    if (!allowed) throw peopleFailure("people.may-not-appoint");
  };
  const recordOf = async ({ ended_at: at, end_reason: reason, ...row }: PostRow): Promise<PostRecord> => ({
    ...row,
    name: (await eid.person(row.subject))?.name ?? "",
    ended: at === null ? null : { at, reason: reason ?? "" },
  });
  return {
    postsOf: heldBy,
    officersOf: async ({ state, ...office }) => {
      const rows = await officersIn(ctx.db, { ...office, isHeld: state === "held", at: instant(ctx.clock), limit: mostOfficers });
      const named = rows.map(async (one) => ({ ...one, name: (await eid.person(one.subject))?.name ?? "" }));
      return (await Promise.all(named)).toSorted((a, b) => a.name.localeCompare(b.name));
    },
    giverOf: async (by) => giverOf(administers, await heldBy(by)),
    personNamed: async ({ nationalId, name }) => {
      const person = await eid.personOfNumber(nationalId);
      return person && isSameName(person.name, name) ? { subject: person.subject, name: person.name } : null;
    },
    postsUnder: async ({ by, state, before, limit }) => {
      const offices = giverOf(administers, await heldBy(by));
      const at = instant(ctx.clock);
      const page = { id: null, state: state ?? null, before: before ?? null, limit: Math.min(limit, mostPosts) };
      return Promise.all((await postsUnder(ctx.db, { offices, at, ...page })).map(recordOf));
    },
    postUnder: async ({ by, id }) => {
      if (!isUuid(id)) return null;
      const offices = giverOf(administers, await heldBy(by));
      const asked = { offices, at: instant(ctx.clock), id, state: null, before: null, limit: 1 };
      const [row] = await postsUnder(ctx.db, asked);
      return row ? recordOf(row) : null;
    },
    appoint: async ({ key, by, post }) => {
      await checkGiver(by, post);
      if (post.until !== null && post.until <= post.since) throw peopleFailure("people.term-invalid");
      const [id, at] = [ctx.ids.uuid(), instant(ctx.clock)];
      const isNew = await ctx.db.tx(async (tx) => {
        const inserted = await insertPost(tx, { id, key, by, at, post });
        const detail = { subject: post.subject, role: post.role, agency: post.agency, area: post.area };
        if (inserted) await tx.audit({ actor: by, action: "people.appointed", target: id, detail });
        return inserted;
      });
      return isNew ? { id } : (await postOfKey(ctx.db, key))!;
    },
    endPost: async ({ id, by, reason }) => {
      const post = isUuid(id) ? await findPost(ctx.db, id) : undefined;
      if (!post) throw peopleFailure("people.post-unknown");
      await checkGiver(by, post);
      await ctx.db.tx(async (tx) => {
        const ended = await insertEnd(tx, { id, by, reason, at: instant(ctx.clock) });
        if (ended) await tx.audit({ actor: by, action: "people.post-ended", target: id, detail: { reason } });
      });
    },
  };
}

import { instant, isUuid, type ModuleContext } from "@troad/kernel";
import type { PeopleApi, PostHeld } from "./api.ts";
import { type Administers, mayAppoint } from "./domain/appoint.ts";
import { peopleFailure } from "./errors.ts";
import { findPost, heldPosts, insertEnd, insertPost, postOfKey } from "./store/posts.ts";

/** Posts: who gives them, who holds them, and when they end. */
export function openPosts(ctx: Pick<ModuleContext, "db" | "clock" | "ids">, administers: Administers): PeopleApi {
  const checkGiver = async (by: string, post: PostHeld & { subject: string }): Promise<void> => {
    // nobody gives themselves a post
    const allowed = by !== post.subject && mayAppoint(administers, await heldPosts(ctx.db, by, instant(ctx.clock)), post);
    if (!allowed) throw peopleFailure("people.may-not-appoint");
  };
  return {
    postsOf: (subject) => heldPosts(ctx.db, subject, instant(ctx.clock)),
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

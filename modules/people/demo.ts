import type { EidApi } from "@troad/eid/api";
import { instant, type ModuleContext } from "@troad/kernel";
import { demoOfficers, type RoleDefinition } from "@troad/web";
import { insertPost } from "./store/posts.ts";

/** Officers of the demonstration hold the posts that content has for them. Each is given once: one that was ended stays ended. */
export async function seedPosts(
  ctx: Pick<ModuleContext, "db" | "clock" | "ids">,
  eid: Pick<EidApi, "demoPeople">,
  roles: readonly RoleDefinition[],
): Promise<void> {
  const offices = demoOfficers(roles);
  const at = instant(ctx.clock);
  for (const { subject, role } of await eid.demoPeople()) {
    if (role.role === "citizen") continue;
    const index = offices.findIndex((one) => one.role === role.role && one.agency === role.agency);
    // a role that content no longer has keeps the post it had, without an area
    const [office] = index < 0 ? [] : offices.splice(index, 1);
    const post = { subject, role: role.role, agency: role.agency, area: office?.area ?? null, since: at, until: null };
    const key = `demo ${subject} ${role.role} ${role.agency ?? ""}`;
    await insertPost(ctx.db, { id: ctx.ids.uuid(), key, by: "troad", at, post });
  }
}

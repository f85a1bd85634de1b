import { eidApi } from "@troad/eid/api";
import { defineModule, handleJob, offerApi } from "@troad/kernel";
import { readRoles } from "@troad/web";
import { peopleApi } from "./api.ts";
import { seedPosts } from "./demo.ts";
import { openMandates } from "./mandates.ts";
import { openPosts } from "./posts.ts";
import { tellMandateEnd } from "./tell-end-job.ts";

const seedEveryMs = 30_000;

/** People: which posts officers hold, and who may act for whom. */
export default defineModule({
  name: "people",
  root: import.meta.url,
  needs: ["eid"],
  // sessions carry posts, and the portal has the pages on which they are given and ended (ADR 107)
  reserved: {
    // an agency's key writes as long as its officer holds the post
    // and an officer applies for their agency as long as they hold it
    postsOf: ["portal", "opendata", "cases"],
    // a secret case is handed to a colleague
    officersOf: ["cases"],
    giverOf: ["portal"],
    personNamed: ["portal", "proofing", "invoice"],
    postsUnder: ["portal"],
    postUnder: ["portal"],
    appoint: ["portal"],
    endPost: ["portal"],
    giveMandate: ["portal"],
    confirmMandate: ["portal"],
    endMandate: ["portal"],
    mandatesOf: ["portal", "mydata"],
    mandatesConfirmed: ["portal"],
    mandateOf: ["portal"],
    confirmerOf: ["portal"],
    // a case names whom it is for, and is acted in by mandate; so is a consent
    inForce: ["cases", "proofing", "mydata", "passbook", "invoice"],
  },
  create: (ctx) => {
    const roles = readRoles(ctx.content);
    const confirms = new Map(roles.map(({ id, confirms: kinds = [] }) => [id, kinds]));
    const posts = openPosts(ctx, new Map(roles.map(({ id, administers = [] }) => [id, administers])), ctx.use(eidApi));
    const seed = () => seedPosts(ctx, ctx.use(eidApi), roles);
    return {
      api: offerApi(peopleApi, { ...posts, ...openMandates(ctx, confirms, ctx.use(eidApi)) }),
      jobs: [handleJob(tellMandateEnd, ({ payload }) => ctx.use(eidApi).endMandate(payload.mandate))],
      // the eID may run elsewhere and start later
      schedules: () => (ctx.demo ? [{ name: "people.demo-posts", everyMs: seedEveryMs, onceIn: ctx.db, run: seed }] : []),
      start: async () => {
        if (ctx.demo)
          await seed().catch((error: unknown) => ctx.log.warn({ err: error }, "posts of the demonstration come later"));
      },
    };
  },
});

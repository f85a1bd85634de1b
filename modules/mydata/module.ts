import { defineModule } from "@troad/kernel";
import { counterRole, sitePages } from "@troad/web";
import { mydataListings } from "./listings.ts";
import { openMyData } from "./mydata.ts";
import { questionOfficePath, questionRoles } from "./pages/question-office.ts";
import { recipientOfficePath } from "./recipients/pages.ts";
import { recipientRoles } from "./recipients/recipients.ts";

/** MyData: consents, who used my data, and the proof of it. */
export default defineModule({
  name: "mydata",
  root: import.meta.url,
  needs: ["pki", "road", "portal", "eid", "people", "notify", "webhooks"],
  me: true,
  // what a person may be entitled to is found in their own data
  reserved: { lookInto: ["entitled"], readUnder: ["invoice"] },
  subscribesTo: [
    "road.transfers-recorded.v2",
    "registers.read-by-law.v1",
    "registers.subject-key.v1",
    "identity.certificate-checked.v1",
  ],
  pages: sitePages({
    listings: mydataListings,
    paths: ["/my-data", "/work/my-data", questionOfficePath, recipientOfficePath],
    queues: [
      { href: recipientOfficePath, text: "mydata.recipients.office", order: 45, roles: recipientRoles, count: "recipients" },
    ],
    nav: [
      { area: "work", href: "/work/my-data", text: "mydata.office.title", order: 43, roles: [counterRole] },
      { area: "work", href: questionOfficePath, text: "mydata.question.office", order: 44, roles: questionRoles },
    ],
  }),
  create: (ctx) => openMyData(ctx),
});

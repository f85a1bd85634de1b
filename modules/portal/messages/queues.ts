import type { QueueCounters } from "@troad/kernel";
import type { NotifyApi } from "@troad/notify/api";

export const noticeRoles = ["case-officer"];
export const returnedRoles = ["operator"];

/** What waits: for an agency's officers what is to be posted, for operators what came back. */
export const waitingQueues = (notify: Pick<NotifyApi, "waiting">): QueueCounters => ({
  "to-post": (roles) => notify.waiting({ agencies: [...new Set(roles.flatMap(({ agency }) => agency ?? []))] }),
  returned: async (roles) =>
    roles.some(({ role }) => returnedRoles.includes(role)) ? notify.waiting({ returned: true }) : { count: 0, oldest: null },
});

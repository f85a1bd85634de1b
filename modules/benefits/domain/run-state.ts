type Facts = {
  dropped: string | null;
  drafted: boolean;
  cutAt: string | null;
  approvals: readonly string[];
  sent: number;
  files: number | null;
};

/** How many have to approve a run. */
export const approversNeeded = 2;

/** Where a run is. */
export function runState(run: Facts): "drafting" | "waiting" | "dropped" | "sending" | "sent" {
  if (run.dropped !== null) return "dropped";
  if (!run.drafted) return "drafting";
  if (run.cutAt === null) return run.approvals.length >= approversNeeded ? "sending" : "waiting";
  return run.sent < (run.files ?? 0) ? "sending" : "sent";
}

import { after } from "node:test";
import { below } from "../kit/processes.ts";

/**
 * Loaded into each test file's process. Where something is still open some time after the last test (a server that a failed set-up
 * left behind, say), the file says what and ends as failed instead of holding up the run until its time is over.
 */
const patienceMs = 15_000 * Number(process.env.TROAD_TEST_SLOWNESS ?? 1);

after(() => {
  setTimeout(() => {
    process.stderr.write(
      `\n${process.argv[1]}: all tests are over, and still open: ${process.getActiveResourcesInfo().join(", ")}\n`,
    );
    for (const pid of below(process.pid)) process.kill(pid, "SIGKILL");
    process.exit(1);
  }, patienceMs).unref();
});

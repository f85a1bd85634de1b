import { Refused } from "./client.ts";

/** Says what the door refused, or which file is not there, and gives the exit code; throws anything else on. */
export function sayRefusal(error: unknown, command: string, asJson: boolean): number {
  const isMissingFile = (error as NodeJS.ErrnoException).code === "ENOENT";
  if (!(error instanceof Refused) && !isMissingFile) throw error;
  const { message, code } = error as Refused;
  if (asJson) process.stdout.write(`${JSON.stringify({ code, message })}\n`);
  else process.stderr.write(`troad ${command}: ${message}\n`);
  return 1;
}

import { Refused } from "./client.ts";

/** Prints what the server refused, or which file is missing, and gives the exit code; rethrows anything else. */
export function sayRefusal(error: unknown, command: string, asJson: boolean): number {
  const isMissingFile = (error as NodeJS.ErrnoException).code === "ENOENT";
  if (!(error instanceof Refused) && !isMissingFile) throw error;
  const { message, code } = error as Refused;
  if (asJson) process.stdout.write(`${JSON.stringify({ code, message })}\n`);
  else process.stderr.write(`troad ${command}: ${message}\n`);
  return 1;
}

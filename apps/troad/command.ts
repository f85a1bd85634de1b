/** A command of the program. `run` returns the exit code: 0 done, 1 refused or not valid, 2 wrong usage. */
export type Command = { help: string; run(args: string[]): Promise<number> };

import assert from "node:assert/strict";
import { CodedError } from "@troad/kernel";

/** The coded failure with which work was refused; fails where it was done, or refused for another reason. */
export const refusedWith = async (code: string, work: Promise<unknown>): Promise<CodedError> => {
  const error = await work.then(
    () => assert.fail("it was done"),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof CodedError && error.code === code, String(error));
  return error;
};

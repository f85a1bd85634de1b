import { type CodedError, failures } from "@troad/kernel";

/** Why something is refused at the books of a business; `field` is that of the form. */
export const booksFailure = failures({
  "books.not-yours": 403,
  "books.unknown": 404,
  "books.field-form": 422,
  "books.no-confirmation": 409,
  "books.time-over": 409,
  "books.refused": 422,
});
export const booksField = (
  code: Parameters<typeof booksFailure>[0],
  field: string,
  params: Record<string, string | number> = {},
): CodedError => booksFailure(code, { field, ...params });

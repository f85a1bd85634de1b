import { type FormDefinition, loadForm } from "../index.ts";

/** A form with every type of field, a branch, a page that may be left out and a field that hangs on another. */
export const definition: FormDefinition = {
  pages: [
    {
      id: "who",
      title: "page.who",
      fields: [
        { name: "nationalId", type: "national-id", label: "field.nationalId" },
        { name: "born", type: "date", label: "field.born", min: "1900-01-01", max: "today" },
        { name: "child", type: "yes-no", label: "field.child" },
      ],
      next: [{ when: { field: "child", is: true }, page: "child" }, { page: "money" }],
    },
    {
      id: "child",
      title: "page.child",
      fields: [
        { name: "children", type: "integer", label: "field.children", min: 1, max: 20 },
        {
          name: "care",
          type: "choices",
          label: "field.care",
          min: 1,
          max: 2,
          options: [option("home"), option("nursery"), option("family")],
        },
        {
          name: "nursery",
          type: "text",
          label: "field.nursery",
          maxLength: 20,
          minLength: 2,
          showWhen: { field: "care", includes: "nursery" },
        },
      ],
    },
    {
      id: "money",
      title: "page.money",
      fields: [
        { name: "rent", type: "money", label: "field.rent", min: 0, max: 200_000 },
        { name: "note", type: "text", label: "field.note", maxLength: 10, multiline: true, required: false },
      ],
    },
    {
      id: "many",
      title: "page.many",
      showWhen: {
        all: [
          { field: "child", is: true },
          { field: "children", atLeast: 3 },
        ],
      },
      fields: [{ name: "card", type: "choice", label: "field.card", options: [option("yes"), option("no")] }],
    },
    {
      id: "contact",
      title: "page.contact",
      fields: [
        { name: "email", type: "email", label: "field.email", required: false },
        { name: "mobile", type: "mobile", label: "field.mobile", required: false },
        { name: "account", type: "bank-account", label: "field.account", showWhen: { field: "rent", atLeast: 1 } },
      ],
    },
  ],
};

function option(value: string) {
  return { value, label: `option.${value}` };
}

export const form = loadForm(definition);

export const today = "2026-11-22";

/** Canonical answers that complete the form through the branch. */
export const answers = {
  nationalId: "A123456789",
  born: "1990-02-28",
  child: true,
  children: 3,
  care: ["home", "nursery"],
  nursery: "小樹幼兒園",
  rent: 12_000,
  card: "no",
  account: "700-00012345678901",
};

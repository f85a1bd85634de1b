export { accountAnswer, type BankBooks, bankDay, booksOf } from "./bank.ts";

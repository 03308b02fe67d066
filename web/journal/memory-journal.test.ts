import { describeJournal } from "./journal.contract.ts";
import { MemoryJournal } from "./memory-journal.ts";

describeJournal("memory", async () => {
  const journal = new MemoryJournal();
  return { a: journal, b: journal, dispose: () => journal.close() };
});

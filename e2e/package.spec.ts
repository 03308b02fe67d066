import { test } from "./fixtures.ts";
import { pageProgram, testBundlers } from "./package/bundlers.ts";
import { testManagers } from "./package/managers.ts";
import { testPrograms } from "./package/programs.ts";
import { Project } from "./package/project.ts";

// One after the other, since they share the project that the package is installed into.
test.describe.configure({ mode: "default" });

const project = new Project();

test.beforeAll(async () => {
  await project.open();
  project.installed.write("program.js", pageProgram);
});

test.afterAll(() => project.close());

testBundlers(project);
testPrograms(project);
testManagers(project);

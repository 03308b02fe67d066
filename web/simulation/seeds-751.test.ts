import { testSeeds } from "./testing/test-seeds.ts";

testSeeds(751, 1_000);

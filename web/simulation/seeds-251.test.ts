import { testSeeds } from "./testing/test-seeds.ts";

testSeeds(251, 500);

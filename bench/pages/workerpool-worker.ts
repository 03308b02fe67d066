import { worker } from "workerpool";
import square from "../../web/workloads/squares/squares.task.js";

worker({ square: (n: number) => square([n, 0]) });

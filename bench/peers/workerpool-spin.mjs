// The Worker of workerpool in bench/peers/pools.mjs.
import workerpool from "workerpool";
import spin from "../pages/jobs/spin.task.js";

workerpool.worker({ spin });

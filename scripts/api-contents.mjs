// Which page of docs/api has which names of the library.

/**
 * @typedef {{ readonly file: string, readonly title: string, readonly about: string, readonly names: readonly string[] }} Page
 * `about`: one paragraph. `names`: in the order in which they stand.
 */

/** @type {readonly Page[]} */
export const pages = [
  {
    file: "pools.md",
    title: "Pools",
    about:
      "Slots of a page or process, and of the tabs that join it, compute what functions are given. Times are in milliseconds, as on all pages here.",
    names: [
      "Pool",
      "PoolOpener",
      "PoolOptions",
      "TaskOptions",
      "IterationOptions",
      "TaskTarget",
      "InputTarget",
      "Task",
      "Inputs",
      "AsyncResult",
      "ResultIterator",
      "Settlement",
      "Volunteer",
      "PoolConsoleLine",
      "ConsoleLevel",
      "Feature",
    ],
  },
  {
    file: "processes.md",
    title: "Processes",
    about: "Functions that run beside a program, each at most once.",
    names: ["Process", "ProcessOptions", "ProcessTask", "ProcessView", "currentProcess", "activeChildren"],
  },
  {
    file: "queues-and-pipes.md",
    title: "Queues and pipes",
    about:
      "They live in the page or process that makes them, and are arguments of processes and of a pool's functions.",
    names: ["Queue", "JoinableQueue", "SimpleQueue", "Pipe", "Connection"],
  },
  {
    file: "locks.md",
    title: "Locks",
    about:
      "They live in the page or process that makes them. The program, or one attempt of a task, is one caller, however many async functions run in it; what a caller holds is freed as it ends.",
    names: ["Lock", "RLock", "Semaphore", "BoundedSemaphore", "Acquirable", "Event", "Condition", "Barrier"],
  },
  {
    file: "values-and-managers.md",
    title: "Values and managers",
    about:
      "They live in the page or process that makes them, and are arguments of processes and of a pool's functions.",
    names: [
      "Value",
      "Array",
      "TypeCode",
      "Manager",
      "SharedDict",
      "DictEntries",
      "SharedList",
      "SharedNamespace",
      "SharedObject",
    ],
  },
  {
    file: "managers-elsewhere.md",
    title: "Managers elsewhere",
    about: "`Manager.serve` and `connect`: programs in other tabs and processes share objects by an address and a key.",
    names: [
      "connect",
      "ConnectOptions",
      "ManagerConnection",
      "ServeOptions",
      "ServedManager",
      "Registered",
      "RegisteredCalls",
    ],
  },
  {
    file: "errors.md",
    title: "Errors",
    about:
      "The `name` of each is that of its class: by it functions know them that run in tasks and processes, where the classes are not at hand. Wrong arguments are a TypeError or a RangeError that names the argument.",
    names: [
      "RemoteError",
      "TimeoutError",
      "TaskCancelled",
      "PoolClosed",
      "NotSelfContained",
      "NotSerializable",
      "Full",
      "Empty",
      "EOFError",
      "BrokenBarrierError",
      "ConnectionRefusedError",
      "AuthenticationError",
    ],
  },
  {
    file: "helpers.md",
    title: "Helpers",
    about: "What inputs are made of, and how much this machine computes at a time.",
    names: ["range", "Range", "lines", "LineSource", "Readable", "cpuCount"],
  },
];

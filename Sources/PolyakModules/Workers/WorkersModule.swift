import HeavyBall
import LuaKit

private enum Field {
  static let count = Parameter("n", .integer(in: 0...1_000_000), "how many calls")
  static let function = Parameter("f", .function, "a function of a number and report, which returns a string")
  static let workers = Parameter("workers", .positiveInteger, "how many run at a time", default: "workers.count()") {
    _ throws(LuaError) in try WorkerPool.count()
  }
  static let costs = Parameter("costs", .vector, "what each call costs; the dearest begin first").optional
  static let files = Parameter(
    "files", .table, "the names of n files, to which the strings are written, each whole or not at all"
  ).optional
  static let claims = Parameter(
    "claims", .table,
    "the names of n files that are there while their calls are made; a call whose file another process holds is left out"
  ).optional
  static let onResult = Parameter(
    "on_result", .function, "gets the number of a call and what it returned, as each comes"
  ).optional
  static let find = Parameter(
    "find", .function,
    "gets the number of a call before it is made, here and once its claim is held: a string that it returns is the result and "
      + "{message =, traceback =} the failure of the call, which is not made then"
  ).optional
  static let taken = Parameter(
    "taken", .function,
    "asked where a claim was refused or a result found: a list of the numbers of calls that others have made or make, which are "
      + "left out"
  ).optional
  static let onFailure = Parameter(
    "on_failure", .function,
    "gets the number of a call that has failed, the message and the traceback, here and while its claim is held"
  ).optional
  static let first = Parameter(
    "first", .positiveInteger,
    "which of them begins, counted in their order; those before it follow at the end (beyond n it counts from the start again)",
    default: 1)
  static let timeLimit = Parameter("time_limit", .positiveNumber, "seconds that a call may take; one that takes longer fails")
    .optional
  static let title = Parameter(
    "title", .string, "what the line on the terminal begins with; without it there is none"
  ).optional
  static let progress = Parameter("progress", .boolean, "false: no line", default: true)
  static let finished = Parameter(
    "finished", .integer(in: 0...1_000_000_000), "calls made at another time that the line counts too", default: 0)
  static let note = Parameter("note", .string, "what the error of an interruption ends with", default: "")
  static let caller = Parameter("caller", .string, "how errors of writing files begin").optional(default: "workers.map")
}

/// `workers`: one function called many times, on all processors.
let workersModule = Module(
  "workers", "Many calls at a time, each in a process of its own.",
  functions: [
    Function(
      "count", "How many calls can run at a time: the processors that polyak may use, or what POLYAK_WORKERS says.", [],
      returns: .integer, example: "workers.count() >= 1  --> true"
    ) { _ in try WorkerPool.count() }.dependent(on: "the processors"),
    Function(
      "map",
      "Calls f(1, report) to f(n, report), each in a copy of the process, which sees everything and changes nothing for "
        + "others; where other threads run they follow one another right here. Returns the strings that f has returned, "
        + "and of calls that failed a table {message =, traceback =} by number. report(fraction) says how far a call is.",
      [Field.count, Field.function],
      options: [
        Field.workers, Field.costs, Field.first, Field.timeLimit, Field.files, Field.claims, Field.find, Field.taken,
        Field.onResult,
        Field.onFailure, Field.title, Field.progress, Field.finished, Field.note, Field.caller,
      ],
      returns: .table, example: "workers.map(3, function(i) return \"call \" .. i end)[3]  --> call 3"
    ) { call in
      let pool = WorkerPool(try call[Field.function], plan: try plan(call), state: try call.state)
      try pool.run()
      let results = try call.state.makeTable(), failures = try call.state.makeTable()
      for (i, text) in pool.results { results[i + 1] = .string(text) }
      for (i, failure) in pool.failures {
        let table = try call.state.makeTable(fields: 2)
        table["message"] = .string(failure.message)
        table["traceback"] = failure.traceback.map { .string($0) } ?? .nil
        failures[i + 1] = .table(table)
      }
      return Results(results, failures)
    },
  ])

private func plan(_ call: Call) throws -> WorkerPool.Plan {
  let n = try call[Field.count]
  let costs = try call[Field.costs]?.elements ?? Array(repeating: 1, count: n)
  guard costs.count == n else {
    throw call.fault(at: Field.costs, complaint: "must have \(counted(n, "number")), one for each call, got \(costs.count)")
  }
  if let i = costs.firstIndex(where: { !($0 > 0 && $0.isFinite) }) {
    throw call.fault(
      at: Field.costs, "\(i + 1)", complaint: "must be a number > 0, got \(LuaValue.number(costs[i]).briefly)")
  }
  var plan = WorkerPool.Plan(costs: costs, workers: try call[Field.workers])
  plan.files = try names(Field.files, n, call)
  plan.claims = try names(Field.claims, n, call)
  plan.find = try call[Field.find]
  plan.taken = try call[Field.taken]
  plan.onResult = try call[Field.onResult]
  plan.onFailure = try call[Field.onFailure]
  plan.first = try call[Field.first] - 1
  plan.timeLimit = try call[Field.timeLimit]
  plan.title = try call[Field.title]
  plan.showsLine = try call[Field.progress]
  plan.finished = try call[Field.finished]
  plan.note = try call[Field.note]
  plan.caller = try call[Field.caller]
  return plan
}

private func names(_ option: Parameter<LuaTable?>, _ n: Int, _ call: Call) throws -> [FileName] {
  guard let table = try call[option] else { return [] }
  return try (0..<n).map { i in
    guard case .string(let path) = table[i + 1], !path.bytes.isEmpty, !path.bytes.contains(0) else {
      throw call.fault(
        at: option, "\(i + 1)", complaint: "must be the name of a file, got \(table[i + 1].briefly)")
    }
    return FileName(bytes: path.bytes)
  }
}

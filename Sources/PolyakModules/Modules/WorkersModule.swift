import HeavyBall
import LuaKit

/// `workers`: one function called many times, on all processors.
let workersModule = Module(
  "workers", "Many calls at a time, each in a process of its own.",
  functions: [
    Function(
      "count", "How many calls can run at a time: the processors that polyak may use, or what POLYAK_WORKERS says.",
      returns: .integer, example: "workers.count() >= 1  --> true"
    ) { _ in try WorkerPool.count() },
    Function(
      "map",
      "Calls f(1, report) to f(n, report), each in a copy of the process, which sees everything and changes nothing for "
        + "others; where other threads run they follow one another right here. Returns the strings that f has returned, "
        + "and of calls that failed a table {message =, traceback =} by number. report(fraction) says how far a call is.",
      .positional("n", .integer(in: 0...1_000_000), "how many calls"),
      .positional("f", .function, "a function of a number and report, which returns a string"),
      .option("workers", .positiveInteger, default: nil, "how many run at a time; workers.count() if left out"),
      .option("costs", .vector, default: nil, "what each call costs; the dearest begin first"),
      .option("files", .table, default: nil, "the names of n files, to which the strings are written, each whole or not at all"),
      .option(
        "claims", .table, default: nil,
        "the names of n files that are there while their calls are made; a call whose file another process holds is left out"),
      .option("title", .string, default: nil, "what the line on the terminal begins with; without it there is none"),
      .option("progress", .boolean, default: true, "false: no line"),
      .option("finished", .integer(in: 0...1_000_000_000), default: 0, "calls made at another time that the line counts too"),
      .option("note", .string, default: "", "what the error of an interruption ends with"),
      .option("caller", .string, default: nil, "how errors of writing files begin; workers.map if left out"),
      returns: .table, example: "workers.map(3, function(i) return \"call \" .. i end)[3]  --> call 3"
    ) { call in
      let pool = WorkerPool(try call.function("f"), plan: try plan(call), state: call.state)
      try pool.run()
      let results = call.state.makeTable(), failures = call.state.makeTable()
      for (i, text) in pool.results { results[i + 1] = .string(text) }
      for (i, failure) in pool.failures {
        let table = call.state.makeTable(fields: 2)
        table["message"] = .string(failure.message)
        table["traceback"] = failure.traceback.map { .string($0) } ?? .nil
        failures[i + 1] = .table(table)
      }
      return Results(results, failures)
    },
  ])

private func plan(_ call: Call) throws -> WorkerPool.Plan {
  let n = try call.integer("n")
  let costs = try call.valueIfPresent("costs", as: Vector.self)?.elements ?? Array(repeating: 1, count: n)
  guard costs.count == n else { throw call.error("option 'costs' must have \(n) numbers, one for each call, got \(costs.count)") }
  if let i = costs.firstIndex(where: { !($0 > 0 && $0.isFinite) }) {
    throw call.error("option 'costs' must hold finite numbers > 0, got \(LuaValue.number(costs[i]).briefly) in place \(i + 1)")
  }
  let workers = if let given = try call.integerIfPresent("workers") { given } else { try WorkerPool.count() }
  var plan = WorkerPool.Plan(costs: costs, workers: workers)
  plan.files = try names("files", n, call)
  plan.claims = try names("claims", n, call)
  plan.title = try call.stringIfPresent("title")
  plan.showsLine = try call.boolean("progress")
  plan.finished = try call.integer("finished")
  plan.note = try call.string("note")
  plan.caller = try call.stringIfPresent("caller")
  return plan
}

private func names(_ option: String, _ n: Int, _ call: Call) throws -> [FileName] {
  guard let table = try call.tableIfPresent(option) else { return [] }
  return try (0..<n).map { i in
    guard case .string(let path) = table[i + 1], !path.bytes.isEmpty, !path.bytes.contains(0) else {
      throw call.error("option '\(option)' must hold \(n) names of files, got \(table[i + 1].briefly) in place \(i + 1)")
    }
    return FileName(bytes: path.bytes)
  }
}

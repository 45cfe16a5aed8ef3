import HeavyBall
import LuaKit

/// The exact series of the flow in phase space in Lua's hands: `hbf.phase_series(2)`.
final class PhaseSeriesObject: LuaObject {
  let table: PhaseSeriesTable
  /// The place of each tree.
  private lazy var numbers = Dictionary(uniqueKeysWithValues: table.treeTexts.enumerated().map { ($1, $0) })

  init(_ table: PhaseSeriesTable) { self.table = table }

  private enum Part: String, CaseIterable, Sendable { case beta, m }

  private static let tree = Parameter("tree", .string, "nested brackets, [] for a single gradient, m for the leaf")
  private static let part = Parameter("part", .choice(of: Part.self), "of d beta/dt or dm/dt", default: .beta)
  private static let momentum = Parameter("mu", .number(in: 0..<1), "momentum, above 0")

  static var luaClass: ClassDeclaration {
    ClassDeclaration(
      PhaseSeriesObject.self, "PhaseSeries",
      "The coefficients of the flow in phase space on trees whose leaves may be m, exact, as functions of mu and log(mu).",
      instanceName: "phaseseries",
      [
        .length { $0.table.treeTexts.count },
        .tostring { $0.table.text },
        .property("order", "The most grades of a tree: one for each gradient and each m.", .integer) { $0.table.order },
        .method(
          "trees", "The trees, in the order of the lines in print.", [], returns: .table,
          example: "hbf.phase_series(2):trees()[4]  --> [m]"
        ) { s, _ in s.table.treeTexts },
        .method(
          "coefficient", "The coefficient of eta^(gradients-1) F(tree) in d beta/dt, or in dm/dt, as text.", [tree, part],
          returns: .string, example: "hbf.phase_series(1):coefficient(\"m\")  --> -mu / (1-mu) * log(mu)"
        ) { s, call in
          let i = try s.number(call)
          return (try call[part] == .beta ? s.table.position[i] : s.table.momentum[i]).description
        },
        .method(
          "at", "The coefficients at a number mu, by tree: in each a table with beta, in d beta/dt, and m, in dm/dt.", [momentum],
          returns: .table, example: "hbf.phase_series(2):at(0.7)[\"[m]\"].beta  --> 0.164562"
        ) { s, call in
          let µ = try call[momentum]
          guard µ > 0 else { throw call.fault(at: momentum, complaint: "must be above 0: without momentum there is no m") }
          let result = try call.state.makeTable()
          for (tree, value) in zip(s.table.treeTexts, s.table.values(momentum: µ)) {
            let parts = try call.state.makeTable()
            parts["beta"] = .number(value.position)
            parts["m"] = .number(value.momentum)
            result[tree] = .table(parts)
          }
          return result
        },
        .method(
          "text", "Every line, as in print.", [], returns: .string,
          example: "hbf.phase_series(1):text():match(\"%S+%s+log%(mu%)$\")  --> dm/dt     log(mu)"
        ) { s, _ in s.table.text },
        .method(
          "latex", "A LaTeX table of the coefficients.", [], returns: .string,
          example: "hbf.phase_series(1):latex():match(\"m} & $(.-)%$\")  --> \\frac{-\\mu}{(1 - \\mu)} \\ln\\mu"
        ) { s, _ in s.table.latex },
      ])
  }

  private func number(_ call: Call) throws -> Int {
    let text = try call[Self.tree]
    if let number = numbers[text] { return number }
    throw call.fault(
      at: Self.tree,
      complaint: "must be one of :trees(), written as there (larger children first, m last), got '\(text)'")
  }
}

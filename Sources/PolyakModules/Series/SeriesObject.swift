import HeavyBall
import LuaKit
import LuaPrompt

/// The exact series in Lua's hands: `hbf.series(3)`.
final class SeriesObject: LuaObject {
  let series: LimitSeries

  init(_ series: LimitSeries) { self.series = series }

  var externalBytes: Int { series.bytes }

  private static let argument = Parameter("tree", .tree, "nested brackets, [] for a single node")
  private static let momentum = Parameters.mu.described("momentum; gradient descent's series does without").optional

  static var luaClass: ClassDeclaration {
    ClassDeclaration(
      SeriesObject.self, "Series", "The flow's coefficients on rooted trees, exact, as functions of mu.",
      instanceName: "series",
      [
        .length { $0.series.trees.count },
        .tostring { $0.series.text(lines: 40) {} },
        .property("order", "The most nodes of a tree.", .integer) { $0.series.order },
        .property("method", "\"hb\", \"nag\", \"gd\", or \"nu = ...\".", .string) { $0.series.method.word },
        .method(
          "trees", "The trees, in the order of the lines in print.", [], returns: .table,
          example: "hbf.series(3):trees()[3]  --> [[][]]"
        ) { s, _ in s.series.trees.map(\.description) },
        .method(
          "coefficient", "The coefficient of eta^(nodes-1) F(tree) in -d beta/dt, as text.", [argument], returns: .string,
          example: "hbf.series(2):coefficient(\"[[]]\")  --> (1 + mu)/2 / (1-mu)^3"
        ) { s, call in
          let tree = try s.tree(call)
          return s.series.coefficient(of: tree) ?? ""
        },
        .method(
          "numerator", "The coefficients of its numerator as exact fractions, the constant term first.", [argument],
          returns: .table, example: "table.concat(hbf.series(3):numerator(\"[[][]]\"), \" \")  --> 1/12 5/6 1/12"
        ) { s, call in
          let tree = try s.tree(call)
          return s.series.numerator(of: tree)?.coefficients.map(\.description) ?? []
        },
        .method(
          "power", "The power of 1-mu below the numerator: 2 nodes - 1, or 0 for gradient descent.", [argument],
          returns: .integer, example: "hbf.series(3):power(\"[[][]]\")  --> 5"
        ) { s, call in s.series.denominatorPower(of: try s.tree(call)) },
        .method(
          "at", "The coefficients at a number mu, by tree.", [momentum], returns: .table,
          example: "hbf.series(2):at(0.5)[\"[[]]\"]  --> 6.0"
        ) { s, call in
          let µ = try s.series.method == .gradientDescent ? call[momentum] ?? 0 : call.required(momentum)
          let watch = call.watch("series:at")
          let values = try s.series.values(momentum: µ) { () throws(LuaError) in try watch.poll() }
          return try call.state.makeTable(of: s.series.trees, values)
        },
        .method(
          "text", "Every line; tostring shows a screenful.", [], returns: .string,
          example: "hbf.series(1):text()  --> 1 node  []   1 / (1-mu)"
        ) { s, call in
          let watch = call.watch("series:text")
          return try s.series.text { () throws(LuaError) in try watch.poll() }
        },
        .method(
          "latex", "A LaTeX table of the coefficients.", [], returns: .string,
          example: "hbf.series(2):latex():match(\"frac{1 %+ .mu}\")  --> frac{1 + \\mu}"
        ) { s, call in
          let watch = call.watch("series:latex")
          return try s.series.latex { () throws(LuaError) in try watch.poll() }
        },
        .method(
          "csv", "Comma-separated: tree, nodes, power of 1-mu, the numerator's coefficients as fractions.", [],
          returns: .string, example: "hbf.series(2):csv():match(\"[^\\n]+\")  --> tree,nodes,power,c0,c1"
        ) { s, call in
          let watch = call.watch("series:csv")
          return try s.series.csv { () throws(LuaError) in try watch.poll() }
        },
      ])
  }

  /// The argument 'tree', which must not have more nodes than the series.
  private func tree(_ call: Call) throws -> RootedTree {
    let tree = try call[Self.argument]
    if tree.nodes > series.order {
      throw call.fault(
        at: Self.argument,
        complaint: "must have at most \(series.order) nodes, as the series has, got \(tree) of \(tree.nodes)")
    }
    return tree
  }
}

extension ParameterType where Value == RootedTree {
  /// A rooted tree as text.
  static var tree: Self {
    Self(name: "tree, as in \"[[][]]\"", annotation: "string") { value in
      guard let text = value.text else { return nil }
      do throws(RootedTree.ParseError) { return try RootedTree(parsing: text) } catch {
        throw Mismatch(error.description)
      }
    }
  }
}

extension SeriesMethod {
  /// As scripts compare it.
  var word: String {
    switch self {
    case .heavyBall: "hb"
    case .nesterov: "nag"
    case .gradientDescent: "gd"
    case .momentum(let ν): "nu = \(ν)"
    }
  }
}

import HeavyBall
import LuaKit
import LuaPrompt

/// The modified loss's exact series in Lua's hands: `hbf.modified_loss_series(4)`.
final class ModifiedLossSeriesObject: LuaObject {
  let series: ModifiedLossSeries

  init(_ series: ModifiedLossSeries) { self.series = series }

  var externalBytes: Int { series.bytes }

  private static let argument = Parameter("tree", .tree, "nested brackets, with any vertex as the root")

  static var luaClass: ClassDeclaration {
    ClassDeclaration(
      ModifiedLossSeriesObject.self, "ModifiedLossSeries",
      "The coefficients of the modified loss on free trees, exact, as functions of mu. A tree stands for a number: a vertex "
        + "of degree d is D^d L, so that leaves are the gradient g, and edges contract. o-o is |g|^2, o-o-o is g . Hg.",
      instanceName: "series",
      [
        .length { $0.series.trees.count },
        .tostring { $0.series.text(lines: 40) {} },
        .property("order", "The most nodes of a tree.", .integer) { $0.series.order },
        .method(
          "trees", "The trees, in the order of the lines in print, each by its bushiest root.", [], returns: .table,
          example: "hbf.modified_loss_series(4):trees()[5]  --> [[[]][]]"
        ) { s, _ in s.series.trees.map(\.description) },
        .method(
          "coefficient", "The coefficient of eta^(nodes-1) and the tree's number, as text.", [argument], returns: .string,
          example: "hbf.modified_loss_series(3):coefficient(\"[[[]]]\")  --> (mu + mu^2)/2 / (1-mu)^5"
        ) { s, call in s.series.coefficient(of: try s.tree(call)) ?? "" },
        .method(
          "numerator", "The coefficients of its numerator as exact fractions, the constant term first.", [argument],
          returns: .table, example: "table.concat(hbf.modified_loss_series(3):numerator(\"[[][]]\"), \" \")  --> 0 1/2 1/2"
        ) { s, call in s.series.numerator(of: try s.tree(call))?.coefficients.map(\.description) ?? [] },
        .method(
          "power", "The power of 1-mu below the numerator: 2 nodes - 1.", [argument],
          returns: .integer, example: "hbf.modified_loss_series(3):power(\"[[][]]\")  --> 5"
        ) { s, call in s.series.denominatorPower(of: try s.tree(call)) },
        .method(
          "at", "The coefficients at a number mu, by tree.", [Parameters.mu], returns: .table,
          example: "hbf.modified_loss_series(2):at(0.5)[\"[[]]\"]  --> 2.0"
        ) { s, call in
          let watch = call.watch("series:at")
          let values = try s.series.values(momentum: try call[Parameters.mu]) { () throws(LuaError) in try watch.poll() }
          return try call.state.makeTable(of: s.series.trees.map(\.root), values)
        },
        .method(
          "text", "Every line, a tree's with its drawing; tostring shows a screenful.", [], returns: .string,
          example: "hbf.modified_loss_series(1):text()  --> 1 node  []   o   1 / (1-mu)"
        ) { s, call in
          let watch = call.watch("series:text")
          return try s.series.text { () throws(LuaError) in try watch.poll() }
        },
        .method(
          "latex", "A LaTeX table of the coefficients with the trees drawn, by the package tikz.", [], returns: .string,
          example: "hbf.modified_loss_series(2):latex():match(\"draw (%S+ %S+ %S+);\")  --> (0,0) -- (1,0)"
        ) { s, call in
          let watch = call.watch("series:latex")
          return try s.series.latex { () throws(LuaError) in try watch.poll() }
        },
      ])
  }

  /// The argument 'tree', which must not have more nodes than the series.
  private func tree(_ call: Call) throws -> FreeTree {
    let tree = try call[Self.argument]
    if tree.nodes > series.order {
      throw call.fault(
        at: Self.argument,
        complaint: "must have at most \(series.order) nodes, as the series has, got \(tree) of \(tree.nodes)")
    }
    return FreeTree(tree)
  }
}

import Testing

@testable import LuaKit

final class Point: LuaObject {
  var x: Double, y: Double
  init(_ x: Double, _ y: Double) { self.x = x; self.y = y }
  static var luaClass: ClassDeclaration {
    ClassDeclaration(Point.self, "Point", "A point of the plane.", [
      .method("dot", "Scalar product.", .positional("other", .object(Point.self), "the other"), returns: .number) { p, call in
        let q = try call.object("other", Point.self)
        return p.x * q.x + p.y * q.y
      },
      .method("shift", "Moves it.", .option("by", .number)) { p, call in
        p.x += try call.number("by")
      },
      .property("x", "abscissa", .number) { $0.x },
      .property("y", "ordinate", .finiteNumber, get: { $0.y }, set: { $0.y = $1.number! }),
      .numberIndex { p, i in i == 1 ? p.x : i == 2 ? p.y : nil },
      .setNumberIndex { p, i, v in if i == 1 { p.x = v } else { p.y = v } },
      .length { _ in 2 },
      .add { a, b, _ in
        guard let p = a.object(Point.self), let q = b.object(Point.self) else { throw LuaError("Point +: two points, please") }
        return Point(p.x + q.x, p.y + q.y)
      },
      .negate { Point(-$0.x, -$0.y) },
      .tostring { "(\($0.x), \($0.y))" },
      .call("Scales.", .positional("k", .number), returns: .number) { p, call in Point(p.x * (try call.number("k")), p.y) },
    ])
  }
}

let plane = Module("plane", "Points.", functions: [
  Function("point", "Makes one.", .positional("x", .number), .optional("y", .number, default: 0), returns: .any) { call in
    Point(try call.number("x"), try call.number("y"))
  },
  Function("flow", "Options.", .option("eta", .positiveNumber), .option("mu", .number(in: 0..<1), default: 0.5), returns: .number) { call in
    try call.number("eta") * call.number("mu")
  },
  Function("exp", "e^x", .positional("x", .number)) { call in try call.number("x") }.quick(number: { $0 * 2 }),
], classes: [Point.self])

@Test func `smoke`() throws {
  let lua = LuaState()
  try lua.register(plane)
  func run(_ s: String) -> String {
    do { return try lua.run("return " + s, name: "=t").map { try lua.text(of: $0) }.joined(separator: " ") } catch { return "!\(error)" }
  }
  for s in ["plane.point(1,2)", "plane.point(1,2):dot(plane.point(3,4))", "plane.point(1,2)[2]", "#plane.point(1)", "plane.point(1)+plane.point(2)",
    "plane.point(1)+2", "plane.point(1).z", "plane.point(1).doot", "plane.point(1).dot()", "plane.flow{eta=2}", "plane.flow{etaa=1}", "plane.flow{eta=1,mu=1.5}", "plane.flow{}", "plane.flow()", "plane.flow(3)", "plane.flow{1}", "plane.exp(4)", "plane.point(2)(3)", "-plane.point(3)", "plane.point(0/0)", "plane.point('a')", "plane.point(1,2,3)", "require 'plane' == plane", "plane.point(1):shift{by=2}", "plane.point(1):shift()", "error({})", "error()"] {
    print(s, "=>", run(s))
  }
  print(memoryLayout())
}
func memoryLayout() -> String { "\(MemoryLayout<LuaValue>.size) \(MemoryLayout<LuaError>.size)" }

import LuaKit

// What the page "Lua in your Swift program" builds, from a first line to a sandbox with a documented module.

final class Bed: LuaObject {
  let plant: String
  private(set) var moisture = 0.5
  var label: String

  init(plant: String) { (self.plant, label) = (plant, plant) }

  private static let litres = Parameter("litres", .positiveNumber, "of water")

  static var luaClass: ClassDeclaration {
    ClassDeclaration(
      Bed.self, "Bed", "A bed in the garden.",
      [
        .property("plant", "What grows there.", \.plant),
        .property("moisture", "From 0, dry, to 1.", \.moisture),
        .variable("label", "What its sign says.", \.label),
        .method("water", "Waters it.", litres, returns: .number) { bed, litres in
          bed.moisture = min(1, bed.moisture + litres / 10)
          return bed.moisture
        },
        .tostring { "Bed  \($0.label)" },
      ])
  }
}

enum Garden {
  static let plant = Parameter("plant", .string, "what is to grow")
  static let count = Parameter("count", .integer(in: 1...100), "how many", default: 1)
  static let season = Parameter("season", .string(oneOf: "spring", "summer", "autumn"), "when", default: "spring")
  static let spacing = Parameter("spacing", .positiveNumber, "metres between two", default: 0.3)

  static let module = Module(
    "garden", "Beds, and what grows in them.",
    functions: [
      Function(
        "bed", "A new bed.", plant, returns: .object(Bed.self), example: "garden.bed('leek').moisture  --> 0.5"
      ) { plant in Bed(plant: plant) },
      Function("length", "How long a row becomes, in metres.", [count], options: [season, spacing], returns: .number) { call in
        let spacing = try call[season] == "summer" ? 1.5 * (try call[spacing]) : try call[spacing]
        return Double(try call[count]) * spacing
      },
    ], classes: [Bed.self])
}

struct Plan: Codable, Equatable {
  var name: String
  var beds: [Row]
  struct Row: Codable, Equatable { var plant: String, count: Int }
}

func garden() throws {
  // The first line.
  let lua = LuaState()
  let answer = try lua.run("return 6 * 7").first?.integer
  expect(answer == 42, "a first line")

  // Values.
  lua.globals["height"] = 2.5
  lua.globals["plants"] = try ["leek", "bean"].luaValue(in: lua)
  let first = try lua.run("return plants[1] .. ' ' .. height").first?.text
  expect(first == "leek 2.5", "values both ways")

  // A function of Lua's.
  let growth = try lua.load("local days, rate = ... return days * rate, 'cm'")
  let (size, unit): (Double, String) = try growth(10, 0.5)
  expect(size == 5 && unit == "cm", "a function of Lua's")

  // A function of Swift's.
  lua.globals["rain"] = .function(try lua.function("rain") { (day: Int, place: String?) in "\(place ?? "here"): \(day % 7) mm" })
  expect(try lua.run("return rain(8), rain(9, 'hill')").map(\.text) == ["here: 1 mm", "hill: 2 mm"], "a function of Swift's")

  // A module.
  try lua.register(Garden.module)
  try lua.run(
    """
    local bed = garden.bed("leek")
    bed:water(2)
    bed.label = "first"
    assert(bed.moisture == 0.7 and tostring(bed) == "Bed  first")
    assert(garden.length(10, {season = "summer", spacing = 0.5}) == 7.5)
    """)

  // What is wrong is said.
  for (code, message) in [
    ("garden.bed(5)", "garden.bed: argument 'plant' must be a string, got 5"),
    ("garden.length(10, {seson = 'spring'})", "garden.length: unknown option 'seson' (did you mean 'season'?)"),
    ("garden.bed('leek'):water(-1)", "bed:water: argument 'litres' must be a number > 0, got -1"),
    ("garden.bed('leek').plant = 'bean'", "Bed: field 'plant' cannot be assigned"),
  ] {
    do throws(LuaError) {
      try lua.run(code, name: "=script")
      expect(false, code)
    } catch { expect(error.message == "script:1: " + message, error.message) }
  }

  // A script that is not trusted.
  let sandbox = LuaState(
    libraries: .safe, limits: LuaLimits(memory: 16 << 20, time: .seconds(1), instructions: 50_000_000, output: 1 << 16))
  try sandbox.register(Garden.module)
  var log: [UInt8] = []
  sandbox.output = { log += $0 }
  try sandbox.run("print(garden.length(10))", name: "=script")
  expect(log == Array("3.0\n".utf8), "what it prints")
  do throws(LuaError) {
    try sandbox.run("while true do pcall(error) end")
    expect(false, "an end")
  } catch { expect(error.kind == .instructions || error.kind == .time, error.message) }

  // What it returns.
  let table = try sandbox.run("return {name = 'kitchen', beds = {{plant = 'leek', count = 12}}}")
  let plan = try LuaDecoder(unknownFields: .refused, maximumCount: 10_000).decode(Plan.self, from: table[0])
  expect(plan == Plan(name: "kitchen", beds: [.init(plant: "leek", count: 12)]), "a plan")
}

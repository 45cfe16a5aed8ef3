import LuaKit

/// A class by key paths, one that inherits, and a value type.
class Article: LuaObject {
  private(set) var price: Double
  var name: String

  init(price: Double, name: String) { (self.price, self.name) = (price, name) }

  private static let percent = Parameter("percent", .number(in: 0...100), "off the price")

  class var luaClass: ClassDeclaration {
    ClassDeclaration(
      Article.self, "Article", "What is sold.",
      [
        .property("price", "What it costs.", \.price),
        .variable("name", "What it is called.", \.name),
        .method("reduce", "Takes off the price.", percent, returns: .number) { article, percent in
          article.price *= 1 - percent / 100
          return article.price
        },
      ])
  }
}

final class Book: Article {
  override class var luaClass: ClassDeclaration {
    ClassDeclaration(
      Book.self, "Book", "An article to read.", inheriting: super.luaClass,
      [.property("pages", "How long it is.", .integer) { _ in 300 }])
  }
}

struct Size: LuaStructure {
  var width = 0.0, height = 0.0

  static var luaClass: ClassDeclaration {
    ClassDeclaration(
      LuaCopy<Size>.self, "Size", "Of a parcel.",
      [
        .variable("width", "From left to right.", \.value.width),
        .variable("height", "From below upwards.", \.value.height),
        .method("area", "Of its face.", returns: .number) { size in size.value.width * size.value.height },
      ])
  }
}

enum Shop {
  static let a = Parameter("a", .number, "one number")
  static let b = Parameter("b", .number, "another", default: 1)
  static let route = Parameter("route", .decoded(Route.self), "the way")

  static let module = Module(
    "shop", "What is sold.",
    functions: [
      Function("sum", "Both together.", a, b, returns: .number) { a, b in a + b },
      Function("send", "Sends it that way.", route, returns: .string) { route in "to \(route.name)" },
    ], classes: [Article.self, Book.self, LuaCopy<Size>.self])
}

/// Swift's types as the checks.
func shop() throws {
  let lua = LuaState(libraries: .safe)
  try lua.register(Shop.module)
  lua.globals["book"] = .object(Book(price: 20, name: "Lua"))
  expect(try lua.run("book.name = 'Swift' return book:reduce(50)").first == 10, "a member that is inherited")
  try lua.globals.set("size", Size(width: 2, height: 3))
  expect(try lua.run("size.width = 4 return size:area()").first == 12, "a value in Lua's hands")

  // Results by their types.
  let divide = try lua.load("local a, b = ... return a // b, a % b")
  let (quotient, rest): (Int, Int) = try divide(17, 5)
  expect(quotient == 3 && rest == 2, "two results")

  // A closure's types are its checks.
  lua.globals["split"] = .function(
    try lua.function("split") { (total: Int, parts: Int) in
      if parts == 0 { throw LuaError("split: into nothing") }
      return (total / parts, total % parts)
    })
  for (code, message) in [
    ("split(17, 'x')", "split: argument 2 must be an integer, got string 'x'"),
    ("shop.sum('x')", "shop.sum: argument 'a' must be a number, got string 'x'"),
    (
      "shop.send{name = 'home', points = {{x = 1, y = 'far'}}}",
      "shop.send: argument 'route.points[1].y' must be a number, got a string"
    ),
    ("book.name = 5", "Book: field 'name' must be a string, got 5"),
    ("book.price = 5", "Book: field 'price' cannot be assigned"),
  ] {
    do {
      try lua.run(code, name: "=shop")
      expect(false, code)
    } catch { expect(error.message == "shop:1: " + message, error.message) }
  }
}

import HeavyBall
import LuaKit

/// The options `block` and `layers`: the Hessian with respect to some of the parameters.
enum BlockOption {
  static let parameter = Parameter(
    "block",
    ParameterType<Int>.positiveInteger.map { Choice.layer($0) }.or(ParameterType<String>.string.map { Choice.named($0) })
      .or(.options(first, last) { Choice.range(try $0[first], try $0[last]) }),
    "of which parameters, all if left out: a layer of a network by its number, one of a loss's named parameters, or {first, last}"
  ).optional
  static let layers = Parameter(
    "layers", .boolean, "each layer of a network, or each of a loss's named parameters, by itself", default: false)

  enum Choice {
    case layer(Int)
    case named(String)
    case range(Int, Int)
  }

  private static let first = Parameter("first", .positiveInteger, "the number of the first parameter")
  private static let last = Parameter("last", .positiveInteger, "the number of the last one")

  /// The block that a call asks for.
  static func block(_ call: Call) throws -> HessianBlock {
    let loss = try call[Parameters.loss]
    guard let choice = try call[parameter] else { return HessianBlock(loss.objective) }
    let blocks = loss.blocks
    switch choice {
    case .layer(let number):
      guard loss is NetworkObject else {
        throw call.fault(at: parameter, complaint: "is the number of a layer for networks alone, got \(number)")
      }
      guard number <= blocks.count else {
        throw call.fault(at: parameter, complaint: "must be at most \(blocks.count), the number of layers, got \(number)")
      }
      return HessianBlock(loss.objective, blocks[number - 1].range)
    case .named(let name):
      guard let found = blocks.first(where: { $0.name == name }) else {
        let known = blocks.isEmpty ? "the loss has no named parameters" : "known are " + list(blocks.map(\.name))
        throw call.fault(at: parameter, complaint: "must be the name of a parameter, got '\(name)' (\(known))")
      }
      return HessianBlock(loss.objective, found.range)
    case .range(let first, let last):
      let count = loss.objective.dimension
      guard first <= last, last <= count else {
        throw call.fault(
          at: parameter, complaint: "must have first <= last <= \(count), the number of parameters, got \(first) and \(last)")
      }
      return HessianBlock(loss.objective, first - 1..<last)
    }
  }

  /// Each block of the loss with its name; nil where option layers is not given.
  static func all(_ call: Call) throws -> [(name: String, block: HessianBlock)]? {
    guard try call[layers] else { return nil }
    if try call.has(parameter) {
      throw call.error("options 'block' and 'layers' exclude each other", at: layers)
    }
    let loss = try call[Parameters.loss]
    guard !loss.blocks.isEmpty else {
      throw call.fault(at: layers, complaint: "is for networks and losses with named parameters")
    }
    return loss.blocks.map { ($0.name, HessianBlock(loss.objective, $0.range)) }
  }

  private static func list(_ names: [String]) -> String { names.prefix(8).map { "'\($0)'" }.joined(separator: ", ") }
}

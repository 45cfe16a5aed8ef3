import HeavyBall
import LuaKit

/// What a loss is called with.
enum LossArgument {
  case point(Vector)
  case symbol(Expression)

  static let type = ParameterType<Vector>.vector.map { LossArgument.point($0) }
    .or(ParameterType<Expression>.symbolic.map { LossArgument.symbol($0) })
    .quick(VectorObject.self) { .point($0.vector) }

  var graph: Graph? { if case .symbol(let e) = self { e.graph } else { nil } }
  var vector: Vector? { if case .point(let v) = self { v } else { nil } }
}

/// A loss in Lua's hands: `L(b)`, `L:gradient(b)`.
class LossObject: LuaObject {
  let objective: Objective
  /// What its parameters are called.
  let names: NamedParameters?
  /// Of the gradient and the Hessian's products whether they have been compiled and had room.
  private var prepared = [false, false]

  init(_ objective: Objective, names: NamedParameters? = nil) { (self.objective, self.names) = (objective, names) }

  var externalBytes: Int { 0 }

  /// Parameters that belong together, one after another, and what they are called.
  var blocks: [(name: String, range: Range<Int>)] { names?.parts.map { ($0.name, $0.range) } ?? [] }

  /// Adds what tells it from other losses: its formula, with the data in it.
  func add(to fingerprint: inout Fingerprint) { fingerprint.add(objective) }

  /// The loss on some of its rows, counted from 0.
  func batch(_ indices: [Int]) throws -> LossObject? {
    try objective.batch(indices).map { LossObject($0, names: names) }
  }

  class var luaClass: ClassDeclaration {
    ClassDeclaration(
      LossObject.self, "Loss", "A loss with its derivatives of every order.", instanceName: "L",
      members(of: LossObject.self) + [
        .tostring { $0.text }
      ])
  }

  /// Name, size and what else it has: names, rows, single precision.
  private var text: String {
    var words = ["Loss  \(objective.name)", counted(objective.dimension, "parameter")]
    if let names {
      let known = names.parts.prefix(4).map(\.name).joined(separator: " ")
      words[1] += " (\(known)\(names.parts.count > 4 ? " .." : ""))"
    }
    if let rows = objective.rows?.count { words.append(counted(rows, "row")) }
    if objective.graph.hasSingles { words.append("f32") }
    return words.joined(separator: ", ")
  }

  static let beta = Parameters.beta.described("the parameters")
  static let argument = Parameter("beta", LossArgument.type, "the parameters, numbers or symbols")
  private static let direction = Parameter("v", LossArgument.type, "the vector")
  private static let directions = VariadicParameter("v", LossArgument.type, "the directions")
  private static let indices = Parameter("indices", .integers, "of the rows, from 1; a row may be there more than once")

  /// What every kind of loss has.
  static func members<L: LossObject>(of type: L.Type) -> [ClassMember<L>] {
    operators(of: L.self) + named(L.self) + [
      .property("dimension", "The number of parameters.", .integer) { $0.objective.dimension },
      .property("name", "What it is called.", .string) { $0.objective.name },
      .property("names", "What its parameters are called, in the vector's order; nil where they have no names.", .table) {
        $0.names?.parts.map(\.name)
      },
      .call(
        "L(beta).", [argument], returns: .number, example: "losses.product{x = 1, y = 0.6}{2.8, 3.5}  --> 42.32"
      ) { loss, call -> Operand in
        switch try loss.argument(argument, call) {
        case .point(let β): .number(loss.objective.value(at: β))
        case .symbol(let expression): .symbol(loss.objective.expression(at: expression))
        }
      },
      .property("rows", "How many rows of data it is the mean over; nil where it is none.", .integer) {
        $0.objective.rows?.count
      },
      .method(
        "batch", "The loss on some of its rows, for losses that are means over rows of data.", [indices],
        returns: .object(LossObject.self),
        example: "losses.least_squares{X = {{1, 0}, {1, 1}}, y = {1, 3}}:batch{2}{1, 1}  --> 0.5"
      ) { loss, call in try loss.batch(call) },
      .method(
        "gradient", "The gradient of L.", [argument], returns: .object(VectorObject.self),
        example: "losses.product{x = 1, y = 0.6}:gradient{2, 1}[1]  --> 1.4"
      ) { loss, call in try loss.derivative(call, [], call[argument]) },
      .method(
        "hvp", "The Hessian of L times a vector; also the gradient, which is made on the way.", [argument, direction],
        returns: .object(VectorObject.self),
        example: "losses.product{x = 1, y = 0.6}:hvp({2, 1}, {1, 0})[1]  --> 1.0"
      ) { loss, call in
        let (β, v) = (try loss.argument(argument, call), try loss.argument(direction, call))
        guard let point = β.vector, let vector = v.vector else {
          return Results(try loss.derivative(call, [v], β), try loss.derivative(call, [], β))
        }
        try loss.prepare(directions: 1, call)
        let (product, gradient) = loss.objective.hessianProduct(at: point, with: vector)
        return Results(VectorObject(product), VectorObject(gradient))
      },
      .method(
        "hessian", "The Hessian of L.", [beta], returns: .object(MatrixObject.self),
        example: "losses.product{x = 1, y = 0.6}:hessian{2, 1}:get(1, 2)  --> 3.4"
      ) { loss, call in
        let β = try call.point(beta, for: loss.objective)
        try call.checkRoom(for: β.count, by: β.count)
        let watch = call.watch("hessian")
        return MatrixObject(try loss.objective.hessian(at: β) { () throws(LuaError) in try watch.poll() })
      },
      .method(
        "derivative", "D^m (grad L)(beta)[v1, ..., vm], a vector; the gradient where no vector is given.",
        [argument], variadic: directions, returns: .object(VectorObject.self),
        example: "losses.product{x = 1, y = 0.6}:derivative({2, 1}, {1, 0}, {0, 1})[2]  --> 4.0"
      ) { loss, call in
        let vectors = try call[directions]
        for (i, v) in vectors.enumerated() {
          if let got = loss.mismatch(v) {
            throw call.fault(
              at: directions, number: i, complaint: "must have \(elements(loss.objective.dimension)), got \(got)")
          }
        }
        guard vectors.count <= 8 else { throw call.error("takes at most 8 directions, got \(vectors.count)") }
        return try loss.derivative(call, vectors, call[argument])
      },
    ]
  }

  /// D^m(∇L)(β)[v₁, …, v_m], of symbols a symbol.
  private func derivative(_ call: Call, _ directions: [LossArgument], _ β: LossArgument) throws -> Operand {
    _ = try argument(Self.argument, call)
    let vectors = directions.compactMap(\.vector)
    if let point = β.vector, vectors.count == directions.count {
      try prepare(directions: vectors.count, call)
      return .vector(objective.derivative(at: point, along: vectors))
    }
    guard let graph = ([β] + directions).lazy.compactMap(\.graph).first else { return .number(.nan) }
    let symbols = try ([β] + directions).map { argument in
      switch argument {
      case .point(let v): return graph.constant(v)
      case .symbol(let e) where e.graph === graph: return e
      case .symbol: throw call.error("a symbolic value kept from another loss cannot be used here")
      }
    }
    let watch = call.watch(call.name)
    return .symbol(
      try objective.derivativeExpression(at: symbols[0], along: Array(symbols.dropFirst())) { () throws(LuaError) in
        try watch.poll()
      })
  }

  /// What a value of another size is, in the words of an error.
  private func mismatch(_ value: LossArgument) -> String? {
    switch value {
    case .point(let v): v.count == objective.dimension ? nil : "\(v.count)"
    case .symbol(let e): e.shape == .vector(objective.dimension) ? nil : "\(e.shape)"
    }
  }

  /// Parameters, or a vector of as many numbers.
  func argument(_ parameter: Parameter<LossArgument>, _ call: Call) throws -> LossArgument {
    let value = try call[parameter]
    switch value {
    case .point(let v): try call.checkCount(v, parameter, for: objective)
    case .symbol(let e):
      guard e.shape == .vector(objective.dimension) else {
        throw call.fault(at: parameter, complaint: "must have \(objective.dimension) elements, got \(e.shape)")
      }
    }
    return value
  }

  private func batch(_ call: Call) throws -> LossObject {
    let indices = try call[Self.indices]
    guard let count = objective.rows?.count else {
      throw call.error(
        "the loss is no mean over rows of data; losses.define{n = .., rows = {..}, f = ..} makes one, and a sum of losses such as "
          + "N + losses.define(..) is one where N is, and where all that are have as many rows")
    }
    guard !indices.isEmpty else { throw call.fault(at: Self.indices, complaint: "must name at least one row") }
    if let i = indices.firstIndex(where: { !(1...count).contains($0) }) {
      throw call.fault(at: Self.indices, complaint: "must hold rows 1 to \(count), got \(indices[i]) in place \(i + 1)")
    }
    guard let made = try batch(indices.map { $0 - 1 }) else { throw call.error("the loss has no rows") }
    return made
  }

  /// Derives and compiles a derivative that has not been asked for before; Ctrl-C ends it.
  private func prepare(directions: Int, _ call: Call) throws {
    // What one or none needs is kept, and so is the memory that it works in.
    if directions < prepared.count, prepared[directions] { return }
    let watch = call.watch(call.name)
    try objective.prepare(directions: directions) { () throws(LuaError) in try watch.poll() }
    try call.checkWorkingRoom(bytes: objective.memory(directions: directions))
    if directions < prepared.count { prepared[directions] = true }
  }
}

extension Parameters {
  static let loss = Parameter("loss", .object(LossObject.self), "the loss")
}

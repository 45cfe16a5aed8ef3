import HeavyBall
import LuaKit

/// What a loss is called with.
private enum Argument {
  case point(Vector)
  case symbol(Expression)

  static let type = ParameterType<Vector>.vector.map { Argument.point($0) }
    .or(ParameterType<Expression>.symbolic.map { Argument.symbol($0) })
}

/// A loss in Lua's hands: `L(b)`, `L:gradient(b)`.
class LossObject: LuaObject {
  let objective: Objective

  init(_ objective: Objective) { self.objective = objective }

  var externalBytes: Int { 0 }

  class var luaClass: ClassDeclaration {
    ClassDeclaration(
      LossObject.self, "Loss", "A loss with its derivatives of every order.", instanceName: "L",
      members(of: LossObject.self) + [
        .tostring {
          let n = $0.objective.dimension
          return "Loss  \($0.objective.name), \(counted(n, "parameter"))"
        }
      ])
  }

  static let beta = Parameters.beta.described("the parameters")
  private static let argument = Parameter("beta", Argument.type, "the parameters")
  private static let direction = Parameter("v", .vector, "the vector")
  private static let directions = VariadicParameter("v", .vector, "the directions")

  private static let combination: @Sendable (LuaValue, LuaValue, LuaState) throws -> LuaValue = { _, _, _ in
    throw LuaError(
      "a loss is no number: losses are combined where they are called, as in "
        + "losses.define(L.dimension, function(b) return 2 * L(b) + dot(b, b) end)")
  }

  /// What every kind of loss has.
  static func members<L: LossObject>(of type: L.Type) -> [ClassMember<L>] {
    let operators: [Operator] = [.add, .subtract, .multiply, .divide, .power, .negate]
    return operators.map { .operator($0, combination) } + [
      .property("dimension", "The number of parameters.", .integer) { $0.objective.dimension },
      .property("name", "What it is called.", .string) { $0.objective.name },
      .call(
        "L(beta).", [argument], returns: .number, example: "losses.product{x = 1, y = 0.6}{2.8, 3.5}  --> 42.32"
      ) { loss, call -> Operand in
        switch try call[argument] {
        case .point(let β):
          try call.checkCount(β, argument, for: loss.objective)
          return .number(loss.objective.value(at: β))
        case .symbol(let expression): return try loss.symbolic(expression, call)
        }
      },
      .method(
        "gradient", "The gradient of L.", [beta], returns: .object(VectorObject.self),
        example: "losses.product{x = 1, y = 0.6}:gradient{2, 1}[1]  --> 1.4"
      ) { loss, call in
        let β = try call.point(beta, for: loss.objective)
        try loss.prepare(directions: 0, call)
        return VectorObject(loss.objective.gradient(at: β))
      },
      .method(
        "hvp", "The Hessian of L times a vector; also the gradient, which is made on the way.", [beta, direction],
        returns: .object(VectorObject.self),
        example: "losses.product{x = 1, y = 0.6}:hvp({2, 1}, {1, 0})[1]  --> 1.0"
      ) { loss, call in
        let (β, v) = (try call.point(beta, for: loss.objective), try call.point(direction, for: loss.objective))
        try loss.prepare(directions: 1, call)
        let (product, gradient) = loss.objective.hessianProduct(at: β, with: v)
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
        [beta], variadic: directions, returns: .object(VectorObject.self),
        example: "losses.product{x = 1, y = 0.6}:derivative({2, 1}, {1, 0}, {0, 1})[2]  --> 4.0"
      ) { loss, call in
        let vectors = try call[directions]
        for (i, v) in vectors.enumerated() where v.count != loss.objective.dimension {
          throw call.error(
            "argument 'v' \(i + 1) must have \(loss.objective.dimension) elements, got \(v.count)", at: directions)
        }
        guard vectors.count <= 8 else { throw call.error("at most 8 directions, got \(vectors.count)", at: directions) }
        let β = try call.point(beta, for: loss.objective)
        try loss.prepare(directions: vectors.count, call)
        return VectorObject(loss.objective.derivative(at: β, along: vectors))
      },
    ]
  }

  /// Derives and compiles a derivative that has not been asked for before; Ctrl-C ends it.
  private func prepare(directions: Int, _ call: Call) throws {
    let watch = call.watch(call.name)
    try objective.prepare(directions: directions) { () throws(LuaError) in try watch.poll() }
  }

  /// The loss as part of another.
  private func symbolic(_ β: Expression, _ call: Call) throws -> Operand {
    guard β.shape == .vector(objective.dimension) else {
      throw call.fault(at: Self.argument, complaint: "must have \(objective.dimension) elements, got \(β.shape)")
    }
    return .symbol(try objective.expression(at: β))
  }
}

extension Parameters {
  static let loss = Parameter("loss", .object(LossObject.self), "the loss")
}

/// A seed of reverse mode that choices have made zero where their branch was not taken: select(c, s, 0), select(c, 0, s),
/// such choices within each other and sums of them.
///
/// An adjoint is linear in its seed, so the choice may as well come after it: select(c, s·f'(u), 0) in place of
/// select(c, s, 0)·f'(u), at the same cost. Where the branch was not taken the slope f'(u) may be infinite or NaN, as √u's is
/// at u ≤ 0, and would make NaN of the zero.
///
/// Element by element that goes as far as operations do that are; a choice by one number for all goes through every operation.
struct ChosenSeed {
  /// What the adjoint is taken of.
  private(set) var seed: Expression
  /// From the outermost on.
  private var choices: [Choice] = []

  private struct Choice {
    let condition: Expression
    /// Whether the branch is the one where c > 0.
    let isFirst: Bool

    /// The number that decides for all elements.
    var common: Expression? {
      if condition.shape == .scalar { return condition }
      return condition.operation is Broadcast ? condition.operands[0] : nil
    }
  }

  private init(_ seed: Expression, _ choice: Choice) { (self.seed, choices) = (seed, [choice]) }

  /// Choices within each other, or terms of a sum, that are looked through.
  private static let most = 8

  /// Nil where nothing has been chosen, or an operation's adjoint does not keep what has.
  init?(_ seed: Expression, of operation: some Operation) {
    // A selection passes its seed on: nothing is multiplied.
    if operation is Select { return nil }
    let isElementwise = operation is any ElementwiseOperation
    self.seed = seed
    while choices.count < Self.most, let (choice, branch) = Self.choice(self.seed), isElementwise || choice.common != nil {
      choices.append(choice)
      self.seed = branch
    }
    var terms = Self.most
    if let condition = Self.taken(self.seed, &terms) {
      let choice = Choice(condition: condition, isFirst: true)
      if isElementwise || choice.common != nil { choices.append(choice) }
    }
    if choices.isEmpty { return nil }
  }

  /// The adjoint of ``seed``, chosen as the seed was.
  func chosen(_ adjoint: Expression) -> Expression {
    if adjoint.uniformValue == 0 { return adjoint }
    let zero = adjoint.graph.constant(0, adjoint.shape)
    return choices.reversed().reduce(adjoint) { branch, choice in
      let condition =
        choice.condition.shape == branch.shape
        ? choice.condition : (choice.common ?? choice.condition).broadcast(to: branch.shape)
      return choice.isFirst ? Expression.select(condition, branch, zero) : Expression.select(condition, zero, branch)
    }
  }

  private static func choice(_ e: Expression) -> (Choice, branch: Expression)? {
    guard e.operation is Select else { return nil }
    let operands = e.operands
    if operands[2].uniformValue == 0 { return (Choice(condition: operands[0], isFirst: true), operands[1]) }
    if operands[1].uniformValue == 0 { return (Choice(condition: operands[0], isFirst: false), operands[2]) }
    return nil
  }

  /// Positive where a branch was taken that is not zero by choice, 0 or less where none was; nil where that may be anywhere.
  private static func taken(_ e: Expression, _ terms: inout Int) -> Expression? {
    terms -= 1
    guard terms >= 0 else { return nil }
    let operands = e.operands
    switch e.operation {
    case is Select:
      let one = e.graph.constant(1, e.shape)
      func branch(_ x: Expression) -> Expression? {
        x.uniformValue == 0 ? e.graph.constant(0, e.shape) : taken(x, &terms)
      }
      let (first, second) = (branch(operands[1]), branch(operands[2]))
      if first == nil && second == nil { return nil }
      return Expression.select(operands[0], first ?? one, second ?? one)
    case is Add:
      guard let first = taken(operands[0], &terms), let second = taken(operands[1], &terms) else { return nil }
      return Expression.select(first, first, second)
    default: return nil
    }
  }
}

extension ChosenSeed {
  /// Adjoints of parts of a value that one number has chosen, without the choice; it is made of the whole.
  static func together(_ parts: [Expression]) -> (choice: ChosenSeed, branches: [Expression])? {
    guard let first = parts.first, let (choice, _) = choice(first), let common = choice.common else { return nil }
    var branches: [Expression] = []
    for part in parts {
      guard let (other, branch) = Self.choice(part), other.common == common, other.isFirst == choice.isFirst else { return nil }
      branches.append(branch)
    }
    return (ChosenSeed(first, Choice(condition: common, isFirst: choice.isFirst)), branches)
  }

  /// The sum of two adjoints; of two that one condition has chosen, chosen by it.
  static func sum(_ a: Expression, _ b: Expression) -> Expression {
    guard a.operation is Select, b.operation is Select, a.operands[0] == b.operands[0], choice(a) != nil, choice(b) != nil
    else { return a + b }
    func sum(_ u: Expression, _ v: Expression) -> Expression {
      u.uniformValue == 0 ? v : v.uniformValue == 0 ? u : u + v
    }
    return Expression.select(a.operands[0], sum(a.operands[1], b.operands[1]), sum(a.operands[2], b.operands[2]))
  }
}

/// What the hidden layers of a network apply to each number. A new one is a line here.
public enum Activation: String, CaseIterable, Sendable {
  case tanh
  /// Its second and higher derivatives are 0 almost everywhere, and the flow's counter terms that need them vanish.
  case relu
  case sigmoid
  case softplus

  func callAsFunction(_ u: Expression) -> Expression {
    switch self {
    case .tanh: Expression.tanh(u)
    case .relu: Expression.relu(u)
    case .sigmoid: Expression.sigmoid(u)
    case .softplus: Expression.softplus(u)
    }
  }
}

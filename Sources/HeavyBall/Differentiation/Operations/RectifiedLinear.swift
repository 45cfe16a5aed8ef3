extension Expression {
  /// max(u, 0), element by element, with derivative 0 at 0.
  public static func relu(_ u: Expression) -> Expression { select(u, u, u.graph.constant(0, u.shape)) }
}

/// max(x, 0), which needs no operation of its own: it selects.
enum RectifiedLinear {
  static let function = NamedFunction(
    name: "relu", summary: "max(x, 0); its derivative at 0 is taken to be 0.", sample: (at: 0.5, value: 0.5),
    value: { $0 > 0 ? $0 : $0 <= 0 ? 0 : $0 }, expression: Expression.relu)
}

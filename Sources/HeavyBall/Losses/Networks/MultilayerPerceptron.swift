/// The loss of a fully connected network on a data set, full batch: what section 4 of Lyu et al. trains.
///
///     o = a(… a(XW₁ + 1b₁ᵀ)W₂ + 1b₂ᵀ …)W_l + 1b_lᵀ,   L = ½ mean ‖o − t‖², or the mean cross-entropy,
///
/// a a function applied to each number. It is a graph as every loss is: its gradient, products with its Hessian and
/// flows of every order are there without more. In single precision it is computed in singles throughout, products,
/// activations and gradients; parameters pass to and from methods as doubles.
///
/// - Complexity: 6 operations a weight and row for the gradient.
public struct MultilayerPerceptron: Loss {
  public static let name = "mlp"
  /// A row each, in the network's precision.
  public let inputs: SharedNumbers
  /// How many rows.
  public let count: Int
  /// Row after row, as many as the network has outputs.
  public let targets: Matrix
  public let layout: NetworkLayout
  public let activation: Activation
  public let measure: NetworkMeasure
  public var precision: Precision { inputs.precision }
  public var dimension: Int { layout.count }

  /// - Precondition: there are rows; the inputs are rows times so many numbers as the layout takes, and the targets have
  ///   as many rows, and columns as the layout has outputs.
  public init(
    inputs: SharedNumbers, targets: Matrix, layout: NetworkLayout, activation: Activation, measure: NetworkMeasure
  ) {
    let layers = layout.layers
    precondition(targets.rows > 0 && inputs.count == targets.rows * layers[0].inputs, "inputs for every row")
    precondition(targets.columns == layers[layers.count - 1].outputs, "a target for every output")
    count = targets.rows
    (self.inputs, self.targets, self.layout) = (inputs, targets, layout)
    (self.activation, self.measure) = (activation, measure)
  }

  public func build(_ β: Expression) -> Expression {
    let targets = β.graph.constant(self.targets)
    return measure(outputs(β), targets)
  }

  public var rows: RowFormula? {
    let data = [
      RowData("inputs", inputs, rows: count, columns: layout.layers[0].inputs), RowData("targets", targets),
    ]
    return RowFormula(data, precision: precision) { β, rows in measure(outputs(β, rows[0]), rows[1]) }
  }

  /// o, a row for each row of the inputs.
  public func outputs(_ β: Expression) -> Expression {
    outputs(β, β.graph.constant(inputs, .matrix(rows: count, columns: layout.layers[0].inputs)))
  }

  /// The same of other inputs.
  ///
  /// - Precondition: they are a matrix with as many columns as the layout takes inputs.
  public func outputs(_ β: Expression, _ inputs: Expression) -> Expression {
    guard case .matrix(let rows, _) = inputs.shape else { preconditionFailure("inputs of \(inputs.shape)") }
    var values = inputs
    for (i, layer) in layout.layers.enumerated() {
      let weights = β[layer.weights].reshaped(.matrix(rows: layer.inputs, columns: layer.outputs))
      values = shapesSuit { () throws(ShapeError) in
        try Expression.matrixProduct(values, weights) + β[layer.biases].inEachRow(of: rows)
      }
      if i + 1 < layout.layers.count { values = activation(values) }
    }
    return values
  }
}

extension Matrix {
  /// A row for each label, 1 in the label's column and 0 elsewhere.
  ///
  /// - Precondition: labels are in 0..<classes.
  public static func oneHot(_ labels: [Int], classes: Int) -> Matrix {
    var result = Matrix(rows: labels.count, columns: classes)
    for (row, label) in labels.enumerated() { result[row, label] = 1 }
    return result
  }
}
